"""What follows from the facts of reports."""

from __future__ import annotations
