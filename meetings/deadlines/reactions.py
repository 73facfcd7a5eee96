"""What follows from the facts of deadlines."""

from __future__ import annotations
