"""Rules of voting, pure: the closed list of choices, the tally, the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class VoteMethod(StrEnum):
    """Announced before the vote opens and never changed after."""

    RECORDED = "recorded"
    TOTALS = "totals"


class VoteState(StrEnum):
    """Where a vote stands."""

    OPEN = "open"
    CLOSED = "closed"
    DECLARED = "declared"


class Choice(StrEnum):
    """The closed list. Absence is never a choice."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What came of it."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"


#: Simple majority of those voting: Local Government Act 1972, Schedule 12, paragraph 39(1).
MAJORITY_CITATION = "Local Government Act 1972, Schedule 12, paragraph 39"


@dataclass(frozen=True)
class Tally:
    """What was counted. `none`: present and entitled, and cast nothing; kept apart from those who abstained."""

    for_: int
    against: int
    abstain: int
    none: int

    @property
    def voted(self) -> int:
        """Ballots cast, abstentions included."""
        return self.for_ + self.against + self.abstain


def count(ballots: Mapping[str, Choice], roll: Iterable[str]) -> Tally:
    """Count one ballot a person. ValueError for a ballot of somebody who is not on the roll."""
    entitled = set(roll)
    if strangers := ballots.keys() - entitled:
        raise ValueError(f"ballots of people who are not on the roll: {sorted(strangers)}")
    by_choice = Counter(ballots.values())
    return Tally(
        for_=by_choice[Choice.FOR],
        against=by_choice[Choice.AGAINST],
        abstain=by_choice[Choice.ABSTAIN],
        none=len(entitled) - len(ballots),
    )


def outcome(tally: Tally) -> Outcome:
    """By a simple majority of those voting; abstentions and those who cast nothing count on neither side."""
    if tally.for_ > tally.against:
        return Outcome.CARRIED
    return Outcome.LOST if tally.for_ < tally.against else Outcome.TIED


def after_casting(choice: Choice | None) -> Outcome:
    """The outcome of a tie: the casting vote decides; a declined one leaves the motion not carried."""
    return Outcome.CARRIED if choice is Choice.FOR else Outcome.LOST


def receipt(leaf: str) -> str:
    """The start of a ballot's leaf in the record, in a form that can be read aloud: 7F3A-2C1B."""
    return f"{leaf[:4]}-{leaf[4:8]}".upper()
