"""Arranging, changing, announcing and cancelling meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.db.record import open_stream
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work
from meetings.schedule.events import (
    BroadcastChanged,
    MeetingAnnounced,
    MeetingArranged,
    MeetingCancelled,
    MeetingChanged,
)
from meetings.schedule.models import Meeting, MeetingKind, MeetingMode, MeetingStatus
from meetings.schedule.queries import body_of_meeting, clash_of, meeting_of
from meetings.schedule.rules import LONGEST_MINUTES, MOST_IN_SERIES, NO_MEETING, is_past

CONFLICTS["meeting.source_ref"] = "This meeting has been imported already."
CONFLICTS["uq_meeting_source_ref"] = "This meeting has been imported already."


@dataclass(frozen=True)
class ArrangeMeeting:
    """`already_held` allows a start in the past: a meeting that is entered after the event."""

    body_id: str
    starts_at: datetime
    place: str = ""
    mode: MeetingMode = MeetingMode.IN_PERSON
    kind: MeetingKind = MeetingKind.ORDINARY
    planned_minutes: int = 120
    broadcast_url: str = ""
    already_held: bool = False
    source_ref: str | None = None


@dataclass(frozen=True)
class ChangeMeeting:
    """`seen` is the mark of what the officer saw; given and different, the change is refused."""

    meeting_id: str
    starts_at: datetime
    place: str
    mode: MeetingMode
    kind: MeetingKind
    planned_minutes: int
    broadcast_url: str
    notice: str = ""
    already_held: bool = False
    seen: str | None = None


@dataclass(frozen=True)
class CancelMeeting:
    """The reason is published."""

    meeting_id: str
    reason: str


@dataclass(frozen=True)
class AnnounceMeeting:
    """Let the public know of the meeting before there is an agenda."""

    meeting_id: str


class MeetingChangedMeanwhile(WrongState):
    """Somebody else saved other details since this officer looked."""


def lock_meeting(session: Session, meeting_id: str) -> Meeting:
    """The meeting's row, locked until the transaction ends. Raises NotFound."""
    meeting = session.scalar(select(Meeting).where(Meeting.id == meeting_id).with_for_update())
    if meeting is None:
        raise NotFound(NO_MEETING)
    return meeting


def _body_of_command(_session: Session, command: ArrangeMeeting) -> str:
    return command.body_id


@use_case(permission=Permission.PREPARE_MEETING, scope=_body_of_command)
def arrange_meeting(work: Work, command: ArrangeMeeting) -> str:
    """Put a meeting in the calendar, known to officers only. Returns its id. Raises Invalid, NotFound."""
    body = work.session.scalar(select(Body).where(Body.id == command.body_id).with_for_update())
    if body is None:
        raise NotFound("There is no such committee.")
    if not body.is_active and not command.already_held:
        raise Invalid(f"{body.name} no longer meets.", {"body": "Choose a committee that still meets"})
    place, url = _checked(work, command)
    if not command.already_held and clash_of(work.session, body.id, command.starts_at):
        raise Invalid(
            f"{body.name} already meets at that time.",
            {"time": f"{body.name} already has a meeting on that day at that time"},
        )
    meeting = Meeting(
        id=new_id(),
        body_id=body.id,
        kind=command.kind,
        mode=command.mode,
        starts_at=command.starts_at,
        planned_minutes=command.planned_minutes,
        place=place,
        broadcast_url=url,
        source_ref=command.source_ref,
    )
    open_stream(work.session, meeting.id, "meeting")
    work.session.add(meeting)
    work.session.flush()
    arranged = MeetingArranged(
        body.id,
        command.starts_at,
        place,
        command.mode.value,
        command.kind.value,
        command.planned_minutes,
        url,
    )
    work.record(meeting.id, arranged)
    return meeting.id


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def change_meeting(work: Work, command: ChangeMeeting) -> None:
    """Change time, place or manner. Raises WrongState once it is open, MeetingChangedMeanwhile, Invalid."""
    meeting = lock_meeting(work.session, command.meeting_id)
    _must_be_planned(meeting, "changed")
    row = meeting_of(work.session, meeting.id)
    if command.seen is not None and command.seen != row.mark:
        raise MeetingChangedMeanwhile("Somebody else changed this meeting while you were editing it.")
    place, url = _checked(work, command, before=meeting.starts_at)
    meeting.starts_at = command.starts_at
    meeting.place, meeting.broadcast_url, meeting.notice = place, url, command.notice.strip()
    meeting.mode, meeting.kind, meeting.planned_minutes = command.mode, command.kind, command.planned_minutes
    work.session.flush()
    if meeting_of(work.session, meeting.id).mark == row.mark:
        return
    meeting.ics_sequence += 1
    changed = MeetingChanged(
        command.starts_at,
        place,
        command.mode.value,
        command.kind.value,
        command.planned_minutes,
        url,
        meeting.notice,
    )
    work.record(meeting.id, changed)


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def announce(work: Work, command: AnnounceMeeting) -> None:
    """Make the meeting known to the public. Raises WrongState if it is cancelled or known already."""
    meeting = lock_meeting(work.session, command.meeting_id)
    if meeting.is_public:
        raise WrongState("The public knows of this meeting already.")
    if meeting.status is MeetingStatus.CANCELLED:
        raise WrongState("This meeting was cancelled.")
    make_public(work, meeting)


