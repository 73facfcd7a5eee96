"""How things stand at the desk at one moment, read from the tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.conferencing.desk.asking import SHOWING
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import (
    TEST_ENDS_BEFORE,
    Able,
    RoomSeen,
    Seen,
    Sitting,
    Standing,
    able_from,
)
from meetings.conferencing.queries import broadcast_of_meeting, room_of_meeting
from meetings.connections.models import ProviderCall
from meetings.exclusion.queries import private_now
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

_SITTING = {
    MeetingStatus.PLANNED: Sitting.AHEAD,
    MeetingStatus.OPEN: Sitting.OPEN,
    MeetingStatus.ADJOURNED: Sitting.ADJOURNED,
}


def desk_row(session: Session, meeting_id: str) -> BroadcastDesk | None:
    """What is kept of a meeting's desk; None: nobody has used it."""
    return session.get(BroadcastDesk, meeting_id)


def has_desk(session: Session, meeting: MeetingRow) -> bool:
    """Whether there is anything to broadcast: a broadcast that was arranged, or an address that was entered."""
    return bool(meeting.broadcast_url) or broadcast_of_meeting(session, meeting.id) is not None


def standing_of(session: Session, meeting_id: str, now: datetime, able: Able | None = None) -> Standing:
    """How it stands. `able`: what the adapters can do, where they are at hand; otherwise what was kept of them."""
    meeting, row = meeting_of(session, meeting_id), desk_row(session, meeting_id)
    room = room_of_meeting(session, meeting_id)
    sitting = _SITTING.get(meeting.status, Sitting.OVER)
    private = private_now(session, meeting_id)
    record = room is not None and room.record
    due = now >= meeting.starts_at - TEST_ENDS_BEFORE
    able = able or (able_from(row.able) if row is not None else Able())
    if row is None:
        return Standing(
            now, sitting, private, able=able, record=record, closed_at=meeting.closed_at, seen=Seen(), due=due
        )
    return Standing(
        now=now,
        sitting=sitting,
        private=private,
        wish=row.wish,
        wished_at=row.wished_at,
        why=row.why,
        rehearsal=row.rehearsal,
        able=able,
        seen=seen_of(row),
        room=RoomSeen(row.room_live, row.room_streaming, row.room_people, row.room_seen_at, row.room_failed),
        record=record,
        closed_at=meeting.closed_at,
        due=due,
    )


def on_its_way(session: Session, meeting_id: str, seen_at: datetime, now: datetime) -> bool:
    """Whether something that shows the meeting to the public was still being done when it was last looked, or is now.

    A worker that began it before the public was excluded carries it to its end: the look before that proves nothing.
    """
    query = select(ProviderCall.id).where(
        ProviderCall.meeting_id == meeting_id,
        ProviderCall.operation.in_([o.value for o in SHOWING]),
        or_(ProviderCall.lease_until > now, ProviderCall.done_at > seen_at),
    )
    return session.scalar(query.limit(1)) is not None


def seen_of(row: BroadcastDesk) -> Seen:
    """What was last found of the feed."""
    return Seen(
        phase=row.phase,
        receiving=row.receiving,
        public=row.public,
        health=row.health,
        by=row.seen_by,
        at=row.seen_at,
        failed=row.failed,
        asked_at=row.asked_at,
    )
