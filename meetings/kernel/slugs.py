"""Readable names in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable


def slugify(text: str) -> str:
    """Lower case letters, digits and hyphens; never empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100] or "x"


def unused(text: str, taken: Callable[[str], bool]) -> str:
    """The slug, with a number behind it if somebody has it already."""
    base = slugify(text)
    slug, number = base, 2
    while taken(slug):
        slug, number = f"{base}-{number}", number + 1
    return slug
