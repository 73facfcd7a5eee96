"""Opening, closing, declaring and voiding rounds, and who may vote in one while people come and go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select

from meetings.appointments.box import root_of
from meetings.appointments.events import (
    RoundClosed,
    RoundDeclared,
    RoundRollJoined,
    RoundRollLeft,
    RoundVoided,
    RoundVoidProposed,
)
from meetings.appointments.models import (
    Appointment,
    Candidate,
    Round,
    RoundBallot,
    RoundRoll,
)
from meetings.appointments.queries import envelopes_of, open_round_of
from meetings.appointments.rules import (
    COUNTED_BY_HAND,
    CandidateState,
    Names,
    Outcome,
    RoundState,
    RoundWay,
    tally,
)
from meetings.appointments.usecases.holding import (
    body_of_round,
    counted,
    held,
    held_in_session,
)
from meetings.appointments.usecases.nominate import finish, seat_next
from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.people.models import Account
from meetings.room.authority import second_person
from meetings.room.entitlement import voters_on
from meetings.room.events import MemberArrived, MemberLeft
from meetings.room.quorum import must_be_quorate
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

MAX_REASON = 2000


@dataclass(frozen=True)
class CloseRound:
    """`missing_seen` is how many names the clerk was shown as missing: closing asks again if that has changed."""

    round_id: str
    missing_seen: int


@dataclass(frozen=True)
class DeclareRound:
    """`read_back`: how long members have had the list of a recorded round before their eyes."""

    round_id: str
    read_back: timedelta = timedelta(0)


@dataclass(frozen=True)
class VoidRound:
    """The first to ask proposes it with a reason, a second person confirms it."""

    round_id: str
    reason: str = ""


@use_case(permission=Permission.RUN_MEETING, scope=body_of_round)
def close_round(work: Work, command: CloseRound) -> None:
    """Close the round. What was cast in the open is counted; sealed envelopes become a box that tellers open.

    Raises WrongState when it is not open, the meeting not quorate, or others are missing than the clerk was shown.
    """
    found = held_in_session(work, command.round_id, RoundState.OPEN)
    must_be_quorate(work, found.meeting_id)
    if found.way in COUNTED_BY_HAND:
        raise WrongState("Enter what was counted: that closes the round.")
    session = work.session
    roll = set(session.scalars(select(RoundRoll.person_id).where(RoundRoll.round_id == found.id)))
    ballots = dict(
        session.execute(
            select(RoundBallot.person_id, RoundBallot.choice).where(RoundBallot.round_id == found.id)
        ).all()
    )
    missing = roll - ballots.keys()
    if len(missing) > command.missing_seen:
        raise WrongState(
            f"{len(missing)} have not voted, not {command.missing_seen}: look at the names and close again."
        )
    found.state, found.closed_at = RoundState.CLOSED, work.now
    if _sealed(found):
        hashes = [h for h, _ in envelopes_of(session, found.id)]
        found.box_root, found.box_count = root_of(hashes), len(hashes)
    session.flush()
    box = (found.box_root, found.box_count or 0)
    fact = RoundClosed(found.id, len(roll), len(ballots), tuple(sorted(missing)), *box)
    work.record(found.meeting_id, fact)
    if not _sealed(found):
        votes, abstained = tally([c or "" for c in ballots.values()], found.candidates)
        counted(work, found, votes, abstained=abstained, none=len(missing))
    elif not ballots:
        # An empty box holds nothing that tellers could open.
        counted(work, found, dict.fromkeys(found.candidates, 0), abstained=0, none=len(missing))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_round)
def declare_round(work: Work, command: DeclareRound) -> None:
    """Declare what the round came to: somebody is appointed or drops out, or it is voted on again.

    Raises WrongState before the count, before a tie is decided, or while members read a recorded round back.
    """
    found = held_in_session(work, command.round_id, RoundState.COUNTED)
    if found.void_by is not None:
        raise WrongState(
            "It is proposed to void this round: a second person confirms that, or it is taken back."
        )
    if found.outcome in (Outcome.TIE_FINAL, Outcome.TIE_LOWEST):
        raise WrongState("It is a tie: it is decided first, by whoever presides or by lot.")
    assert found.closed_at is not None
    ready = found.closed_at + command.read_back
    if found.names is Names.RECORDED and work.now < ready:
        wait = (ready - work.now).total_seconds()
        raise WrongState(f"Members are checking the list: declare the result in {wait:.0f} seconds.")
    found.state, found.declared_at = RoundState.DECLARED, work.now
    work.session.flush()
    assert found.outcome is not None
    names = tuple(found.outcome_names or ())
    work.record(found.meeting_id, RoundDeclared(found.id, found.outcome, names))
    _carry_out(work, found, names)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_round)
def propose_void(work: Work, command: VoidRound) -> None:
    """Ask for a round to be taken again, before it is declared. Raises Invalid without a reason."""
    found = held(work, command.round_id, RoundState.OPEN, RoundState.CLOSED, RoundState.COUNTED)
    reason = command.reason.strip()
    if not reason:
        raise Invalid("Say why the round is to be taken again: it is minuted.", {"reason": "Enter a reason"})
    if len(reason) > MAX_REASON:
        raise Invalid(f"A reason can have {MAX_REASON:,} characters.", {"reason": "Too long"})
    found.void_reason, found.void_by = reason, work.actor.account_id
    work.session.flush()
    work.record(found.meeting_id, RoundVoidProposed(found.id, reason, work.actor.name))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_round)
def take_back_void(work: Work, command: VoidRound) -> None:
    """The round stands after all. Raises WrongState when nobody has proposed otherwise."""
    found = held(work, command.round_id, RoundState.OPEN, RoundState.CLOSED, RoundState.COUNTED)
    if found.void_by is None:
        raise WrongState("Nobody has proposed to take this round again.")
    found.void_reason, found.void_by = "", None
    work.session.flush()
    work.record(found.meeting_id, RoundVoidProposed(found.id, "", work.actor.name))


@use_case(permission=None)
def confirm_void(work: Work, command: VoidRound) -> None:
    """A second person agrees: the round counts for nothing. Raises Denied, WrongState."""
    found = held(work, command.round_id, RoundState.OPEN, RoundState.CLOSED, RoundState.COUNTED)
    if found.void_by is None:
        raise WrongState("Nobody has proposed that.")
    second_person(work, found.meeting_id, found.void_by)
    found.state = RoundState.VOID
    work.session.flush()
    by = work.session.scalar(select(Account.name).where(Account.id == found.void_by)) or ""
    work.record(found.meeting_id, RoundVoided(found.id, found.void_reason, by, work.actor.name))


def join_roll(work: Work, meeting_id: str, fact: MemberArrived) -> None:
    """A voting member who arrives while a round is open may still vote in it."""
    found = _open(work, meeting_id)
    if found is not None and fact.person_id in _entitled(work, found):
        _join(work, found, fact.person_id, fact.name)


def leave_roll(work: Work, meeting_id: str, fact: MemberLeft) -> None:
    """Who leaves without having voted is absent from the round; a ballot cast before leaving stands."""
    found = _open(work, meeting_id)
    if found is not None:
        _leave(work, found, fact.person_id, fact.name)


def follow_entitlement(work: Work, meeting_id: str) -> None:
    """Somebody may or may not take part in the item any longer while a round is open: the roll follows."""
    found = _open(work, meeting_id)
    if found is None:
        return
    entitled = _entitled(work, found)
    on_roll = set(work.session.scalars(select(RoundRoll.person_id).where(RoundRoll.round_id == found.id)))
    names = person_names(work.session, entitled ^ on_roll)
    for person_id in sorted(on_roll - entitled):
        _leave(work, found, person_id, names[person_id])
    for person_id in sorted(entitled - on_roll):
        _join(work, found, person_id, names[person_id])


def _open(work: Work, meeting_id: str) -> Round | None:
    found = open_round_of(work.session, meeting_id)
    return found if found is not None and found.state is RoundState.OPEN else None


def _entitled(work: Work, found: Round) -> set[str]:
    appointment = work.session.get(Appointment, found.appointment_id)
    assert appointment is not None
    return {v.person_id for v in voters_on(work.session, found.meeting_id, appointment.item_id)}


def _join(work: Work, found: Round, person_id: str, name: str) -> None:
    if work.session.get(RoundRoll, (found.id, person_id)) is None:
        work.session.execute(insert(RoundRoll).values(round_id=found.id, person_id=person_id))
        work.record(found.meeting_id, RoundRollJoined(found.id, person_id, name))


def _leave(work: Work, found: Round, person_id: str, name: str) -> None:
    if work.session.get(RoundBallot, (found.id, person_id)) is not None:
        return
    mine = (RoundRoll.round_id == found.id) & (RoundRoll.person_id == person_id)
    if work.session.execute(delete(RoundRoll).where(mine).returning(RoundRoll.person_id)).all():
        work.record(found.meeting_id, RoundRollLeft(found.id, person_id, name))


def _sealed(found: Round) -> bool:
    return found.names is Names.SECRET and found.way is RoundWay.DEVICES


def _carry_out(work: Work, found: Round, names: tuple[str, ...]) -> None:
    """What the declared outcome does to the candidates."""
    if found.outcome is Outcome.DROPPED:
        (dropped,) = names
        _candidate(work, dropped).state = CandidateState.DROPPED
        work.session.flush()
    if found.outcome is not Outcome.ELECTED:
        return
    appointment = work.session.get(Appointment, found.appointment_id)
    assert appointment is not None
    filled = seat_next(work, appointment.id, _candidate(work, names[0]))
    if filled == appointment.seats:
        finish(work, appointment)
        return
    # For the next seat everybody who lost in this one stands again.
    for candidate in work.session.scalars(
        select(Candidate).where(
            Candidate.appointment_id == appointment.id, Candidate.state == CandidateState.DROPPED
        )
    ):
        candidate.state = CandidateState.STANDING
    work.session.flush()


def _candidate(work: Work, candidate_id: str) -> Candidate:
    candidate = work.session.get(Candidate, candidate_id)
    assert candidate is not None
    return candidate
