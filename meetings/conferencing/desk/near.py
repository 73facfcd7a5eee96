"""Which meetings' broadcasts matter now, and what is known of each: one statement, whatever the calendar holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from meetings.conferencing.desk.looking import AFTER, BEFORE, Timing
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import BY_HAND, Rehearsal, Wish
from meetings.conferencing.models import Broadcast, RemoteRoom
from meetings.exclusion.models import Exclusion
from meetings.exclusion.rules import State
from meetings.schedule.models import Meeting, MeetingStatus

_BUSY = (Rehearsal.STARTING, Rehearsal.RUNNING, Rehearsal.ENDING)
_GOING_ON = (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)


@dataclass(frozen=True)
class Near:
    """A meeting whose feed may have to be looked at."""

    meeting_id: str
    room_provider: str
    room_ref: str
    room_key: str
    feed_provider: str
    feed_ref: str
    #: of the test run that stands
    test_ref: str
    rehearsal: Rehearsal
    asked_at: datetime | None
    not_before: datetime | None
    timing: Timing


def near(session: Session, now: datetime) -> list[Near]:
    """Every meeting near whose time it is, that goes on, or at whose desk something was begun."""
    around = Meeting.starts_at.between(now - AFTER * 6, now + BEFORE)
    begun = or_(
        BroadcastDesk.wish.in_((Wish.PICTURE, Wish.LIVE, Wish.HELD)),
        BroadcastDesk.rehearsal.in_(_BUSY),
        BroadcastDesk.public.is_(True),
        BroadcastDesk.receiving.is_(True),
        BroadcastDesk.room_streaming.is_(True),
        BroadcastDesk.wished_at > now - AFTER,
    )
    return _read(session, now, or_(around, begun, Meeting.status.in_(_GOING_ON)))


def near_one(session: Session, meeting_id: str, now: datetime) -> Near | None:
    """The same of one meeting; None where nothing was arranged for it."""
    return next(iter(_read(session, now, Meeting.id == meeting_id)), None)


def _read(session: Session, now: datetime, which: ColumnElement[bool]) -> list[Near]:
    standing = Exclusion.ended_at.is_(None) & (Exclusion.meeting_id == Meeting.id)
    query = (
        select(Meeting, RemoteRoom, Broadcast, BroadcastDesk, Exclusion.state)
        .outerjoin(RemoteRoom, RemoteRoom.meeting_id == Meeting.id)
        .outerjoin(Broadcast, Broadcast.meeting_id == Meeting.id)
        .outerjoin(BroadcastDesk, BroadcastDesk.meeting_id == Meeting.id)
        .outerjoin(Exclusion, standing)
        .where(or_(RemoteRoom.meeting_id.is_not(None), Broadcast.meeting_id.is_not(None)), which)
    )
    return [_near(now, *row) for row in session.execute(query.limit(200))]


def _near(
    now: datetime,
    meeting: Meeting,
    room: RemoteRoom | None,
    cast: Broadcast | None,
    row: BroadcastDesk | None,
    exclusion: State | None,
) -> Near:
    return Near(
        meeting.id,
        room.provider if room is not None and room.ref else "",
        room.ref if room is not None else "",
        room.key if room is not None else "",
        cast.provider if cast is not None and cast.ref else "",
        cast.ref if cast is not None else "",
        row.test_ref if row is not None else "",
        row.rehearsal if row is not None else Rehearsal.NONE,
        row.asked_at if row is not None else None,
        row.not_before if row is not None else None,
        _timing(now, meeting, cast, row, exclusion),
    )


def _timing(
    now: datetime,
    meeting: Meeting,
    cast: Broadcast | None,
    row: BroadcastDesk | None,
    exclusion: State | None,
) -> Timing:
    busy = row is not None and row.rehearsal in _BUSY
    asked = cast is not None and cast.provider not in BY_HAND
    return Timing(
        now=now,
        starts_at=meeting.starts_at,
        planned_end=meeting.starts_at + timedelta(minutes=meeting.planned_minutes),
        closed_at=meeting.closed_at,
        stopping=asked and exclusion is State.STOPPING,
        private=asked and exclusion in (State.CONFIRMED, State.PRIVATE),
        wished_at=row.wished_at if row is not None else None,
        unfulfilled=busy or (row is not None and _unfulfilled(row)),
        running=row is not None and bool(row.public or row.receiving or row.room_streaming),
        sitting=meeting.status in _GOING_ON,
        adjourned=meeting.status is MeetingStatus.ADJOURNED,
        begun=busy or (row is not None and row.wish not in (Wish.NOTHING, Wish.ENDED)),
    )


def _unfulfilled(row: BroadcastDesk) -> bool:
    wanted = {
        Wish.PICTURE: row.receiving is not True,
        Wish.LIVE: row.public is not True,
        Wish.HELD: row.public is not False,
        Wish.ENDED: row.public is not False or bool(row.receiving),
    }
    return wanted.get(row.wish, False)
