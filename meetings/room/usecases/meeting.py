"""Opening, adjourning, resuming and closing; which item is taken; who presides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from meetings.agendas.content import ContentItem
from meetings.agendas.models import ItemKind
from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.room import queries
from meetings.room.authority import clerk_or_chair
from meetings.room.events import (
    ChairTaken,
    ItemTaken,
    MeetingAdjourned,
    MeetingClosed,
    MeetingOpened,
    MeetingResumed,
)
from meetings.room.models import RoomState
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import MeetingRow, body_of_meeting, meeting_of


@dataclass(frozen=True)
class OpenMeeting:
    """`presiding_id` is who takes the chair; they must be marked present."""

    meeting_id: str
    presiding_id: str


@dataclass(frozen=True)
class AdjournMeeting:
    """For a break or to another day: `until` is when it goes on, as far as that is known."""

    meeting_id: str
    reason: str = ""
    until: datetime | None = None
    place: str = ""


@dataclass(frozen=True)
class ResumeMeeting:
    """After an adjournment."""

    meeting_id: str


@dataclass(frozen=True)
class CloseMeeting:
    """For good."""

    meeting_id: str


@dataclass(frozen=True)
class TakeItem:
    """Put an item before the meeting."""

    meeting_id: str
    item_id: str


@dataclass(frozen=True)
class TakeChair:
    """Somebody who is present presides from now on."""

    meeting_id: str
    person_id: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def open_meeting(work: Work, command: OpenMeeting) -> None:
    """Open the meeting. Raises WrongState unless it is planned and its agenda is published."""
    meeting = locked(work, command.meeting_id)
    if meeting.status is not MeetingStatus.PLANNED:
        raise WrongState("This meeting is open or over already.")
    if meeting.agenda_version == 0:
        raise WrongState("Publish the agenda first: only business on a published agenda can be taken.")
    name = _present_name(work, meeting.id, command.presiding_id)
    work.session.add(RoomState(meeting_id=meeting.id, presiding_id=command.presiding_id))
    _set(work, meeting.id, status=MeetingStatus.OPEN, opened_at=work.now)
    work.record(meeting.id, MeetingOpened(command.presiding_id, name))


@use_case(permission=None)
def adjourn_meeting(work: Work, command: AdjournMeeting) -> None:
    """Adjourn. Raises WrongState unless the meeting is open, Denied unless the clerk or whoever presides acts."""
    clerk_or_chair(work, command.meeting_id)
    open_room(work, command.meeting_id)
    if command.until is not None and command.until <= work.now:
        raise Invalid("The meeting must go on later than now.", {"until": "A time that is still to come"})
    _set(work, command.meeting_id, status=MeetingStatus.ADJOURNED)
    work.record(
        command.meeting_id, MeetingAdjourned(command.reason.strip(), command.until, command.place.strip())
    )


@use_case(permission=None)
def resume_meeting(work: Work, command: ResumeMeeting) -> None:
    """Resume. Raises WrongState unless the meeting is adjourned, Denied unless the clerk or whoever presides acts."""
    clerk_or_chair(work, command.meeting_id)
    meeting = locked(work, command.meeting_id)
    if meeting.status is not MeetingStatus.ADJOURNED:
        raise WrongState("The meeting is not adjourned.")
    _set(work, meeting.id, status=MeetingStatus.OPEN)
    work.record(meeting.id, MeetingResumed())


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def close_meeting(work: Work, command: CloseMeeting) -> None:
    """Close the meeting. What must be finished first is said by those who know: see `before_closing`."""
    meeting = locked(work, command.meeting_id)
    if meeting.status not in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED):
        raise WrongState("The meeting is not open.")
    for check in _BEFORE_CLOSING:
        check(work, meeting.id)
    _set(work, meeting.id, status=MeetingStatus.CLOSED, closed_at=work.now)
    work.record(meeting.id, MeetingClosed())


@use_case(permission=None)
def take_item(work: Work, command: TakeItem) -> None:
    """Put an item before the meeting. Raises WrongState while a vote is open, NotFound for an unknown item."""
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    items = {i.id: i for i in queries.items_of(work.session, command.meeting_id) if i.kind is ItemKind.ITEM}
    item = items.get(command.item_id)
    if item is None:
        raise NotFound("That item is not on the published agenda.")
    if room.item_id == item.id:
        return
    for check in _BEFORE_MOVING_ON:
        check(work, command.meeting_id)
    for may_be_taken in _BEFORE_TAKING:
        may_be_taken(work, command.meeting_id, item)
    room.item_id, room.item_taken_at = item.id, work.now
    work.record(command.meeting_id, ItemTaken(item.id, item.number, item.title))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def take_chair(work: Work, command: TakeChair) -> None:
    """Change who presides. Raises Invalid unless that person is present."""
    room = open_room(work, command.meeting_id)
    if room.presiding_id == command.person_id:
        return
    name = _present_name(work, command.meeting_id, command.person_id)
    room.presiding_id = command.person_id
    work.record(command.meeting_id, ChairTaken(command.person_id, name))


#: Called with the work and the meeting; raises to hold back.
Check = Callable[[Work, str], None]
_BEFORE_CLOSING: list[Check] = []
_BEFORE_MOVING_ON: list[Check] = []
#: The same, with the item that would be taken.
ItemCheck = Callable[[Work, str, ContentItem], None]
_BEFORE_TAKING: list[ItemCheck] = []


def before_closing(check: Check) -> None:
    """Let a higher feature hold the close back: it raises WrongState with what is to be done first."""
    if check not in _BEFORE_CLOSING:
        _BEFORE_CLOSING.append(check)


def before_moving_on(check: Check) -> None:
    """Let a higher feature hold back the move to another item."""
    if check not in _BEFORE_MOVING_ON:
        _BEFORE_MOVING_ON.append(check)


def before_taking(check: ItemCheck) -> None:
    """Let a higher feature hold back one item."""
    if check not in _BEFORE_TAKING:
        _BEFORE_TAKING.append(check)


def locked(work: Work, meeting_id: str) -> MeetingRow:
    """The meeting, locked until the end of the transaction. Raises NotFound."""
    work.session.execute(update(Meeting).where(Meeting.id == meeting_id).values(id=Meeting.id))
    return meeting_of(work.session, meeting_id)


def open_room(work: Work, meeting_id: str) -> RoomState:
    """The room of an open meeting, locked. Raises WrongState when the meeting is not open."""
    meeting = locked(work, meeting_id)
    room = queries.room_of(work.session, meeting_id)
    if meeting.status is not MeetingStatus.OPEN or room is None:
        words = {"planned": "has not been opened", "adjourned": "is adjourned", "closed": "is closed"}
        raise WrongState(f"The meeting {words.get(meeting.status.value, 'is cancelled')}.")
    return room


def _present_name(work: Work, meeting_id: str, person_id: str) -> str:
    """The name of whoever takes the chair: a voting member who is present, for a casting vote goes with it."""
    if person_id not in {h.person_id for h in queries.voters_here(work.session, meeting_id)}:
        message = "Only a voting member who is marked as present can take the chair."
        raise Invalid(message, {"presiding_id": "Not a voting member who is marked as present"})
    return person_names(work.session, [person_id])[person_id]


def _set(work: Work, meeting_id: str, **values: object) -> None:
    work.session.execute(update(Meeting).where(Meeting.id == meeting_id).values(**values))
