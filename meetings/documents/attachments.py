"""Files carried inside a PDF."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file carried inside a PDF, such as the same minutes as data."""

    name: str
    content: bytes
    media_type: str
    description: str
