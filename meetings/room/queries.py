"""Reads about the live room: items in their order, who is here, what has been taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.models import ItemKind
from meetings.agendas.queries import published_agenda
from meetings.bodies.models import Seat
from meetings.bodies.queries import Member, body_of, councillors, person_names
from meetings.db.reading import once_a_read
from meetings.db.record import facts_of
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience, Sensitivity, may_read
from meetings.people.models import Person
from meetings.room.bars import bars_on
from meetings.room.events import ItemTaken
from meetings.room.models import Apology, Attendance, Note, RoomState
from meetings.room.quorum_rule import quorum_rule
from meetings.room.rules import Capacity, Presence, Quorum
from meetings.schedule.members.queries import sitting_members, substitutions
from meetings.schedule.queries import MeetingRow, meeting_of


@dataclass(frozen=True)
class Here:
    """Somebody who is present now."""

    person_id: str
    name: str
    sort_name: str
    capacity: Capacity
    presence: Presence
    arrived_at: datetime


@dataclass(frozen=True)
class RollLine:
    """A member of the body and where they are: what the clerk's roll shows."""

    person_id: str
    name: str
    sort_name: str
    seat: Seat
    group: str
    presence: Presence | None
    apology: str
    arrived_at: datetime | None
    left_at: datetime | None
    #: whose seat a substitute has
    substitute_for: str = ""


@once_a_read
def room_of(session: Session, meeting_id: str) -> RoomState | None:
    """The room's state; None before the meeting opens."""
    return session.get(RoomState, meeting_id)


@once_a_read
def items_of(session: Session, meeting_id: str) -> list[ContentItem]:
    """Headings and items as published, in the order they are taken."""
    content = published_agenda(session, meeting_id)
    if content is None:
        return []
    room = room_of(session, meeting_id)
    if room is None or not room.order:
        return list(content.items)
    place = {item_id: n for n, item_id in enumerate(room.order)}
    items = [i for i in content.items if i.kind is ItemKind.ITEM]
    return sorted(items, key=lambda i: place.get(i.id, len(place)))


def item_order(session: Session, meeting_id: str) -> list[str]:
    """The ids of the items (no headings) in the order they are taken."""
    return [i.id for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM]


def taken_items(session: Session, meeting_id: str) -> dict[str, datetime]:
    """When each item was first taken."""
    taken: dict[str, datetime] = {}
    for entry in facts_of(session, meeting_id, types=(ItemTaken,)):
        assert isinstance(entry.fact, ItemTaken)
        taken.setdefault(entry.fact.item_id, entry.at)
    return taken


def items_by_time(session: Session, meeting_id: str) -> list[tuple[datetime, str]]:
    """Which item, by its number, was taken from when on."""
    return [
        (entry.at, entry.fact.number)
        for entry in facts_of(session, meeting_id, types=(ItemTaken,))
        if isinstance(entry.fact, ItemTaken)
    ]


@once_a_read
def here_now(session: Session, meeting_id: str) -> list[Here]:
    """Everybody who is present, by name."""
    query = (
        select(
            Attendance.person_id,
            Person.name,
            Person.sort_name,
            Attendance.capacity,
            Attendance.presence,
            Attendance.arrived_at,
        )
        .join(Person, Person.id == Attendance.person_id)
        .where(Attendance.meeting_id == meeting_id, Attendance.left_at.is_(None))
        .order_by(Person.sort_name)
    )
    return [Here(*row) for row in session.execute(query)]


def voters_here(session: Session, meeting_id: str) -> list[Here]:
    """The members lawfully present who may vote, by name: who only looks on from elsewhere is not one of them."""
    return [
        h
        for h in here_now(session, meeting_id)
        if h.capacity is Capacity.MEMBER and h.presence is not Presence.OBSERVER
    ]


def counted_on(session: Session, meeting_id: str, item_id: str | None) -> list[Here]:
    """The members present who count towards the quorum on this item, by name."""
    out = {b.person_id for b in bars_on(session, meeting_id, item_id) if not b.counts}
    return [h for h in voters_here(session, meeting_id) if h.person_id not in out]


def quorum_of(session: Session, meeting: MeetingRow) -> Quorum:
    """The quorum as it stands for the item being taken: who is barred from the item does not count towards it."""
    room = room_of(session, meeting.id)
    return quorum_on(session, meeting, room.item_id if room else None)


