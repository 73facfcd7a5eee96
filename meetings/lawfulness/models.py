"""Tables of lawfulness."""

from __future__ import annotations
