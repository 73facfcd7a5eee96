"""Identifiers: random, unguessable, the same in the database and in addresses."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16


def new_id() -> str:
    """Sixteen characters of Crockford's base 32 (no i, l, o, u): 80 random bits."""
    number = secrets.randbits(80)
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(75, -1, -5))
