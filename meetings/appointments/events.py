"""Facts about appointments. None of them says what anybody chose in a secret round."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.appointments.rules import FinalTie, LowestTie, Names, Outcome, RoundKind, RoundWay, Rule
from meetings.kernel.facts import Fact, fact
from meetings.voting.events import Channel, RollMember


@dataclass(frozen=True)
class Votes:
    """How many votes a candidate had."""

    candidate_id: str
    votes: int


@dataclass(frozen=True)
class Standing:
    """A candidate of a round."""

    candidate_id: str
    name: str


@fact("appointments.rules_set")
@dataclass(frozen=True)
class AppointmentRulesSet(Fact):
    """What a body's standing orders say of appointments was entered."""

    body_id: str
    body: str
    names: Names
    rule: Rule
    lowest_tie: LowestTie
    final_tie: FinalTie | None


@fact("appointments.opened")
@dataclass(frozen=True)
class AppointmentOpened(Fact):
    """An appointment is before the meeting, with the rules it is made by."""

    appointment_id: str
    item_id: str
    title: str
    seats: int
    names: Names
    rule: Rule
    lowest_tie: LowestTie
    final_tie: FinalTie


@fact("appointments.nominated")
@dataclass(frozen=True)
class CandidateNominated(Fact):
    """Somebody was proposed and seconded. `consent`: they are known to be willing."""

    appointment_id: str
    candidate_id: str
    person_id: str
    name: str
    proposer_id: str
    proposer: str
    seconder_id: str
    seconder: str
    consent: bool


@fact("appointments.consented")
@dataclass(frozen=True)
class CandidateConsented(Fact):
    """A nominee is willing to serve."""

    appointment_id: str
    candidate_id: str
    name: str


@fact("appointments.withdrawn")
@dataclass(frozen=True)
class CandidateWithdrawn(Fact):
    """A candidate stands no longer."""

    appointment_id: str
    candidate_id: str
    name: str


@fact("appointments.round_opened")
@dataclass(frozen=True)
class RoundOpened(Fact):
    """A round of voting was announced and opened. `fingerprint`: of the key that seals a secret round's envelopes."""

    round_id: str
    appointment_id: str
    number: int
    seat: int
    kind: RoundKind
    way: RoundWay
    names: Names
    candidates: tuple[Standing, ...]
    roll: tuple[RollMember, ...]
    fingerprint: str = ""
    tellers: tuple[str, ...] = ()


@fact("appointments.roll_joined")
@dataclass(frozen=True)
class RoundRollJoined(Fact):
    """Somebody arrived while the round was open."""

    round_id: str
    person_id: str
    name: str


@fact("appointments.roll_left")
@dataclass(frozen=True)
class RoundRollLeft(Fact):
    """Somebody left while the round was open and had cast nothing."""

    round_id: str
    person_id: str
    name: str


@fact("appointments.ballot_cast")
@dataclass(frozen=True)
class RoundBallotCast(Fact):
    """A member's choice in a round that is not secret; a later one replaces it."""

    round_id: str
    person_id: str
    choice: str
    channel: Channel
    key: str


@fact("appointments.envelope_cast")
@dataclass(frozen=True)
class EnvelopeCast(Fact):
    """A member's sealed envelope, of which the record keeps the SHA-256 alone; a later one replaces it."""

    round_id: str
    person_id: str
    envelope: str
    key: str


@fact("appointments.round_closed")
@dataclass(frozen=True)
class RoundClosed(Fact):
    """No ballot is taken any more. For a secret round: the box, as the root over its envelopes and their number."""

    round_id: str
    present: int
    voted: int
    missing: tuple[str, ...]
    box_root: str = ""
    box_count: int = 0


@fact("appointments.counts_entered")
@dataclass(frozen=True)
class CountsEntered(Fact):
    """The clerk entered what was counted: hands, or paper slips by the tellers named."""

    round_id: str
    votes: tuple[Votes, ...]
    abstained: int
    spoilt: int
    tellers: tuple[str, ...]
    by: str


@fact("appointments.box_approved")
@dataclass(frozen=True)
class BoxApproved(Fact):
    """A teller saw the root and the number of envelopes on their own device and agreed to open the box."""

    round_id: str
    account_id: str
    name: str
    box_root: str
    box_count: int


@fact("appointments.round_counted")
@dataclass(frozen=True)
class RoundCounted(Fact):
    """The figures of a round, and what they come to. `spoilt`: slips or envelopes that could not be counted.

    `confirmed_by`: the second person, where figures were entered by hand.
    """

    round_id: str
    votes: tuple[Votes, ...]
    abstained: int
    none: int
    spoilt: int
    outcome: Outcome
    names: tuple[str, ...]
    confirmed_by: str = ""


@fact("appointments.tie_decided")
@dataclass(frozen=True)
class TieDecided(Fact):
    """Whoever presides decided a tie: by a casting vote, or by naming who drops out. None: declined to."""

    round_id: str
    candidate_id: str | None
    person_id: str
    name: str


@fact("appointments.lot_drawn")
@dataclass(frozen=True)
class LotDrawn(Fact):
    """A tie was decided by lot: who came out of it, who drew and who saw it."""

    round_id: str
    candidate_id: str
    drawn_by: str
    witness: str


@fact("appointments.round_declared")
@dataclass(frozen=True)
class RoundDeclared(Fact):
    """The chair declared what a round came to, after any casting vote or lot."""

    round_id: str
    outcome: Outcome
    names: tuple[str, ...]


@fact("appointments.void_proposed")
@dataclass(frozen=True)
class RoundVoidProposed(Fact):
    """One of two people asks for a round to be taken again; without a reason, that is taken back."""

    round_id: str
    reason: str
    by: str


@fact("appointments.round_voided")
@dataclass(frozen=True)
class RoundVoided(Fact):
    """A second person agreed: the round counts for nothing and is taken again."""

    round_id: str
    reason: str
    proposed_by: str
    confirmed_by: str


@fact("appointments.made")
@dataclass(frozen=True)
class AppointmentMade(Fact):
    """It is done: who was appointed, in the order in which the seats were filled."""

    appointment_id: str
    candidate_ids: tuple[str, ...]
    names: tuple[str, ...]
    #: how many of them without a vote
    uncontested: int


@fact("appointments.ended")
@dataclass(frozen=True)
class AppointmentEnded(Fact):
    """The meeting let it go without filling every seat."""

    appointment_id: str
    reason: str
