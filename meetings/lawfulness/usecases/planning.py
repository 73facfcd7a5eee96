"""Publishing an agenda at a time: set, called off, done, or failed with the reason said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.checks import publication_checks
from meetings.agendas.content import without_number
from meetings.agendas.queries import working_agenda
from meetings.agendas.usecases import PublishAgenda, editable, publish_agenda
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.facts import Fact
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.lawfulness.events import PublicationCalledOff, PublicationFailed, PublicationPlanned
from meetings.lawfulness.models import PlannedPublication, Waiting
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.schedule.queries import body_of_meeting, meeting_of

_TWICE = "This agenda is set to be published at a time already. Call that off first."
CONFLICTS.update({"planned_publication.meeting_id": _TWICE, "uq_planned_publication_waiting": _TWICE})
LONGEST_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class PlanPublication:
    """`seen` is the mark of the agenda that was checked: if it changes before its time it is not published."""

    meeting_id: str
    at: datetime
    note: str = ""
    seen: str | None = None


@dataclass(frozen=True)
class CallOff:
    """Do not publish it then."""

    meeting_id: str


@dataclass(frozen=True)
class PublishPlanned:
    """Its time has come."""

    planned_id: str


@dataclass(frozen=True)
class NoteFailure:
    """It could not be published."""

    planned_id: str
    reason: str


def _body_of_planned(session: Session, command: PublishPlanned) -> str:
    body_id = session.scalar(
        select(Meeting.body_id)
        .join(PlannedPublication, PlannedPublication.meeting_id == Meeting.id)
        .where(PlannedPublication.id == command.planned_id)
    )
    if body_id is None:
        raise NotFound("There is no such planned publication.")
    return body_id


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def plan_publication(work: Work, command: PlanPublication) -> str:
    """Set the time. The id. Raises Invalid for a wrong time and for what blocks, WrongState if one is set already."""
    meeting = editable(work, command.meeting_id)
    working = working_agenda(work.session, meeting.id)
    note = command.note.strip()
    if command.seen is not None and command.seen != without_number(working):
        raise WrongState("The agenda was changed while you were checking it. Look at it again, then publish.")
    _time_must_do(work, command.at, meeting.starts_at)
    if meeting.agenda_version and not note:
        words = "Say what has changed since the last version; readers see this"
        raise Invalid("Say what has changed.", {"note": words})
    row = meeting_of(work.session, meeting.id)
    blocking = [
        c.text
        for c in publication_checks(work.session, row, working, command.at.astimezone(work.timezone))
        if c.blocks
    ]
    if blocking:
        raise Invalid("The agenda cannot be published yet: " + " ".join(blocking))
    if _waiting(work, meeting.id) is not None:
        raise WrongState(_TWICE)
    assert work.actor.account_id is not None, "only people set a time"
    planned = PlannedPublication(id=new_id(), meeting_id=meeting.id, at=command.at, note=note)
    planned.seen, planned.set_by, planned.set_by_id = (
        without_number(working),
        work.actor.name,
        work.actor.account_id,
    )
    planned.set_at, planned.state, planned.outcome = work.now, Waiting.WAITING, ""
    work.session.add(planned)
    work.record(meeting.id, PublicationPlanned(planned.id, command.at, note))
    return planned.id


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def call_off_publication(work: Work, command: CallOff) -> None:
    """Raises WrongState if nothing waits."""
    planned = _waiting(work, command.meeting_id)
    if planned is None:
        raise WrongState("No publication waits for its time. It may just have been published: look again.")
    planned.state, planned.done_at = Waiting.CALLED_OFF, work.now
    planned.outcome = f"Called off by {work.actor.name}"
    work.record(command.meeting_id, PublicationCalledOff(planned.id))


@use_case(permission=Permission.PUBLISH, scope=_body_of_planned)
def publish_planned(work: Work, command: PublishPlanned) -> int | None:
    """Publish it, as whoever set the time. The version's number; None if that was done or called off already.

    Raises what publishing raises: the agenda must still be the one that was checked.
    """
    planned = work.session.get(PlannedPublication, command.planned_id, with_for_update=True)
    if planned is None or planned.state is not Waiting.WAITING:
        return None
    if planned.at > work.now:
        raise WrongState("Its time has not come yet.")
    number = publish_agenda(work, PublishAgenda(planned.meeting_id, planned.note, planned.seen))
    planned.state, planned.done_at, planned.outcome = Waiting.DONE, work.now, f"Version {number}"
    return number


def fall_with_agenda(work: Work, meeting_id: str, _fact: object) -> None:
    """Who takes an agenda back does not want it to be there again by itself: what waits for its time is called off."""
    planned = _waiting(work, meeting_id)
    if planned is not None:
        planned.state, planned.done_at = Waiting.CALLED_OFF, work.now
        planned.outcome = f"Called off: {work.actor.name} took the agenda back"
        work.record(meeting_id, PublicationCalledOff(planned.id))


def published_before_its_time(work: Work, stream_id: str, fact: Fact) -> None:
    """Somebody published the agenda by hand: what waited for its time would only fail then."""
    planned = _waiting(work, stream_id)
    if planned is None or planned.at <= work.now:
        return
    planned.state, planned.done_at = Waiting.CALLED_OFF, work.now
    planned.outcome = f"Published before by {work.actor.name}"
    work.record(stream_id, PublicationCalledOff(planned.id))


@use_case(permission=None, system_only=True)
def note_failure(work: Work, command: NoteFailure) -> None:
    """Keep why it was not published. Nothing happens if it no longer waits."""
    planned = work.session.get(PlannedPublication, command.planned_id, with_for_update=True)
    if planned is None or planned.state is not Waiting.WAITING:
        return
    planned.state, planned.done_at, planned.outcome = Waiting.FAILED, work.now, command.reason
    work.record(planned.meeting_id, PublicationFailed(planned.id, command.reason))


def _waiting(work: Work, meeting_id: str) -> PlannedPublication | None:
    query = select(PlannedPublication).where(
        PlannedPublication.meeting_id == meeting_id, PlannedPublication.state == Waiting.WAITING
    )
    return work.session.scalar(query.with_for_update())


def _time_must_do(work: Work, at: datetime, starts_at: datetime) -> None:
    if at <= work.now:
        problem = "Choose a time that is still to come"
    elif at >= starts_at:
        problem = "Choose a time before the meeting begins"
    elif at > work.now + LONGEST_AHEAD:
        problem = "Choose a time within the next 90 days"
    else:
        return
    raise Invalid(f"{problem}.", {"at-date": problem})
