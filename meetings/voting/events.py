"""Facts about votes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from meetings.kernel.facts import Fact, fact
from meetings.voting.rules import Choice, Outcome, VoteMethod


class Channel(StrEnum):
    """How a ballot came in."""

    DEVICE = "device"
    CLERK = "clerk"


@dataclass(frozen=True)
class RollMember:
    """Somebody entitled to vote, as they stood when the vote opened."""

    person_id: str
    name: str


@fact("voting.vote_opened")
@dataclass(frozen=True)
class VoteOpened(Fact):
    """A vote was announced and opened."""

    vote_id: str
    motion_id: str
    method: VoteMethod
    text: str
    roll: tuple[RollMember, ...]


@fact("voting.roll_joined")
@dataclass(frozen=True)
class RollJoined(Fact):
    """Somebody arrived while the vote was open."""

    vote_id: str
    person_id: str
    name: str


@fact("voting.roll_left")
@dataclass(frozen=True)
class RollLeft(Fact):
    """Somebody left while the vote was open and had cast nothing."""

    vote_id: str
    person_id: str
    name: str


@fact("voting.ballot_cast")
@dataclass(frozen=True)
class BallotCast(Fact):
    """A member's choice; a later one of the same member in the same vote replaces it."""

    vote_id: str
    person_id: str
    choice: Choice
    channel: Channel
    key: str


@fact("voting.vote_closed")
@dataclass(frozen=True)
class VoteClosed(Fact):
    """No ballot is taken any more; the count is made. `missing` are those who cast nothing."""

    vote_id: str
    count_for: int
    count_against: int
    count_abstain: int
    count_none: int
    outcome: Outcome
    missing: tuple[str, ...]


@fact("voting.casting_vote_given")
@dataclass(frozen=True)
class CastingVoteGiven(Fact):
    """Whoever presides decided a tie; `choice` None: declined to."""

    vote_id: str
    person_id: str
    name: str
    choice: Choice | None


@fact("voting.vote_declared")
@dataclass(frozen=True)
class VoteDeclared(Fact):
    """The chair declared the result."""

    vote_id: str
    motion_id: str
    outcome: Outcome
