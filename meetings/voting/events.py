"""Facts about votes."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact
from meetings.voting.events_after import (
    BallotCorrected,
    BallotQuestioned,
    CorrectionProposed,
    OwnVoteRecorded,
    ProposalDropped,
    QuestionSettled,
    ResultRecounted,
    VoidProposed,
    VoteVoided,
)
from meetings.voting.events_policy import ProxyEnded, ProxyGiven, VotePolicyChanged, VoteWeightSet
from meetings.voting.rules import Channel, Choice, Outcome, VoteMethod, Way

__all__ = [
    "BallotCast",
    "BallotCorrected",
    "BallotQuestioned",
    "CastingVoteGiven",
    "Channel",
    "CorrectionProposed",
    "HandsConfirmed",
    "HandsCounted",
    "NamePassed",
    "NamesDemandUndone",
    "NamesDemanded",
    "OwnVoteRecorded",
    "ProposalDropped",
    "ProxyEnded",
    "ProxyGiven",
    "QuestionSettled",
    "ResultRecounted",
    "RollJoined",
    "RollLeft",
    "RollMember",
    "VoidProposed",
    "VoteClosed",
    "VoteDeclared",
    "VoteOpened",
    "VotePolicyChanged",
    "VoteVoided",
    "VoteWeightSet",
    "WayChanged",
]


@dataclass(frozen=True)
class RollMember:
    """Somebody entitled to vote, as they stood when the vote opened."""

    person_id: str
    name: str
    #: how many votes theirs counts for, on a joint body whose members' votes carry weights
    weight: int = 1
    #: the member who casts it as their proxy; empty: they cast it themselves
    holder_id: str = ""


@fact("voting.vote_opened")
@dataclass(frozen=True)
class VoteOpened(Fact):
    """A vote was announced and opened."""

    vote_id: str
    motion_id: str
    method: VoteMethod
    text: str
    roll: tuple[RollMember, ...]
    #: by what majority it is decided: a key of `methods.METHODS`
    basis: str = "simple_majority"
    way: Way = Way.DEVICES
    #: why names are recorded without a choice, with the citation; empty: the officer's own choice
    reason: str = ""
    #: further motions that this one vote decides
    also: tuple[str, ...] = ()


@fact("voting.roll_joined")
@dataclass(frozen=True)
class RollJoined(Fact):
    """Somebody arrived while the vote was open."""

    vote_id: str
    person_id: str
    name: str
    weight: int = 1


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
    #: the proxy who cast it for them; empty: their own ballot
    holder_id: str = ""


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
    #: where votes carry weights the counts are sums of weights; then these are the members behind them, in the same
    #: order: for, against, abstain, none
    heads: tuple[int, ...] = ()


@fact("voting.casting_vote_given")
@dataclass(frozen=True)
class CastingVoteGiven(Fact):
    """Whoever presides decided a tie; `choice` None: declined to, or has none."""

    vote_id: str
    person_id: str
    name: str
    choice: Choice | None
    #: whoever presides has no vote here, so no casting vote either: the motion is not carried
    has_none: bool = False


@fact("voting.vote_declared")
@dataclass(frozen=True)
class VoteDeclared(Fact):
    """The chair declared the result."""

    vote_id: str
    motion_id: str
    outcome: Outcome


@fact("voting.way_changed")
@dataclass(frozen=True)
class WayChanged(Fact):
    """An open vote went on in another way. Ballots cast so far stay in the record; by hands they are not counted."""

    vote_id: str
    way: Way
    reason: str
    #: hands give no names: what was announced as recorded goes on as totals only; None: as it was announced
    method: VoteMethod | None = None


@fact("voting.name_passed")
@dataclass(frozen=True)
class NamePassed(Fact):
    """A name was called in a roll call and nobody answered; it is called again after the others."""

    vote_id: str
    person_id: str
    name: str


@fact("voting.hands_counted")
@dataclass(frozen=True)
class HandsCounted(Fact):
    """Hands were counted and entered by the first of two people; entering again replaces it."""

    vote_id: str
    count_for: int
    count_against: int
    count_abstain: int
    #: entitled and present, as the roll stood
    present: int
    first_id: str = ""
    first_name: str = ""


@fact("voting.hands_confirmed")
@dataclass(frozen=True)
class HandsConfirmed(Fact):
    """A second person confirmed the figures that were entered."""

    vote_id: str
    first_id: str = ""
    first_name: str = ""
    second_id: str = ""
    second_name: str = ""


@fact("voting.names_demanded")
@dataclass(frozen=True)
class NamesDemanded(Fact):
    """A member asked before the vote that names be recorded."""

    motion_id: str
    person_id: str
    name: str


@fact("voting.names_demand_undone")
@dataclass(frozen=True)
class NamesDemandUndone(Fact):
    """A member no longer asks that names be recorded, or never did: it was entered by mistake."""

    motion_id: str
    person_id: str
    name: str
