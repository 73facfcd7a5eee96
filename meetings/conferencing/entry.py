"""Who may come into the remote room of a meeting now, as what, and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.rules import Seat as BodySeat
from meetings.conferencing.models import Invited
from meetings.conferencing.rules import DoorState, Sitting, door_state, opens_at
from meetings.exclusion.queries import private_now
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.notifications.queries import recipients_of_persons
from meetings.people.models import Account
from meetings.ports.conferencing import Guest
from meetings.room.entitlement import bars_of
from meetings.room.models import Attendance
from meetings.room.queries import room_of
from meetings.schedule.members.queries import sitting_members
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow


class Part(StrEnum):
    """As what somebody comes in."""

    OFFICER = "officer"
    CHAIR = "chair"
    MEMBER = "member"
    INVITED = "invited"
    NOBODY = "nobody"

    @property
    def host(self) -> bool:
        """Whether they may let others in."""
        return self in (Part.OFFICER, Part.CHAIR)


@dataclass(frozen=True)
class Entry:
    """Somebody at the door."""

    part: Part
    state: DoorState
    opens_at: datetime
    guest: Guest | None = None
    #: why they are kept out although they belong to the meeting; empty: they are not
    kept_out: str = ""
    #: they are marked as having left, and when
    left_at: datetime | None = None

    @property
    def entitled(self) -> bool:
        """Whether they belong to the meeting."""
        return self.part is not Part.NOBODY

    @property
    def may_enter(self) -> bool:
        """Whether the door opens for them now."""
        return self.entitled and not self.kept_out and self.state is DoorState.OPEN


#: `(session, meeting_id) -> (person_id, why)`: who was sent out of the room, in words for themselves.
Keeper = Callable[[Session, str], Iterable[tuple[str, str]]]
_KEEPERS: list[Keeper] = []


def keeps_out(keeper: Keeper) -> Keeper:
    """Register who is kept out of the room for another reason than an interest. Registering twice is once."""
    if keeper not in _KEEPERS:
        _KEEPERS.append(keeper)
    return keeper


def sitting_of(meeting: MeetingRow) -> Sitting:
    """What the door must know of it."""
    return Sitting(
        meeting.status is MeetingStatus.PLANNED,
        meeting.status in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED),
        meeting.status is MeetingStatus.CANCELLED,
        meeting.starts_at,
        meeting.planned_end,
    )


def part_of(session: Session, actor: Actor, meeting: MeetingRow, tz: ZoneInfo, now: datetime) -> Part:
    """As what somebody belongs to this meeting: a member of the day before an officer, whoever presides first."""
    if not actor.signed_in:
        return Part.NOBODY
    if actor.person_id is not None:
        room = room_of(session, meeting.id)
        if room is not None and room.presiding_id == actor.person_id:
            return Part.CHAIR
        for member in sitting_members(session, meeting, tz):
            if member.person_id == actor.person_id:
                return Part.CHAIR if member.seat is BodySeat.CHAIR else Part.MEMBER
    if actor.may(Permission.RUN_MEETING, meeting.body_id, now.astimezone(tz).date()):
        return Part.OFFICER
    if actor.person_id is not None and session.get(Invited, (meeting.id, actor.person_id)) is not None:
        return Part.INVITED
    return Part.NOBODY


def entry_of(session: Session, actor: Actor, meeting: MeetingRow, tz: ZoneInfo, now: datetime) -> Entry:
    """Whether the door opens for somebody."""
    part = part_of(session, actor, meeting, tz, now)
    sitting = sitting_of(meeting)
    host = part is Part.OFFICER
    state, opens = door_state(sitting, now, host=host), opens_at(sitting, host=host)
    if part is Part.NOBODY:
        return Entry(part, state, opens)
    guest = _guest(session, actor, part)
    if not sitting.going_on or actor.person_id is None:
        return Entry(part, state, opens, guest)
    why = _kept_out(session, actor.person_id, meeting, part)
    return Entry(part, state, opens, guest, why, _left(session, meeting.id, actor.person_id))


def _guest(session: Session, actor: Actor, part: Part) -> Guest:
    if actor.person_id is not None:
        known = recipients_of_persons(session, [actor.person_id]).get(actor.person_id)
        if known is not None:
            return Guest(actor.person_id, known.name, known.email, part.host)
    email = session.scalar(select(Account.email).where(Account.id == actor.account_id)) or ""
    return Guest(actor.person_id or actor.account_id or "", actor.name, email, part.host)


def _kept_out(session: Session, person_id: str, meeting: MeetingRow, part: Part) -> str:
    room = room_of(session, meeting.id)
    item_id = room.item_id if room else None
    for found in bars_of(session, meeting.id, item_id, person_id):
        # Who may neither speak nor read nor be counted has to be out of the room for the item.
        if not (found.may_speak or found.may_read or found.counts):
            return f"{found.reason} You are out of the room for this item and can come in again after it."
    for keeper in _KEEPERS:
        for sent_out, why in keeper(session, meeting.id):
            if sent_out == person_id:
                return why
    if part is Part.INVITED and private_now(session, meeting.id):
        invited = session.get(Invited, (meeting.id, person_id))
        if invited is not None and not invited.stays:
            return "The meeting is in private at the moment. You can come in again when the public is let in."
    return ""


def _left(session: Session, meeting_id: str, person_id: str) -> datetime | None:
    """When they left, if they are not here and have been."""
    query = select(Attendance.left_at).where(
        Attendance.meeting_id == meeting_id, Attendance.person_id == person_id
    )
    times = list(session.scalars(query))
    gone = [t for t in times if t is not None]
    return max(gone) if gone and len(gone) == len(times) else None
