"""What follows from the facts of notifications."""

from __future__ import annotations
