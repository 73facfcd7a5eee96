"""Which facts change the live part, what people coming and going does to a roll, and what waits for a round."""

from __future__ import annotations

from meetings.agendas.events import AgendaPublished
from meetings.appointments import events
from meetings.appointments import live as live
from meetings.appointments import teller_events as teller_events
from meetings.appointments.models import RoundRoll
from meetings.appointments.queries import open_round_of, running_of
from meetings.appointments.usecases.holding import no_round_under_way
from meetings.appointments.usecases.rounds import follow_entitlement, join_roll, leave_roll
from meetings.kernel.errors import WrongState
from meetings.proof.notary import sealed_soon
from meetings.room.entitlement import on_entitlement
from meetings.room.events import ChairTaken, ItemTaken, MeetingOpened, MemberArrived, MemberLeft
from meetings.room.usecases.attendance import before_correction
from meetings.room.usecases.meeting import before_closing, before_moving_on
from meetings.runtime.reactions import on, push, then
from meetings.runtime.work import Work
from meetings.voting.usecases.start import before_opening_vote

_PART = push("appointment")


def not_on_an_open_roll(work: Work, meeting_id: str, person_id: str) -> None:
    """Nobody is taken off the attendance list as if they had never been there while they are on a round's roll."""
    found = open_round_of(work.session, meeting_id)
    if found is not None and work.session.get(RoundRoll, (found.id, person_id)) is not None:
        raise WrongState("They are on the roll of the round under way. Mark them as left instead.")


def no_appointment_under_way(work: Work, meeting_id: str) -> None:
    """An item is not left, and a meeting not closed, in the middle of an appointment."""
    no_round_under_way(work, meeting_id)
    found = running_of(work.session, meeting_id)
    if found is not None:
        raise WrongState(
            f"The appointment “{found.title[:80]}” is not finished: make it, or end it with a reason."
        )


def no_round_beside_a_vote(work: Work, meeting_id: str, _motion: object) -> None:
    """One thing is voted on at a time."""
    no_round_under_way(work, meeting_id)


for _kind in (
    events.AppointmentOpened,
    events.CandidateNominated,
    events.CandidateConsented,
    events.CandidateWithdrawn,
    events.RoundOpened,
    events.RoundRollJoined,
    events.RoundRollLeft,
    events.RoundBallotCast,
    events.EnvelopeCast,
    events.RoundClosed,
    events.CountsEntered,
    events.BoxApproved,
    events.RoundCounted,
    events.TieDecided,
    events.LotDrawn,
    events.RoundDeclared,
    events.RoundVoidProposed,
    events.RoundVoided,
    events.AppointmentMade,
    events.AppointmentEnded,
    ItemTaken,
    MeetingOpened,
    ChairTaken,
    AgendaPublished,
):
    on(_kind, _PART)
sealed_soon(events.RoundClosed, events.RoundDeclared, events.AppointmentMade)
on(MemberArrived, _PART, then(join_roll))
on(MemberLeft, _PART, then(leave_roll))
before_closing(no_appointment_under_way)
before_moving_on(no_appointment_under_way)
before_correction(not_on_an_open_roll)
before_opening_vote(no_round_beside_a_vote)
on_entitlement(follow_entitlement)
