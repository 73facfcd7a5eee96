"""The words of a vote, pure: its states, the closed list of choices, the tally, the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VoteMethod(StrEnum):
    """Announced before the vote opens and never changed after."""

    RECORDED = "recorded"
    TOTALS = "totals"


class Way(StrEnum):
    """How a vote is taken. It can change while the vote is open: nothing that was cast is lost."""

    #: each member on a device of their own
    DEVICES = "devices"
    #: hands are counted: the clerk enters the figures and a second person confirms them
    HANDS = "hands"
    #: names are called, and the clerk enters each answer
    ROLL_CALL = "roll_call"


class VoteState(StrEnum):
    """Where a vote stands."""

    OPEN = "open"
    CLOSED = "closed"
    DECLARED = "declared"
    #: declared void by two people with a reason: its rows stay, and the motion is again before the meeting
    VOID = "void"


#: a vote that is over and done with
FINISHED = (VoteState.DECLARED, VoteState.VOID)


class Choice(StrEnum):
    """The closed list. Absence is never a choice."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


class Channel(StrEnum):
    """How a ballot came in."""

    DEVICE = "device"
    CLERK = "clerk"
    #: cast by the holder of a proxy, for the member who gave it
    PROXY = "proxy"


class Outcome(StrEnum):
    """What came of it."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"
    #: nobody voted for or against: nothing is decided and there is no casting vote to give; it is asked again
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Tally:
    """What was counted. `none`: present and entitled, and cast nothing; kept apart from those who abstained.

    Where members' votes carry weights, these are the sums of the weights.
    """

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