def make_public(work: Work, meeting: Meeting) -> None:
    """The same for a use case that has the meeting in hand; nothing happens if it is public."""
    if not meeting.is_public:
        meeting.is_public = True
        work.record(meeting.id, MeetingAnnounced())


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def cancel_meeting(work: Work, command: CancelMeeting) -> None:
    """Cancel a meeting that has not begun. Raises Invalid without a reason, WrongState."""
    meeting = lock_meeting(work.session, command.meeting_id)
    _must_be_planned(meeting, "cancelled")
    reason = command.reason.strip()
    if not reason:
        raise Invalid("Say why the meeting is cancelled.", {"reason": "Say why the meeting is cancelled"})
    meeting.status, meeting.notice = MeetingStatus.CANCELLED, reason
    meeting.ics_sequence += 1
    work.record(meeting.id, MeetingCancelled(reason))


def broadcast_at(work: Work, meeting: Meeting, url: str) -> None:
    """Have the public watch at this address, for a use case that has the meeting in hand.

    It is no change of the meeting: who answered an invitation has still answered it.
    """
    if meeting.broadcast_url != url:
        meeting.broadcast_url = url
        work.record(meeting.id, BroadcastChanged(url))


def _must_be_planned(meeting: Meeting, done: str) -> None:
    if meeting.status is MeetingStatus.CANCELLED:
        raise WrongState("This meeting was cancelled already.")
    if meeting.status is not MeetingStatus.PLANNED:
        raise WrongState(f"This meeting has begun, so it can no longer be {done} here.")


def _checked(
    work: Work, command: ArrangeMeeting | ChangeMeeting, before: datetime | None = None
) -> tuple[str, str]:
    """Place and address of the broadcast, tidied. Raises Invalid with every field that is wrong."""
    fields: dict[str, str] = {}
    place, url = " ".join(command.place.split()), command.broadcast_url.strip()
    past = is_past(command.starts_at, work.now) and command.starts_at != before
    if past and not command.already_held:
        fields["date"] = (
            "This date is in the past. Correct it, or say that the meeting has already taken place"
        )
    if not place and command.mode is not MeetingMode.REMOTE and not command.already_held:
        fields["place"] = "Say where the meeting is held"
    if len(place) > 300:
        fields["place"] = "Shorten the place to 300 characters"
    if not 1 <= command.planned_minutes <= LONGEST_MINUTES:
        fields["planned_minutes"] = "Give a length between 1 minute and 24 hours"
    if url and (not url.startswith(("https://", "http://")) or len(url) > 500):
        fields["broadcast_url"] = "Give an address that begins with https://"
    if fields:
        raise Invalid(next(iter(fields.values())) + ".", fields)
    return place, url


@dataclass(frozen=True)
class Slot:
    """One meeting of a series."""

    starts_at: datetime
    kind: MeetingKind = MeetingKind.ORDINARY


@dataclass(frozen=True)
class ArrangeSeries:
    """A body's meetings of a year, all in the same place and manner."""

    body_id: str
    slots: tuple[Slot, ...]
    place: str = ""
    mode: MeetingMode = MeetingMode.IN_PERSON
    planned_minutes: int = 120


@use_case(permission=Permission.PREPARE_MEETING, scope=_body_of_command)
def arrange_series(work: Work, command: ArrangeSeries) -> tuple[str, ...]:
    """Put every meeting of a series in the calendar, or none: known to officers only. Their ids. Raises Invalid."""
    if not command.slots:
        raise Invalid("Choose at least one date.", {"days": "Choose at least one date"})
    if len(command.slots) > MOST_IN_SERIES:
        raise Invalid(f"Choose at most {MOST_IN_SERIES} dates at a time.", {"days": "Choose fewer dates"})
    return tuple(
        arrange_meeting(
            work,
            ArrangeMeeting(
                body_id=command.body_id,
                starts_at=slot.starts_at,
                place=command.place,
                mode=command.mode,
                kind=slot.kind,
                planned_minutes=command.planned_minutes,
            ),
        )
        for slot in sorted(command.slots, key=lambda s: s.starts_at)
    )
