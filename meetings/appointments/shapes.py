"""An appointment as it is read: with names, and with everything that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.appointments.rules import (
    AppointmentState,
    CandidateState,
    FinalTie,
    LowestTie,
    Names,
    Outcome,
    RoundKind,
    RoundState,
    RoundWay,
    Rule,
)


@dataclass(frozen=True)
class CandidateView:
    """Somebody nominated, with names."""

    id: str
    person_id: str
    name: str
    proposer: str
    seconder: str
    consented: bool
    state: CandidateState
    seat: int | None


@dataclass(frozen=True)
class RoundVoter:
    """Somebody on the roll of a round; `choice` is None in a secret round whatever they did."""

    person_id: str
    name: str
    voted: bool
    choice: str | None


@dataclass(frozen=True)
class TellerView:
    """A teller of a secret round."""

    account_id: str
    name: str
    approved: bool


@dataclass(frozen=True)
class RoundView:
    """A round. `votes` are by candidate; None until counted."""

    id: str
    number: int
    seat: int
    kind: RoundKind
    way: RoundWay
    names: Names
    state: RoundState
    candidates: tuple[str, ...]
    votes: dict[str, int] | None
    abstained: int
    none: int
    spoilt: int
    outcome: Outcome | None
    outcome_names: tuple[str, ...]
    declined: bool
    settled: str
    entered_by: str | None
    tellers_named: tuple[str, ...]
    void_reason: str
    void_by: str | None
    opened_at: datetime
    closed_at: datetime | None
    declared_at: datetime | None
    public_key: str
    reply_key: str
    box_root: str
    box_count: int
    voters: tuple[RoundVoter, ...]
    tellers: tuple[TellerView, ...]

    @property
    def is_secret(self) -> bool:
        """Whether envelopes are sealed."""
        return self.names is Names.SECRET and self.way is RoundWay.DEVICES

    @property
    def missing(self) -> tuple[RoundVoter, ...]:
        """Those who have cast nothing."""
        return tuple(v for v in self.voters if not v.voted)

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens in it."""
        return self.state in (RoundState.DECLARED, RoundState.VOID)


@dataclass(frozen=True)
class AppointmentView:
    """An appointment with everything that belongs to it."""

    id: str
    meeting_id: str
    item_id: str
    title: str
    seats: int
    state: AppointmentState
    names: Names
    rule: Rule
    lowest_tie: LowestTie
    final_tie: FinalTie
    #: begun while the public was excluded
    private: bool
    opened_at: datetime
    finished_at: datetime | None
    end_reason: str
    candidates: tuple[CandidateView, ...]
    rounds: tuple[RoundView, ...]

    @property
    def standing(self) -> tuple[CandidateView, ...]:
        """Who still stands for the seat being filled."""
        return tuple(c for c in self.candidates if c.state is CandidateState.STANDING)

    @property
    def appointed(self) -> tuple[CandidateView, ...]:
        """Who has a seat, in the order of the seats."""
        found = [c for c in self.candidates if c.state is CandidateState.APPOINTED]
        return tuple(sorted(found, key=lambda c: c.seat or 0))

    @property
    def current(self) -> RoundView | None:
        """The round under way."""
        return next((r for r in self.rounds if not r.is_over), None)

    def name(self, candidate_id: str) -> str:
        """A candidate's name."""
        return next((c.name for c in self.candidates if c.id == candidate_id), candidate_id)
