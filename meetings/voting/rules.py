"""The words of a vote, pure: its states, the closed list of choices, the tally, the outcome."""

from __future__ import annotations

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


def receipt(leaf: str) -> str:
    """The start of a ballot's leaf in the record, in a form that can be read aloud: 7F3A-2C1B."""
    return f"{leaf[:4]}-{leaf[4:8]}".upper()
