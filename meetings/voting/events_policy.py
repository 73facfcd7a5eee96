"""Facts about how a body votes: its policy, weights and proxies."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.facts import Fact, fact


@fact("voting.policy_changed")
@dataclass(frozen=True)
class VotePolicyChanged(Fact):
    """How a body votes was decided anew."""

    body_id: str
    #: every setting by name, as JSON
    settings: str


@fact("voting.weight_set")
@dataclass(frozen=True)
class VoteWeightSet(Fact):
    """How many votes a member's vote counts for on a joint body."""

    body_id: str
    person_id: str
    name: str
    weight: int


@fact("voting.proxy_given")
@dataclass(frozen=True)
class ProxyGiven(Fact):
    """A member who is away gave another their vote for one meeting."""

    meeting_id: str
    person_id: str
    name: str
    holder_id: str
    holder_name: str


@fact("voting.proxy_ended")
@dataclass(frozen=True)
class ProxyEnded(Fact):
    """A proxy no longer holds."""

    meeting_id: str
    person_id: str
    name: str
