"""Methods of voting: how ballots become a count, and a count an outcome. One pure module a method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from meetings.voting.methods import simple_majority
from meetings.voting.rules import Choice, Outcome, Tally


class Method(Protocol):
    """What a module in this folder offers."""

    #: its name in the database, for ever
    key: str

    def parse(self, text: str) -> Choice:
        """A choice from what a device sent. ValueError if it is not on the closed list."""

    def count(self, ballots: Mapping[str, Choice], roll: Iterable[str]) -> Tally:
        """One ballot a person. ValueError for a ballot of somebody who is not on the roll."""

    def outcome(self, tally: Tally) -> Outcome:
        """What the count means."""

    def after_casting(self, choice: Choice | None) -> Outcome:
        """The outcome of a tie once whoever presides has given or declined the casting vote."""


METHODS: dict[str, Method] = {method.key: method for method in (simple_majority,)}
DEFAULT = simple_majority.key
