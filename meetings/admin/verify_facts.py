"""A fact as it stands in the database, for checks that must not lean on the code which wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FactRow:
    """Number, type, content and hash of one fact."""

    seq: int
    type: str
    data: Mapping[str, Any]
    leaf: str

    def text(self, name: str) -> str:
        """A field as text; empty where there is none."""
        value = self.data.get(name)
        return "" if value is None else str(value)

    def number(self, name: str) -> int:
        """A field as a number; -1 where it is none, which equals no count."""
        value = self.data.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else -1
