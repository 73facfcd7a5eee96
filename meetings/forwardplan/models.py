"""Tables of forwardplan."""

from __future__ import annotations
