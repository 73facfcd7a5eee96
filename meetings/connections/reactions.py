"""What follows in connections."""

from __future__ import annotations
