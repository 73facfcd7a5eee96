"""Reads of the order of business: its lines, and what a meeting's agenda comes to by it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.business.models import CarriedItem, OrderLine, OrderOfBusiness
from meetings.agendas.business.rules import (
    BusinessLine,
    Due,
    Held,
    Left,
    draw_up,
    minutes_due,
    not_extraordinary,
    occasions_of,
)
from meetings.agendas.business.rules import Drawn as Drawn
from meetings.agendas.business.sources import (
    MinutesLink,
    links_to,
    sent_here,
    taken_at,
    unconfirmed_among,
    waiting_for,
)
from meetings.agendas.queries import published_agenda
from meetings.agendas.rules import Numbering, is_standing
from meetings.bodies.models import Body
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.schedule.models import Meeting, MeetingKind, MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of

#: How long minutes that nobody confirmed, and items that nobody reached, go on being offered.
REMEMBERED = timedelta(days=400)


@dataclass(frozen=True)
class Order:
    """A body's order of business. `changed_by` is empty where the body has none."""

    numbering: Numbering
    lines: tuple[BusinessLine, ...]
    changed_at: datetime | None = None
    changed_by: str = ""


def order_of(session: Session, body_id: str) -> Order:
    """The order of a body; without lines where it has none. Two queries."""
    own = session.get(OrderOfBusiness, body_id)
    query = select(OrderLine).where(OrderLine.body_id == body_id).order_by(OrderLine.position, OrderLine.id)
    lines = tuple(_line(row) for row in session.scalars(query))
    if own is None:
        return Order(Numbering.MEETING, lines)
    return Order(own.numbering, lines, own.changed_at, own.changed_by)


@dataclass(frozen=True)
class Proposed:
    """What an agenda would begin with. `left` are the unfinished items that could come along."""

    lines: tuple[Drawn, ...]
    left: tuple[Left, ...]
    due: tuple[Due, ...]


def propose_agenda(
    session: Session, meeting_id: str, tz: ZoneInfo, now: datetime, wanted: Collection[str] | None = None
) -> Proposed:
    """The agenda that the body's order comes to. `wanted`: ids of the unfinished items to bring; None: all."""
    meeting = meeting_of(session, meeting_id)
    before = _before(session, meeting, now)
    due = _due(session, meeting, before, tz)
    left = _left(session, before, tz)
    bringing = [item for item in left if wanted is None or item.item_id in wanted]
    order = order_of(session, meeting.body_id).lines
    lines = draw_up(order, meeting.kind, due, bringing, waiting_for(session, meeting.id))
    return Proposed(lines, left, due)


def _line(row: OrderLine) -> BusinessLine:
    return BusinessLine(
        row.title,
        row.place,
        row.kind,
        row.text,
        row.recommendation,
        occasions_of(row.occasions),
        row.id,
    )


def _before(session: Session, meeting: MeetingRow, now: datetime) -> list[Meeting]:
    """The body's earlier meetings that were held or are still to be held."""
    query = select(Meeting).where(
        Meeting.body_id == meeting.body_id,
        Meeting.starts_at < meeting.starts_at,
        Meeting.starts_at >= meeting.starts_at - REMEMBERED,
        Meeting.status != MeetingStatus.CANCELLED,
    )
    rows = session.scalars(query.order_by(Meeting.starts_at, Meeting.id))
    never_held = now - timedelta(days=1)
    return [m for m in rows if m.status is not MeetingStatus.PLANNED or m.starts_at >= never_held]


def _due(session: Session, meeting: MeetingRow, before: Sequence[Meeting], tz: ZoneInfo) -> tuple[Due, ...]:
    others = _from_elsewhere(session, meeting)
    every = [*before, *(m for m, _ in others)]
    closed = [m.id for m in every if m.status is MeetingStatus.CLOSED]
    waiting = unconfirmed_among(session, closed) if closed else set()
    held = [
        Held(
            m.id,
            m.starts_at,
            m.kind,
            confirmed=m.status is MeetingStatus.CLOSED and m.id not in waiting,
            to_come=m.status is MeetingStatus.PLANNED,
        )
        for m in every
    ]
    at = Held(meeting.id, meeting.starts_at, meeting.kind)
    due = minutes_due(held, at, _suitable(session))
    links = links_to(session, [m.meeting_id for m in due]) if due else {}
    bodies = {m.id: name for m, name in others}
    return tuple(_due_of(m, links.get(m.meeting_id), bodies.get(m.meeting_id, ""), tz) for m in due)


def _due_of(held: Held, link: MinutesLink | None, body: str, tz: ZoneInfo) -> Due:
    spoken = _spoken(held.starts_at, tz)
    if link is None:
        return Due(held.meeting_id, spoken, body=body)
    return Due(held.meeting_id, spoken, link.href, link.pages, body)


def _from_elsewhere(session: Session, meeting: MeetingRow) -> list[tuple[Meeting, str]]:
    """Meetings of bodies that meet no more, whose minutes this body is to confirm, with those bodies' names."""
    ids = sent_here(session, meeting.body_id)
    if not ids:
        return []
    query = select(Meeting, Body.name).join(Body, Body.id == Meeting.body_id).where(Meeting.id.in_(ids))
    return [(row[0], row[1]) for row in session.execute(query.order_by(Meeting.starts_at, Meeting.id))]


def _suitable(session: Session) -> Callable[[MeetingKind], bool]:
    """Which meetings confirm minutes, as the council has chosen."""
    chosen = value(law_of(session), "minutes_suitable").word
    if chosen == "any":
        return lambda _kind: True
    if chosen == "ordinary":
        return lambda kind: kind is MeetingKind.ORDINARY
    return not_extraordinary


def _left(session: Session, before: Sequence[Meeting], tz: ZoneInfo) -> tuple[Left, ...]:
    """What the last closed meeting did not reach and no later agenda has taken up."""
    closed = [m for m in before if m.status is MeetingStatus.CLOSED]
    if not closed:
        return ()
    last = closed[-1]
    content = published_agenda(session, last.id)
    taken = taken_at(session, last.id)
    if content is None or not taken:
        return ()
    items = [
        i for i in content.items if not (i.is_heading or i.id in taken or is_standing(i.title) or i.withdrawn)
    ]
    query = select(CarriedItem.from_item_id).where(CarriedItem.from_item_id.in_([i.id for i in items]))
    carried = set(session.scalars(query)) if items else set()
    held = _spoken(last.starts_at, tz)
    return tuple(Left(last.id, i.id, i.number, i.title, held) for i in items if i.id not in carried)


def _spoken(at: datetime, tz: ZoneInfo) -> str:
    day = at.astimezone(tz)
    return f"{day.day} {day:%B %Y}"
