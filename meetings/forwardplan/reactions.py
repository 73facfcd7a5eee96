"""What follows from the facts of forwardplan."""

from __future__ import annotations
