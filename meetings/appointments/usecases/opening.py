"""Opening a round: who stands in it, who may vote in it, and who holds the shares of its key."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, insert, select

from meetings.appointments.box import fingerprint_of
from meetings.appointments.events import (
    RoundOpened,
    Standing,
)
from meetings.appointments.models import (
    Appointment,
    Candidate,
    Round,
    RoundRoll,
    RoundTeller,
    TellerDevice,
)
from meetings.appointments.rules import (
    WAYS,
    CandidateState,
    Names,
    Outcome,
    RoundKind,
    RoundState,
    RoundWay,
)
from meetings.appointments.usecases.holding import (
    body_of_appointment,
    no_round_under_way,
    running,
    standing_of,
)
from meetings.appointments.usecases.nominate import unwilling_refused
from meetings.bodies.queries import person_names
from meetings.db.engine import durability
from meetings.kernel.errors import Invalid, Unsafe, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.people.models import Account
from meetings.room.entitlement import voters_on
from meetings.room.queries import quorum_of
from meetings.room.rules import QUORUM_CITATION
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of
from meetings.voting.events import RollMember
from meetings.voting.usecases.start import no_vote_under_way


@dataclass(frozen=True)
class Share:
    """One teller's share of a round's key, sealed to their device."""

    account_id: str
    device_id: str
    sealed: str


@dataclass(frozen=True)
class Sealing:
    """What the opener made for a secret round. Nobody holds the private half."""

    round_id: str
    public_key: str
    reply_key: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class OpenRound:
    """The way is announced with the opening. `sealing` is there for a secret round on devices, and only there."""

    appointment_id: str
    way: RoundWay
    sealing: Sealing | None = None


@use_case(permission=Permission.RUN_MEETING, scope=body_of_appointment)
def open_round(work: Work, command: OpenRound) -> str:
    """Open the next round. Returns its id.

    Raises Unsafe when the database would not keep an acknowledged ballot through a power cut, and WrongState when
    there is nothing to vote on, something else is under way, or the meeting is not quorate.
    """
    found = durability(work.session.connection())
    if not found.ok:
        raise Unsafe(
            f"No round can be opened: {found.reason}. Take the vote on paper and tell the administrator."
        )
    appointment = running(work, command.appointment_id)
    meeting_id = appointment.meeting_id
    no_vote_under_way(work, meeting_id)
    no_round_under_way(work, meeting_id)
    _check_way(appointment, command)
    quorum = quorum_of(work.session, meeting_of(work.session, meeting_id))
    if not quorum.met:
        raise WrongState(
            f"The meeting is not quorate: {quorum.present} voting members are present and {quorum.needed} are needed "
            f"({QUORUM_CITATION})."
        )
    made = _new_round(work, appointment, command)
    voters = voters_on(work.session, meeting_id, appointment.item_id)
    if not voters:
        raise WrongState("Nobody who is present may vote on this item.")
    work.session.execute(insert(RoundRoll), [{"round_id": made.id, "person_id": v.person_id} for v in voters])
    roll = tuple(RollMember(v.person_id, v.name) for v in voters)
    _hand_out(work, made, command.sealing)
    work.record(meeting_id, _opened(work, made, roll, command.sealing))
    return made.id


def _check_way(appointment: Appointment, command: OpenRound) -> None:
    if command.way not in WAYS[appointment.names]:
        raise Invalid("This appointment cannot be voted on in that way.", {"way": "Choose another way"})
    sealed = appointment.names is Names.SECRET and command.way is RoundWay.DEVICES
    if sealed != (command.sealing is not None):
        raise WrongState("A secret round on devices needs the key that its envelopes are sealed with.")


def _new_round(work: Work, appointment: Appointment, command: OpenRound) -> Round:
    standing = standing_of(work, appointment.id)
    filled = work.session.scalar(
        select(func.count())
        .select_from(Candidate)
        .where(Candidate.appointment_id == appointment.id, Candidate.state == CandidateState.APPOINTED)
    )
    seat = (filled or 0) + 1
    if len(standing) <= appointment.seats - seat + 1:
        raise WrongState("No more stand than there are seats: nothing is voted on.")
    unwilling_refused(work, standing)
    kind, candidates = _what_next(work, appointment, seat, [c.id for c in standing])
    number = work.session.scalar(
        select(func.count()).select_from(Round).where(Round.appointment_id == appointment.id)
    )
    sealing = command.sealing
    made = Round(
        id=sealing.round_id if sealing else new_id(),
        appointment_id=appointment.id,
        meeting_id=appointment.meeting_id,
        number=(number or 0) + 1,
        seat=seat,
        kind=kind,
        way=command.way,
        names=appointment.names,
        state=RoundState.OPEN,
        candidates=candidates,
        opened_at=work.now,
        declined=False,
        settled="",
        void_reason="",
        public_key=sealing.public_key if sealing else "",
        reply_key=sealing.reply_key if sealing else "",
        box_root="",
    )
    work.session.add(made)
    work.session.flush()
    return made


def _what_next(
    work: Work, appointment: Appointment, seat: int, standing: list[str]
) -> tuple[RoundKind, list[str]]:
    """A run-off where the last round of this seat ended in one between people who still stand; else a ballot."""
    last = work.session.scalar(
        select(Round)
        .where(Round.appointment_id == appointment.id, Round.state == RoundState.DECLARED)
        .order_by(Round.number.desc())
        .limit(1)
    )
    if last is not None and last.seat == seat and last.outcome is Outcome.RUN_OFF:
        tied = [c for c in standing if c in (last.outcome_names or ())]
        if len(tied) == len(last.outcome_names or ()):
            return RoundKind.RUN_OFF, tied
    return RoundKind.BALLOT, standing


def _hand_out(work: Work, made: Round, sealing: Sealing | None) -> None:
    """Each teller's share waits for their device."""
    for share in sealing.shares if sealing else ():
        device = work.session.get(TellerDevice, share.device_id)
        if device is None or device.account_id != share.account_id or device.revoked_at is not None:
            raise WrongState("A teller's device is not in use any more: open the round again.")
        row = RoundTeller(
            round_id=made.id, account_id=share.account_id, device_id=share.device_id, share=share.sealed
        )
        work.session.add(row)
    work.session.flush()


def _opened(work: Work, made: Round, roll: tuple[RollMember, ...], sealing: Sealing | None) -> RoundOpened:
    people = dict(
        work.session.execute(
            select(Candidate.id, Candidate.person_id).where(Candidate.id.in_(made.candidates))
        ).all()
    )
    names = person_names(work.session, people.values())
    tellers: list[str] = []
    if sealing:
        ids = [s.account_id for s in sealing.shares]
        tellers = list(
            work.session.scalars(select(Account.name).where(Account.id.in_(ids)).order_by(Account.name))
        )
    return RoundOpened(
        round_id=made.id,
        appointment_id=made.appointment_id,
        number=made.number,
        seat=made.seat,
        kind=made.kind,
        way=made.way,
        names=made.names,
        candidates=tuple(Standing(c, names[people[c]]) for c in made.candidates),
        roll=roll,
        fingerprint=fingerprint_of(made.public_key) if made.public_key else "",
        tellers=tuple(tellers),
    )
