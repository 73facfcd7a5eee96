"""How long everybody was in the meeting: adjournments are not counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.room.events import MeetingAdjourned, MeetingResumed
from meetings.room.models import Attendance
from meetings.schedule.queries import meeting_of

Interval = tuple[datetime, datetime]


def sittings(session: Session, meeting_id: str, now: datetime) -> list[Interval]:
    """From when to when the meeting sat: from its opening to its end, without the adjournments."""
    meeting = meeting_of(session, meeting_id)
    if meeting.opened_at is None:
        return []
    found, since = [], meeting.opened_at
    sitting = True
    for entry in facts_of(session, meeting_id, types=(MeetingAdjourned, MeetingResumed)):
        if isinstance(entry.fact, MeetingAdjourned):
            found.append((since, entry.at))
            sitting = False
        else:
            since, sitting = entry.at, True
    if sitting:
        found.append((since, meeting.closed_at or now))
    return found


def attended(session: Session, meeting_id: str, now: datetime) -> dict[str, int]:
    """Seconds in the meeting, by person. Two stretches of one person are added."""
    sat = sittings(session, meeting_id, now)
    query = select(Attendance.person_id, Attendance.arrived_at, Attendance.left_at)
    found: dict[str, int] = {}
    for person_id, came, went in session.execute(query.where(Attendance.meeting_id == meeting_id)):
        found[person_id] = found.get(person_id, 0) + _together((came, went or now), sat)
    return found


def _together(stay: Interval, sat: Iterable[Interval]) -> int:
    spans = ((max(stay[0], since), min(stay[1], until)) for since, until in sat)
    return round(sum((until - since).total_seconds() for since, until in spans if until > since))
