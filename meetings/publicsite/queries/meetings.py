"""Reads about meetings as the public knows them: their versions, what is on, what is next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from meetings.agendas.events import AgendaPublished
from meetings.bodies.models import Body, Council
from meetings.db.record import RecordedFact, Stream
from meetings.kernel.errors import NotFound
from meetings.kernel.facts import name_of
from meetings.kernel.secrecy import Audience, may_see_meeting
from meetings.minutes.life.models import MeetingNote
from meetings.minutes.models import Minutes
from meetings.recordings.models import Recording
from meetings.recordings.rules import State
from meetings.schedule.events import (
    BroadcastChanged,
    MeetingAnnounced,
    MeetingArranged,
    MeetingCancelled,
    MeetingChanged,
)
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import Listing, MeetingRow, listed
from meetings.schedule.rules import NO_MEETING


class MeetingVersion(NamedTuple):
    """All that the public pages of one meeting depend on: as long as it is the same, so are they."""

    stream: int
    agenda: int
    minutes: int
    body_name: str
    body_slug: str
    council_name: str
    #: the number of the published note of the meeting; 0: none
    note: int = 0
    #: how many recordings are published
    recordings: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        """As part of the key of a kept page."""
        return tuple(map(str, self))


GOING_ON = (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)

#: Built once: this is the one statement that a kept page costs.
_VERSION = (
    select(
        Meeting.is_public,
        Stream.version,
        Meeting.agenda_version,
        func.coalesce(Minutes.public_version, 0),
        Body.name,
        Body.slug,
        func.coalesce(select(Council.name).limit(1).scalar_subquery(), "Council"),
        func.coalesce(
            select(func.max(MeetingNote.number))
            .where(MeetingNote.meeting_id == bindparam("meeting_id"))
            .scalar_subquery(),
            0,
        ),
        select(func.count())
        .where(Recording.meeting_id == bindparam("meeting_id"), Recording.state == State.PUBLISHED)
        .scalar_subquery(),
    )
    .select_from(Meeting)
    .join(Stream, Stream.id == Meeting.id)
    .join(Body, Body.id == Meeting.body_id)
    .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
    .where(Meeting.id == bindparam("meeting_id"))
)


def version_of(session: Session, meeting_id: str) -> MeetingVersion:
    """The version of a public meeting. Raises the same NotFound for a hidden meeting as for none."""
    # By the connection: nothing of the mapper is needed for one row of plain values, and it takes half the time.
    row = session.connection().execute(_VERSION, {"meeting_id": meeting_id}).one_or_none()
    if row is None or not may_see_meeting(published=row[0], audience=Audience.PUBLIC):
        raise NotFound(NO_MEETING)
    return MeetingVersion(*row[1:])


@dataclass(frozen=True)
class Coming:
    """Meetings that are not over: those going on, in the order they began, and those still to begin."""

    now: tuple[MeetingRow, ...]
    next: tuple[MeetingRow, ...]


def coming(session: Session, moment: datetime, limit: int, bodies: Collection[str] | None = None) -> Coming:
    """What is on and what is next; cancelled meetings are among them, so that people hear of it. One query."""
    rows = listed(session, Listing(moment, past=False, bodies=bodies), limit=limit + 5)
    on = tuple(row for row in rows if row.status in GOING_ON)
    return Coming(on, tuple(row for row in rows if row.status not in GOING_ON)[:limit])


def last_changes(session: Session, meeting_ids: Collection[str]) -> dict[str, datetime]:
    """When what calendars show of each meeting was last changed. One query."""
    kinds = (
        MeetingArranged,
        MeetingAnnounced,
        MeetingChanged,
        BroadcastChanged,
        MeetingCancelled,
        AgendaPublished,
    )
    query = (
        select(RecordedFact.stream_id, func.max(RecordedFact.at))
        .where(RecordedFact.stream_id.in_(meeting_ids), RecordedFact.type.in_([name_of(k) for k in kinds]))
        .group_by(RecordedFact.stream_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
