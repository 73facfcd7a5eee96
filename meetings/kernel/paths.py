"""Addresses fit for a log: those that are a proof by themselves are not told."""

from __future__ import annotations

import re

#: Longer than any id of ours: the secret part of a password link or of a calendar's address.
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,}")


def loggable(path: str) -> str:
    """The path without what would let a reader of the log in."""
    return _SECRET.sub("...", path)
