"""Methods of voting: how ballots become a count, and a count an outcome. One pure module a method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from meetings.voting.methods import four_fifths_up, no_one_against, simple_majority, two_thirds
from meetings.voting.rules import Choice, Outcome, Tally


class Method(Protocol):
    """What a module in this folder offers."""

    #: its name in the database, for ever
    key: str
    #: what it is called on screens and in minutes
    label: str
    #: whether a tie can come up, which a casting vote decides
    has_casting: bool

    def parse(self, text: str) -> Choice:
        """A choice from what a device sent. ValueError if it is not on the closed list."""

    def count(
        self, ballots: Mapping[str, Choice], roll: Iterable[str], weights: Mapping[str, int] | None = None
    ) -> Tally:
        """One ballot a person, by its weight. ValueError for a ballot of somebody who is not on the roll."""

    def outcome(self, tally: Tally) -> Outcome:
        """What the count means."""

    def after_casting(self, choice: Choice | None) -> Outcome:
        """The outcome of a tie once whoever presides has given or declined the casting vote."""

    def working(self, tally: Tally) -> str:
        """The rule applied to the figures, in words."""


METHODS: dict[str, Method] = {
    method.key: method for method in (simple_majority, two_thirds, four_fifths_up, no_one_against)
}
DEFAULT = simple_majority.key
