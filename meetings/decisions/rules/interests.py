"""Interests that were declared and dispensations that were given, in the words of a decision's record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from meetings.interests.rules import Action, Kind

_DONE = {
    Action.LEFT: "left the meeting for the item and took no part",
    Action.SPOKE: "spoke as one of the public and then took no part",
    Action.NO_VOTE: "stayed and did not vote",
    Action.TOOK_PART: "stayed and took part",
}


class Stated(Protocol):
    """What must be known of a declaration."""

    @property
    def name(self) -> str:
        """Who declared."""

    @property
    def kind(self) -> Kind:
        """What kind of interest."""

    @property
    def nature(self) -> str:
        """What it is; empty for a sensitive one."""

    @property
    def action(self) -> Action:
        """What the member did."""

    @property
    def is_sensitive(self) -> bool:
        """Whether its details are withheld."""

    @property
    def dispensed(self) -> str:
        """What a dispensation allows; empty: there is none."""


def declared_words(found: Sequence[Stated]) -> str:
    """A line for each declaration; empty where none was made."""
    return "\n".join(_line(d) for d in found)


def dispensed_words(found: Sequence[Stated]) -> str:
    """A line for each dispensation that covered the item; empty where none did."""
    return "\n".join(f"{d.name} had a dispensation to {d.dispensed}." for d in found if d.dispensed)


def _line(declared: Stated) -> str:
    nature = "" if declared.is_sensitive else declared.nature.strip().rstrip(".")
    what = f"{declared.kind.label} ({nature})" if nature else declared.kind.label
    return f"{declared.name} declared {what} and {_DONE[declared.action]}."
