"""What every step of an appointment begins with: its rows, locked behind their meeting."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.appointments.events import RoundCounted, Votes
from meetings.appointments.models import Appointment, Candidate, Round
from meetings.appointments.queries import open_round_of
from meetings.appointments.rules import (
    AppointmentState,
    CandidateState,
    RoundState,
    outcome_of,
)
from meetings.kernel.errors import NotFound, WrongState
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.work import Work
from meetings.schedule.queries import meeting_of


def body_of_appointment(session: Session, command: object) -> str:
    """The body whose appointment it is, for the permission. Raises NotFound."""
    appointment = session.get(Appointment, getattr(command, "appointment_id", ""))
    if appointment is None:
        raise NotFound("There is no such appointment.")
    return meeting_of(session, appointment.meeting_id).body_id


def body_of_round(session: Session, command: object) -> str:
    """The same from a round. Raises NotFound."""
    found = session.get(Round, getattr(command, "round_id", ""))
    if found is None:
        raise NotFound("There is no such round.")
    return meeting_of(session, found.meeting_id).body_id


def running(work: Work, appointment_id: str) -> Appointment:
    """The appointment, in the room of an open meeting, locked. Raises NotFound, or WrongState once it is finished."""
    meeting_id = work.session.scalar(select(Appointment.meeting_id).where(Appointment.id == appointment_id))
    if meeting_id is None:
        raise NotFound("There is no such appointment.")
    open_room(work, meeting_id)
    appointment = work.session.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert appointment is not None
    if appointment.state is not AppointmentState.OPEN:
        raise WrongState("This appointment is finished.")
    return appointment


def held(work: Work, round_id: str, *states: RoundState) -> Round:
    """A round, locked behind its meeting. Raises NotFound, or WrongState when it is in none of these states."""
    meeting_id = work.session.scalar(select(Round.meeting_id).where(Round.id == round_id))
    if meeting_id is None:
        raise NotFound("There is no such round.")
    locked(work, meeting_id)
    found = work.session.scalar(
        select(Round).where(Round.id == round_id).with_for_update().execution_options(populate_existing=True)
    )
    assert found is not None
    if found.state not in states:
        raise WrongState(_WHERE[found.state])
    return found


def held_in_session(work: Work, round_id: str, *states: RoundState) -> Round:
    """The same while the meeting sits: during an adjournment a round rests."""
    found = held(work, round_id, *states)
    open_room(work, found.meeting_id)
    return found


_WHERE = {
    RoundState.OPEN: "The round is still open: close it first.",
    RoundState.CLOSED: "The round is closed and its count is still to come.",
    RoundState.COUNTED: "The round is counted already.",
    RoundState.DECLARED: "The round is declared already.",
    RoundState.VOID: "The round was declared void.",
}


def candidates_of(work: Work, appointment_id: str) -> list[Candidate]:
    """Everybody nominated, in order."""
    query = select(Candidate).where(Candidate.appointment_id == appointment_id)
    return list(work.session.scalars(query.order_by(Candidate.position)))


def standing_of(work: Work, appointment_id: str) -> list[Candidate]:
    """Those who still stand for the seat being filled."""
    return [c for c in candidates_of(work, appointment_id) if c.state is CandidateState.STANDING]


def no_round_under_way(work: Work, meeting_id: str) -> None:
    """Hold back what must not happen during a round. Raises WrongState."""
    if open_round_of(work.session, meeting_id) is not None:
        raise WrongState("A round of voting on an appointment is under way: close and declare it first.")


def counted(
    work: Work,
    found: Round,
    votes: Mapping[str, int],
    *,
    abstained: int,
    none: int,
    spoilt: int = 0,
    confirmed_by: str = "",
) -> None:
    """Keep the figures of a round, all in one row, and say what they come to."""
    appointment = work.session.get(Appointment, found.appointment_id)
    assert appointment is not None
    standing = [c.id for c in standing_of(work, appointment.id)]
    ordered = {c: votes[c] for c in found.candidates}
    came = outcome_of(appointment.rule, ordered, standing, found.kind)
    found.votes, found.abstained, found.none, found.spoilt = list(ordered.values()), abstained, none, spoilt
    found.outcome, found.outcome_names, found.state = came.outcome, list(came.names), RoundState.COUNTED
    work.session.flush()
    figures = tuple(Votes(c, n) for c, n in ordered.items())
    fact = RoundCounted(found.id, figures, abstained, none, spoilt, came.outcome, came.names, confirmed_by)
    work.record(found.meeting_id, fact)
