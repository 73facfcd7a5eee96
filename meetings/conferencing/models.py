"""Tables of conferencing."""

from __future__ import annotations
