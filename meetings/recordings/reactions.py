"""What follows in recordings."""

from __future__ import annotations
