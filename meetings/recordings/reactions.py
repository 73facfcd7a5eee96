"""What follows in recordings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.conferencing.attendance.around import vote_times
from meetings.recordings import events as events
from meetings.voting.models import Vote


@vote_times
def votes_open(session: Session, meeting_id: str) -> Iterator[tuple[datetime, datetime | None]]:
    """When each vote was open, so that a gap in somebody's connection over it is seen."""
    query = select(Vote.opened_at, Vote.closed_at).where(Vote.meeting_id == meeting_id)
    yield from session.execute(query.order_by(Vote.opened_at))
