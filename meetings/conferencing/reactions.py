"""What follows in conferencing."""

from __future__ import annotations
