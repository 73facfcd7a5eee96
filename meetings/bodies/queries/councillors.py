"""Reads about councillors, their time in office, wards and groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from meetings.bodies.models import PoliticalGroup, Term, Ward
from meetings.bodies.queries.spans import runs, took_effect
from meetings.people.models import Person
from meetings.people.rules import name_key


@dataclass(frozen=True)
class CouncillorRow:
    """A councillor in office on a day."""

    person_id: str
    slug: str
    name: str
    sort_name: str
    email: str
    ward: str
    group: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class TermRow:
    """A time in office."""

    id: str
    person_id: str
    ward_id: str | None
    ward: str
    group_id: str | None
    group: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class NamedRow:
    """A ward or a group, with how many councillors it has on a day."""

    id: str
    slug: str
    name: str
    councillors: int


def councillors(session: Session, on: date) -> list[CouncillorRow]:
    """The councillors in office on a day, by surname. One query."""
    query = (
        select(
            Person.id,
            Person.slug,
            Person.name,
            Person.sort_name,
            Person.email,
            func.coalesce(Ward.name, ""),
            func.coalesce(PoliticalGroup.name, ""),
            Term.valid_from,
            Term.valid_to,
        )
        .join(Term, Term.person_id == Person.id)
        .outerjoin(Ward, Ward.id == Term.ward_id)
        .outerjoin(PoliticalGroup, PoliticalGroup.id == Term.group_id)
        .where(runs(Term, on))
    )
    rows = [CouncillorRow(*row) for row in session.execute(query)]
    return sorted(rows, key=lambda c: (name_key(c.sort_name), c.person_id))


def terms_of(session: Session, person_id: str) -> list[TermRow]:
    """Somebody's times in office, the latest first."""
    return _terms(session, Term.person_id == person_id, took_effect(Term))


def former_councillors(session: Session, on: date) -> list[tuple[str, str, date]]:
    """Who has left office: slug, name and last day before that day, the latest first."""
    last = func.max(Term.valid_to)
    query = (
        select(Person.slug, Person.name, last)
        .join(Term, Term.person_id == Person.id)
        .where(took_effect(Term))
        .group_by(Person.id, Person.slug, Person.name)
        .having(and_(func.count(Term.id) == func.count(Term.valid_to), last < on))
        .order_by(last.desc(), Person.name)
    )
    return [(slug, name, day) for slug, name, day in session.execute(query) if day is not None]


def wards(session: Session, on: date) -> list[NamedRow]:
    """Wards by name."""
    return _named(session, Ward, Term.ward_id, on)


def groups(session: Session, on: date) -> list[NamedRow]:
    """Political groups by name."""
    return _named(session, PoliticalGroup, Term.group_id, on)


def _terms(session: Session, *conditions: ColumnElement[bool]) -> list[TermRow]:
    query = (
        select(
            Term.id,
            Term.person_id,
            Term.ward_id,
            func.coalesce(Ward.name, ""),
            Term.group_id,
            func.coalesce(PoliticalGroup.name, ""),
            Term.valid_from,
            Term.valid_to,
        )
        .outerjoin(Ward, Ward.id == Term.ward_id)
        .outerjoin(PoliticalGroup, PoliticalGroup.id == Term.group_id)
        .where(*conditions)
        .order_by(Term.valid_from.desc(), Term.id)
    )
    return [TermRow(*row) for row in session.execute(query)]


def _named(
    session: Session,
    kind: type[Ward] | type[PoliticalGroup],
    link: InstrumentedAttribute[str | None],
    on: date,
) -> list[NamedRow]:
    query = (
        select(kind.id, kind.slug, kind.name, func.count(Term.id))
        .outerjoin(Term, and_(link == kind.id, runs(Term, on)))
        .group_by(kind.id, kind.slug, kind.name)
        .order_by(kind.name)
    )
    return [NamedRow(*row) for row in session.execute(query)]
