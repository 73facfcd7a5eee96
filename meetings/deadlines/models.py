"""Tables of deadlines."""

from __future__ import annotations
