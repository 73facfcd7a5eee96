"""Tables of packs."""

from __future__ import annotations
