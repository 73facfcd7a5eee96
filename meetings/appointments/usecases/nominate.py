"""Opening an appointment, nominating, consenting, withdrawing, and appointing without a contest."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.appointments.events import (
    AppointmentEnded,
    AppointmentMade,
    AppointmentOpened,
    CandidateConsented,
    CandidateNominated,
    CandidateWithdrawn,
)
from meetings.appointments.models import Appointment, Candidate
from meetings.appointments.queries import final_tie_by_law, policy_of, running_of
from meetings.appointments.rules import AppointmentState, CandidateState, Names
from meetings.appointments.usecases.holding import (
    body_of_appointment,
    candidates_of,
    no_round_under_way,
    running,
    standing_of,
)
from meetings.bodies.queries import person_names
from meetings.exclusion.queries import private_now
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.room.queries import voters_here
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.voting.usecases.start import no_vote_under_way

MOST_SEATS = 20


@dataclass(frozen=True)
class OpenAppointment:
    """`names` None: as the body's rules have it. A body that votes in secret cannot be made to vote in the open."""

    meeting_id: str
    title: str
    seats: int = 1
    names: Names | None = None


@dataclass(frozen=True)
class Nominate:
    """The clerk enters a nomination, or a member makes one in their own name."""

    appointment_id: str
    person_id: str
    proposer_id: str
    seconder_id: str | None = None
    consent: bool = False


@dataclass(frozen=True)
class OfCandidate:
    """What a candidate does, or the clerk on their word."""

    appointment_id: str
    candidate_id: str


@dataclass(frozen=True)
class AppointUncontested:
    """No more stand than there are seats."""

    appointment_id: str


@dataclass(frozen=True)
class EndAppointment:
    """Let it go: adjourned to another meeting, or nobody is willing."""

    appointment_id: str
    reason: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def open_appointment(work: Work, command: OpenAppointment) -> str:
    """Put an appointment before the meeting, on the item being taken. Returns its id. Raises Invalid, WrongState."""
    room = open_room(work, command.meeting_id)
    if room.item_id is None:
        raise WrongState("Take an item first: an appointment is made at an item.")
    no_vote_under_way(work, command.meeting_id)
    if running_of(work.session, command.meeting_id) is not None:
        raise WrongState("Another appointment is under way: finish it first.")
    title = " ".join(command.title.split())
    if not title or len(title) > 300:
        raise Invalid("Say what the appointment is to.", {"title": "Enter the post, in 300 letters at most"})
    if not 1 <= command.seats <= MOST_SEATS:
        raise Invalid("Check how many are to be appointed.", {"seats": f"From 1 to {MOST_SEATS}"})
    policy = policy_of(work.session, meeting_of(work.session, command.meeting_id).body_id)
    names = command.names or policy.names
    if policy.names is Names.SECRET and names is not Names.SECRET:
        raise WrongState("This body's rules have appointments voted on in secret.")
    appointment = Appointment(
        id=new_id(),
        meeting_id=command.meeting_id,
        item_id=room.item_id,
        title=title,
        seats=command.seats,
        state=AppointmentState.OPEN,
        names=names,
        rule=policy.rule,
        lowest_tie=policy.lowest_tie,
        final_tie=policy.final_tie or final_tie_by_law(work.session),
        private=private_now(work.session, command.meeting_id),
        opened_at=work.now,
        end_reason="",
    )
    work.session.add(appointment)
    work.session.flush()
    a = appointment
    fact = AppointmentOpened(a.id, a.item_id, title, a.seats, names, a.rule, a.lowest_tie, a.final_tie)
    work.record(command.meeting_id, fact)
    return appointment.id


@use_case(permission=None)
def nominate(work: Work, command: Nominate) -> str:
    """Nominate somebody. Returns the candidate's id. Raises Denied, Invalid, WrongState."""
    appointment = running(work, command.appointment_id)
    if not _is_clerk(work, appointment):
        if work.actor.person_id is None or work.actor.person_id != command.proposer_id:
            raise Denied("Members nominate in their own name; the clerk enters nominations made aloud.")
        if command.consent and command.person_id != work.actor.person_id:
            raise Denied("Only the nominee or the clerk can say that they are willing.")
    no_round_under_way(work, appointment.meeting_id)
    if any(c.state is not CandidateState.STANDING for c in candidates_of(work, appointment.id)):
        raise WrongState("Nominations are closed: voting or appointing has begun.")
    _check_people(work, appointment, command)
    position = work.session.scalar(
        select(func.count()).select_from(Candidate).where(Candidate.appointment_id == appointment.id)
    )
    candidate = Candidate(
        id=new_id(),
        appointment_id=appointment.id,
        person_id=command.person_id,
        position=(position or 0) + 1,
        proposer_id=command.proposer_id,
        seconder_id=command.seconder_id,
        consented=command.consent,
        state=CandidateState.STANDING,
    )
    work.session.add(candidate)
    work.session.flush()
    work.record(appointment.meeting_id, _nominated(work, candidate))
    return candidate.id


@use_case(permission=None)
def consent(work: Work, command: OfCandidate) -> None:
    """A nominee is willing to serve. Raises Denied, WrongState."""
    appointment, candidate, name = _own(work, command)
    if candidate.consented:
        return
    candidate.consented = True
    work.record(appointment.meeting_id, CandidateConsented(appointment.id, candidate.id, name))


