"""Canaries: words that stand nowhere else, one for each place where they were put."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

#: small letters and digits only: it outlives tokenising, folding and the making of addresses
PATTERN = re.compile(r"zq[0-9a-f]{16}")


def new() -> str:
    """A fresh one."""
    return "zq" + secrets.token_hex(8)


@dataclass
class Canaries:
    """`hidden` must be found nowhere, `control` where they belong; each with the place it was put."""

    hidden: dict[str, str] = field(default_factory=dict)
    control: dict[str, str] = field(default_factory=dict)

    def hide(self, place: str) -> str:
        """A word for a place that is not public."""
        word = new()
        self.hidden[word] = place
        return word

    def show(self, place: str) -> str:
        """A word for a place that is."""
        word = new()
        self.control[word] = place
        return word

    def shown(self, place: str) -> str:
        """The control word that was put there."""
        return next(word for word, where in self.control.items() if where == place)
