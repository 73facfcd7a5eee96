"""Reads about bodies and who sits on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body, Council, Membership, PoliticalGroup, Term, Ward
from meetings.bodies.queries.spans import runs, took_effect
from meetings.bodies.rules import SEAT_ORDER, BodyKind, Seat
from meetings.db.reading import once_a_read
from meetings.kernel.errors import NotFound
from meetings.people.models import Person
from meetings.people.rules import name_key


@dataclass(frozen=True)
class BodyRow:
    """A body."""

    id: str
    slug: str
    name: str
    kind: BodyKind
    purpose: str
    quorum: int
    usual_place: str
    usual_time: str
    resolved_word: str
    is_active: bool
    seats: int
    counts_for_balance: bool


@dataclass(frozen=True)
class Member:
    """Somebody who sits on a body; group and ward as on that day, empty for co-opted members."""

    person_id: str
    slug: str
    name: str
    sort_name: str
    seat: Seat
    group: str
    ward: str
    membership_id: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class SeatRow:
    """A seat that somebody holds or held on a body."""

    membership_id: str
    body_id: str
    body_slug: str
    body_name: str
    seat: Seat
    valid_from: date
    valid_to: date | None


def council_name(session: Session) -> str:
    """The council's name; "Council" before it has one."""
    return session.scalar(select(Council.name)) or "Council"


def bodies(session: Session, active: bool | None = True) -> list[BodyRow]:
    """Bodies by kind (the council first) and name; None for those given up too."""
    order = case({kind: place for place, kind in enumerate(BodyKind)}, value=Body.kind)
    query = _bodies().order_by(order, Body.name)
    if active is not None:
        query = query.where(Body.is_active.is_(active))
    return [BodyRow(*row) for row in session.execute(query)]


def body_by_slug(session: Session, slug: str) -> BodyRow:
    """The body at an address. Raises NotFound."""
    return _one_body(session, Body.slug == slug)


@once_a_read
def body_of(session: Session, body_id: str) -> BodyRow:
    """A body. Raises NotFound."""
    return _one_body(session, Body.id == body_id)


@once_a_read
def members_of(session: Session, body_id: str, on: date) -> list[Member]:
    """Who sits on a body on a day: chair, vice-chair, members by surname, co-opted members last. One query."""
    return _members(session, Membership.body_id == body_id, runs(Membership, on), on=on)


def memberships_of(session: Session, body_id: str, on: date) -> list[Member]:
    """Every seat ever held on a body, the latest first; group and ward as on the day given. One query."""
    rows = _members(session, Membership.body_id == body_id, on=on)
    return sorted(rows, key=lambda m: m.valid_from, reverse=True)


def chair_of(session: Session, body_id: str, on: date) -> Member | None:
    """Who holds the chair of a body on a day."""
    wanted = (Membership.body_id == body_id, Membership.seat == Seat.CHAIR, runs(Membership, on))
    return next(iter(_members(session, *wanted, on=on)), None)


def member_counts(session: Session, on: date) -> dict[str, int]:
    """How many sit on each body on a day."""
    query = select(Membership.body_id, func.count()).where(runs(Membership, on)).group_by(Membership.body_id)
    return {row[0]: row[1] for row in session.execute(query)}


def chairs(session: Session, on: date) -> dict[str, str]:
    """The chair's name by body."""
    query = (
        select(Membership.body_id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.seat == Seat.CHAIR, runs(Membership, on))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def seats_of(session: Session, person_id: str, on: date | None = None) -> list[SeatRow]:
    """The seats somebody holds on a day, or (without a day) ever held; by body, the latest first."""
    query = (
        select(
            Membership.id,
            Body.id,
            Body.slug,
            Body.name,
            Membership.seat,
            Membership.valid_from,
            Membership.valid_to,
        )
        .join(Body, Body.id == Membership.body_id)
        .where(Membership.person_id == person_id, took_effect(Membership))
        .order_by(Body.name, Membership.valid_from.desc())
    )
    if on is not None:
        query = query.where(runs(Membership, on))
    return [SeatRow(*row) for row in session.execute(query)]


def _one_body(session: Session, condition: ColumnElement[bool]) -> BodyRow:
    row = session.execute(_bodies().where(condition)).one_or_none()
    if row is None:
        raise NotFound("There is no such body.")
    return BodyRow(*row)


def _bodies() -> Select[*tuple[Any, ...]]:
    return select(
        Body.id,
        Body.slug,
        Body.name,
        Body.kind,
        Body.purpose,
        Body.quorum,
        Body.usual_place,
        Body.usual_time,
        Body.resolved_word,
        Body.is_active,
        Body.seats,
        Body.counts_for_balance,
    )


def _members(session: Session, *conditions: ColumnElement[bool], on: date) -> list[Member]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Person.id,
            Person.slug,
            Person.name,
            Person.sort_name,
            Membership.seat,
            func.coalesce(PoliticalGroup.name, ""),
            func.coalesce(Ward.name, ""),
            Membership.id,
            Membership.valid_from,
            Membership.valid_to,
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Term, and_(Term.person_id == Person.id, runs(Term, on)))
        .outerjoin(Ward, Ward.id == Term.ward_id)
        .outerjoin(PoliticalGroup, PoliticalGroup.id == Term.group_id)
        .where(*conditions)
    )
    rows = [Member(*row) for row in session.execute(query)]
    return sorted(rows, key=lambda m: (SEAT_ORDER[m.seat], name_key(m.sort_name), m.person_id, m.valid_from))
