"""What follows from the facts of packs."""

from __future__ import annotations
