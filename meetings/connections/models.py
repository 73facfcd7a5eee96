"""Tables of connections."""

from __future__ import annotations
