"""What is asked of a PDF that was just made."""

from __future__ import annotations

import io

import pikepdf


def page_count(pdf: bytes) -> int:
    """How many pages it has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
