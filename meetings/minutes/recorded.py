"""The recordings of a meeting that minutes link to: published ones, or the broadcast from when it really began."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.conferencing.desk.models import BroadcastDesk
from meetings.kernel.secrecy import Audience
from meetings.minutes.drafting.recording import Recorded
from meetings.recordings.queries import recordings_of
from meetings.recordings.rules import Segment
from meetings.schedule.queries import MeetingRow


def recorded_of(session: Session, meeting: MeetingRow) -> tuple[Recorded, ...]:
    """What everybody can watch at an address, with its stretches. Without any, what the provider told of the
    broadcast: a link into it is right then although nobody has entered its times yet."""
    rows = recordings_of(session, meeting.id, Audience.PUBLIC)
    found = tuple(Recorded(r.address, r.segments) for r in rows if r.address and r.segments)
    if found or not meeting.broadcast_url:
        return found
    desk = session.get(BroadcastDesk, meeting.id)
    if desk is None or desk.started_at is None:
        return ()
    end = desk.ended_at or meeting.closed_at or desk.started_at
    length = (end - desk.started_at).total_seconds()
    return (
        (Recorded(meeting.broadcast_url, (Segment("", desk.started_at, 0, length),)),) if length > 0 else ()
    )
