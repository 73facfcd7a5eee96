"""Reads about meetings in the calendar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.db.reading import once_a_read
from meetings.kernel.actor import Actor
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import may_see_meeting
from meetings.schedule.models import Meeting, MeetingKind, MeetingMode, MeetingStatus
from meetings.schedule.rules import NO_MEETING, audience_of, fingerprint, title_of


@dataclass(frozen=True)
class MeetingRow:
    """A meeting with the name of its body: what lists, pages and feeds are made of."""

    id: str
    body_id: str
    body_name: str
    body_slug: str
    kind: MeetingKind
    mode: MeetingMode
    status: MeetingStatus
    starts_at: datetime
    planned_minutes: int
    place: str
    broadcast_url: str
    is_public: bool
    agenda_version: int
    agenda_published_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    notice: str
    ics_sequence: int
    #: when its agenda was taken back, and why; published again, neither stands
    agenda_withdrawn_at: datetime | None = None
    agenda_withdrawn_reason: str = ""

    @property
    def title(self) -> str:
        """What the meeting is called: its body, and its kind where that is not ordinary."""
        return title_of(self.body_name, self.kind.value)

    @property
    def planned_end(self) -> datetime:
        """When it is expected to end."""
        return self.starts_at + timedelta(minutes=self.planned_minutes)

    @property
    def mark(self) -> str:
        """Changes when anything an officer can edit changes."""
        return fingerprint(
            self.starts_at,
            self.place,
            self.mode,
            self.kind,
            self.planned_minutes,
            self.broadcast_url,
            self.notice,
        )


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Meeting.id,
        Meeting.body_id,
        Body.name,
        Body.slug,
        Meeting.kind,
        Meeting.mode,
        Meeting.status,
        Meeting.starts_at,
        Meeting.planned_minutes,
        Meeting.place,
        Meeting.broadcast_url,
        Meeting.is_public,
        Meeting.agenda_version,
        Meeting.agenda_published_at,
        Meeting.opened_at,
        Meeting.closed_at,
        Meeting.notice,
        Meeting.ics_sequence,
        Meeting.agenda_withdrawn_at,
        Meeting.agenda_withdrawn_reason,
    ).join(Body, Body.id == Meeting.body_id)


@once_a_read
def meeting_of(session: Session, meeting_id: str) -> MeetingRow:
    """One meeting, public or not: doors for everybody use `visible_meeting`. Raises NotFound."""
    row = session.execute(_rows().where(Meeting.id == meeting_id)).one_or_none()
    if row is None:
        raise NotFound(NO_MEETING)
    return MeetingRow(*row)


def meetings_by_id(session: Session, ids: Collection[str]) -> dict[str, MeetingRow]:
    """These meetings, public or not, in order of time. One query."""
    rows = session.execute(_rows().where(Meeting.id.in_(ids)).order_by(Meeting.starts_at, Meeting.id))
    return {row[0]: MeetingRow(*row) for row in rows}


def visible_meeting(session: Session, meeting_id: str, actor: Actor, on: date) -> MeetingRow:
    """The meeting, if this person may know of it. Raises the same NotFound for a hidden one as for none."""
    meeting = meeting_of(session, meeting_id)
    audience = audience_of(actor, meeting.body_id, on)
    if not may_see_meeting(published=meeting.is_public, audience=audience):
        raise NotFound(NO_MEETING)
    return meeting


def body_of_meeting(session: Session, command: Any) -> str:
    """The scope of use cases whose command has a `meeting_id`. Raises NotFound."""
    body_id = session.scalar(select(Meeting.body_id).where(Meeting.id == command.meeting_id))
    if body_id is None:
        raise NotFound(NO_MEETING)
    return body_id


def meetings_between(
    session: Session, start: datetime, end: datetime, body_id: str | None = None, public_only: bool = True
) -> list[MeetingRow]:
    """Meetings that start in [start, end), in order of time."""
    query = _narrowed(_rows(), _one(body_id), public_only)
    query = query.where(Meeting.starts_at >= start, Meeting.starts_at < end)
    return [MeetingRow(*row) for row in session.execute(query.order_by(Meeting.starts_at, Meeting.id))]


def upcoming(
    session: Session,
    now: datetime,
    limit: int = 10,
    body_id: str | None = None,
    public_only: bool = True,
    offset: int = 0,
) -> list[MeetingRow]:
    """Meetings that are still to come or going on, the next one first. Cancelled ones are among them."""
    return listed(session, Listing(now, False, _one(body_id), public_only), limit, offset)


def latest(
    session: Session,
    now: datetime,
    limit: int = 10,
    body_id: str | None = None,
    public_only: bool = True,
    offset: int = 0,
) -> list[MeetingRow]:
    """Meetings that are over, the last one first."""
    return listed(session, Listing(now, True, _one(body_id), public_only), limit, offset)


@dataclass(frozen=True)
class Listing:
    """Which meetings a list shows. `past` None: all, the last one first; `bodies` None: every body."""

    now: datetime
    past: bool | None
    bodies: Collection[str] | None = None
    public_only: bool = True


def listed(session: Session, listing: Listing, limit: int, offset: int = 0) -> list[MeetingRow]:
    """A page of meetings."""
    query = _where(_rows(), listing)
    order = (
        (Meeting.starts_at, Meeting.id) if listing.past is False else (Meeting.starts_at.desc(), Meeting.id)
    )
    query = query.order_by(*order).limit(limit).offset(offset)
    return [MeetingRow(*row) for row in session.execute(query)]


def count_of(session: Session, listing: Listing) -> int:
    """How many meetings such a list has."""
    query = _where(select(func.count()).select_from(Meeting), listing)
    return session.scalar(query) or 0


def in_preparation(
    session: Session, bodies: Collection[str] | None, since: datetime, limit: int = 50
) -> list[MeetingRow]:
    """Planned meetings from `since` on whose agenda was never published, in order of time."""
    query = _narrowed(_rows(), bodies, public_only=False).where(
        Meeting.status == MeetingStatus.PLANNED, Meeting.agenda_version == 0, Meeting.starts_at >= since
    )
    return [
        MeetingRow(*row)
        for row in session.execute(query.order_by(Meeting.starts_at, Meeting.id).limit(limit))
    ]


def to_hold(
    session: Session, bodies: Collection[str] | None, start: datetime, end: datetime
) -> list[MeetingRow]:
    """Meetings that are open or adjourned, and planned ones that start in [start, end)."""
    going_on = Meeting.status.in_((MeetingStatus.OPEN, MeetingStatus.ADJOURNED))
    today = (
        (Meeting.status == MeetingStatus.PLANNED) & (Meeting.starts_at >= start) & (Meeting.starts_at < end)
    )
    query = _narrowed(_rows(), bodies, public_only=False).where(going_on | today)
    return [MeetingRow(*row) for row in session.execute(query.order_by(Meeting.starts_at, Meeting.id))]


def meeting_before(session: Session, body_id: str, moment: datetime) -> MeetingRow | None:
    """The last meeting of a body before a moment that was not cancelled."""
    query = _rows().where(
        Meeting.body_id == body_id, Meeting.starts_at < moment, Meeting.status != MeetingStatus.CANCELLED
    )
    row = session.execute(query.order_by(Meeting.starts_at.desc(), Meeting.id).limit(1)).one_or_none()
    return None if row is None else MeetingRow(*row)


def clash_of(session: Session, body_id: str, starts_at: datetime) -> str | None:
    """The id of a meeting of the same body at the same moment that is not cancelled."""
    return session.scalar(
        select(Meeting.id)
        .where(
            Meeting.body_id == body_id,
            Meeting.starts_at == starts_at,
            Meeting.status != MeetingStatus.CANCELLED,
        )
        .limit(1)
    )


def _one(body_id: str | None) -> tuple[str, ...] | None:
    return None if body_id is None else (body_id,)


def _narrowed(
    query: Select[*tuple[Any, ...]], bodies: Collection[str] | None, public_only: bool
) -> Select[*tuple[Any, ...]]:
    if bodies is not None:
        query = query.where(Meeting.body_id.in_(bodies))
    return query.where(Meeting.is_public) if public_only else query


def _where(query: Select[*tuple[Any, ...]], listing: Listing) -> Select[*tuple[Any, ...]]:
    """Over is what was closed, and what was planned or cancelled for a time that has long gone by."""
    query = _narrowed(query, listing.bodies, listing.public_only)
    if listing.past is None:
        return query
    going_on = Meeting.status.in_((MeetingStatus.OPEN, MeetingStatus.ADJOURNED))
    stale = Meeting.starts_at < listing.now - timedelta(hours=12)
    over = (Meeting.status == MeetingStatus.CLOSED) | (~going_on & stale)
    return query.where(over if listing.past else ~over)


@dataclass(frozen=True)
class BodyToMeet:
    """A body that a meeting can be arranged for, with when and where it usually meets."""

    id: str
    name: str
    usual_place: str
    usual_time: str


def bodies_to_meet(session: Session, bodies: Collection[str] | None) -> list[BodyToMeet]:
    """Active bodies by name; `bodies` None: all of them."""
    query = select(Body.id, Body.name, Body.usual_place, Body.usual_time).where(Body.is_active)
    if bodies is not None:
        query = query.where(Body.id.in_(bodies))
    return [BodyToMeet(*row) for row in session.execute(query.order_by(Body.name))]