@use_case(permission=None)
def withdraw(work: Work, command: OfCandidate) -> None:
    """A candidate withdraws, before the first round or between two. Raises Denied, WrongState."""
    appointment, candidate, name = _own(work, command)
    no_round_under_way(work, appointment.meeting_id)
    if candidate.state is not CandidateState.STANDING:
        raise WrongState(f"{name} does not stand any more.")
    candidate.state = CandidateState.WITHDRAWN
    work.record(appointment.meeting_id, CandidateWithdrawn(appointment.id, candidate.id, name))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_appointment)
def appoint_uncontested(work: Work, command: AppointUncontested) -> None:
    """Appoint everybody who stands, since there are seats for all. Raises WrongState."""
    appointment = running(work, command.appointment_id)
    no_round_under_way(work, appointment.meeting_id)
    standing = standing_of(work, appointment.id)
    free = appointment.seats - len(_seated(work, appointment.id))
    if not standing:
        raise WrongState("Nobody stands. Take nominations, or end the appointment with a reason.")
    if len(standing) > free:
        raise WrongState(f"{len(standing)} stand for {free}: a vote is taken.")
    unwilling_refused(work, standing)
    for candidate in standing:
        seat_next(work, appointment.id, candidate)
    finish(work, appointment, uncontested=len(standing))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_appointment)
def end_appointment(work: Work, command: EndAppointment) -> None:
    """Let the appointment go; whoever has a seat keeps it. Raises Invalid without a reason, WrongState."""
    appointment = running(work, command.appointment_id)
    no_round_under_way(work, appointment.meeting_id)
    reason = command.reason.strip()
    if not reason:
        raise Invalid("Say why the appointment is not made: it is minuted.", {"reason": "Enter a reason"})
    appointment.state, appointment.finished_at = AppointmentState.ENDED, work.now
    appointment.end_reason = reason
    work.session.flush()
    work.record(appointment.meeting_id, AppointmentEnded(appointment.id, reason))


def finish(work: Work, appointment: Appointment, *, uncontested: int = 0) -> None:
    """Every seat that could be filled is."""
    seated = _seated(work, appointment.id)
    names = person_names(work.session, [c.person_id for c in seated])
    appointment.state, appointment.finished_at = AppointmentState.MADE, work.now
    work.session.flush()
    fact = AppointmentMade(
        appointment.id, tuple(c.id for c in seated), tuple(names[c.person_id] for c in seated), uncontested
    )
    work.record(appointment.meeting_id, fact)


def seat_next(work: Work, appointment_id: str, candidate: Candidate) -> int:
    """Give a candidate the next seat; how many are filled then."""
    filled = len(_seated(work, appointment_id)) + 1
    candidate.state, candidate.seat = CandidateState.APPOINTED, filled
    work.session.flush()
    return filled


def unwilling_refused(work: Work, candidates: list[Candidate]) -> None:
    """Nobody is voted on who has not consented. Raises WrongState, naming them."""
    unsaid = [c.person_id for c in candidates if not c.consented]
    if unsaid:
        names = person_names(work.session, unsaid)
        raise WrongState(
            f"Not known to be willing: {', '.join(names[p] for p in unsaid)}. Enter the consent, or the withdrawal."
        )


def _seated(work: Work, appointment_id: str) -> list[Candidate]:
    found = [c for c in candidates_of(work, appointment_id) if c.state is CandidateState.APPOINTED]
    return sorted(found, key=lambda c: c.seat or 0)


def _is_clerk(work: Work, appointment: Appointment) -> bool:
    body_id = meeting_of(work.session, appointment.meeting_id).body_id
    return work.actor.is_system or work.actor.may(Permission.RUN_MEETING, body_id, work.today)


def _own(work: Work, command: OfCandidate) -> tuple[Appointment, Candidate, str]:
    """The appointment, the candidate and their name, for the candidate and the clerk."""
    appointment = running(work, command.appointment_id)
    candidate = work.session.get(Candidate, command.candidate_id)
    if candidate is None or candidate.appointment_id != appointment.id:
        raise NotFound("There is no such candidate.")
    if not _is_clerk(work, appointment) and work.actor.person_id != candidate.person_id:
        raise Denied("Only the candidate or the clerk can do this.")
    return appointment, candidate, person_names(work.session, [candidate.person_id])[candidate.person_id]


def _check_people(work: Work, appointment: Appointment, command: Nominate) -> None:
    problems = {}
    present = {h.person_id for h in voters_here(work.session, appointment.meeting_id)}
    if command.person_id not in person_names(work.session, [command.person_id]):
        problems["person_id"] = "Choose who is nominated"
    elif command.person_id in {c.person_id for c in candidates_of(work, appointment.id)}:
        problems["person_id"] = "Nominated already"
    if command.proposer_id not in present:
        problems["proposer_id"] = "Choose a voting member who is present"
    if command.seconder_id is not None and command.seconder_id not in present:
        problems["seconder_id"] = "Choose a voting member who is present"
    elif command.seconder_id == command.proposer_id:
        problems["seconder_id"] = "The proposer cannot second"
    if problems:
        raise Invalid("Check the nomination.", problems)


def _nominated(work: Work, c: Candidate) -> CandidateNominated:
    names = person_names(work.session, [p for p in (c.person_id, c.proposer_id, c.seconder_id) if p])
    return CandidateNominated(
        appointment_id=c.appointment_id,
        candidate_id=c.id,
        person_id=c.person_id,
        name=names[c.person_id],
        proposer_id=c.proposer_id,
        proposer=names[c.proposer_id],
        seconder_id=c.seconder_id or "",
        seconder=names.get(c.seconder_id or "", ""),
        consent=c.consented,
    )