def quorum_on(session: Session, meeting: MeetingRow, item_id: str | None) -> Quorum:
    """The quorum as it would stand for one item."""
    rule = quorum_rule(session, body_of(session, meeting.body_id))
    present = len(counted_on(session, meeting.id, item_id))
    return Quorum(rule.needed, present, rule.rule_id, rule.why, rule.citation, item_id)


def members_for(session: Session, meeting: MeetingRow) -> list[Member]:
    """The body's members on the day of the meeting, and those who sit in for some of them."""
    return sitting_members(session, meeting)


def roll_of(session: Session, meeting_id: str) -> list[RollLine]:
    """Every member of the body with presence or apology."""
    meeting = meeting_of(session, meeting_id)
    last: dict[str, Attendance] = {}
    for row in session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting_id).order_by(Attendance.arrived_at)
    ):
        last[row.person_id] = row
    apologies = apologies_of(session, meeting_id)
    members = members_for(session, meeting)
    names = {m.person_id: m.name for m in members}
    instead = {s: names.get(p, "") for s, p in substitutions(session, meeting_id).items()}
    return [
        RollLine(
            person_id=m.person_id,
            name=m.name,
            sort_name=m.sort_name,
            seat=m.seat,
            group=m.group,
            presence=here.presence if (here := last.get(m.person_id)) and here.left_at is None else None,
            apology=apologies.get(m.person_id, ""),
            arrived_at=here.arrived_at if here else None,
            left_at=here.left_at if here else None,
            substitute_for=instead.get(m.person_id, ""),
        )
        for m in members
    ]


def apologies_of(session: Session, meeting_id: str) -> dict[str, str]:
    """Who sent apologies, and whether for absence or lateness."""
    rows = session.execute(select(Apology.person_id, Apology.kind).where(Apology.meeting_id == meeting_id))
    return {row.person_id: row.kind for row in rows}


def notes_of(session: Session, meeting_id: str, item_id: str | None) -> list[Note]:
    """The clerk's notes on one item, in order."""
    query = select(Note).where(Note.meeting_id == meeting_id, Note.item_id == item_id)
    return list(session.scalars(query.order_by(Note.position)))


def presiding_name(session: Session, room: RoomState | None) -> str:
    """Who is in the chair; empty before the meeting opens."""
    if room is None or room.presiding_id is None:
        return ""
    return person_names(session, [room.presiding_id]).get(room.presiding_id, "")


def posts_of(session: Session, person_ids: list[str]) -> dict[str, str]:
    """The posts of officers among these people."""
    rows = session.execute(select(Person.id, Person.post).where(Person.id.in_(person_ids), Person.post != ""))
    return {row.id: row.post for row in rows}


def may_read_current(session: Session, meeting_id: str, audience: Audience) -> bool:
    """Whether that audience may read the content of the item being taken; yes between items."""
    room = room_of(session, meeting_id)
    if room is None or room.item_id is None:
        return True
    item = next((i for i in items_of(session, meeting_id) if i.id == room.item_id), None)
    # Of an item that has gone from the agenda nobody can tell what it would be marked now.
    sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
    return may_read(sensitivity, published=True, audience=audience)


def audience_of(session: Session, actor: Actor, meeting: MeetingRow, on: date) -> Audience:
    """As whom somebody looks at this meeting: officer, chair, member of the body, or one of the public."""
    if actor.may(Permission.RUN_MEETING, meeting.body_id, on):
        return Audience.OFFICER
    if actor.may(Permission.PRESIDE, meeting.body_id, on):
        return Audience.CHAIR
    if not actor.may(Permission.JOIN_AS_MEMBER, meeting.body_id, on):
        return Audience.PUBLIC
    room = room_of(session, meeting.id)
    presides = room is not None and actor.person_id is not None and room.presiding_id == actor.person_id
    return Audience.CHAIR if presides else Audience.MEMBER


def others_who_may_attend(session: Session, meeting: MeetingRow) -> list[tuple[str, str, str]]:
    """Id, name and post or ward of officers, then of councillors who are not on this body: for the attendance list."""
    query = select(Person.id, Person.name, Person.post).where(Person.post != "").order_by(Person.sort_name)
    found = [(person_id, name, post) for person_id, name, post in session.execute(query)]
    on = meeting.starts_at.date()
    members = {m.person_id for m in members_for(session, meeting)}
    visiting = [c for c in councillors(session, on) if c.person_id not in members]
    return found + [(c.person_id, c.name, f"{c.ward} ward" if c.ward else "councillor") for c in visiting]
