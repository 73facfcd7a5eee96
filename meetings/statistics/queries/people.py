"""Who is counted: seats, groups, attendance, apologies, substitutes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Membership, PoliticalGroup, Term
from meetings.bodies.queries.spans import took_effect
from meetings.bodies.rules import Span
from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.profiles import value
from meetings.people.models import Person
from meetings.room.models import Apology, Attendance
from meetings.schedule.members.models import MeetingReply
from meetings.schedule.models import Meeting
from meetings.statistics.queries.scope import Scope
from meetings.statistics.rules import facts


def seats_in(session: Session, scope: Scope) -> tuple[facts.SeatHeld, ...]:
    """Seats on these bodies that touch the period. One query."""
    query = select(
        Membership.person_id, Membership.body_id, Membership.seat, Membership.valid_from, Membership.valid_to
    ).where(
        took_effect(Membership),
        Membership.valid_from <= scope.period.last,
        or_(Membership.valid_to.is_(None), Membership.valid_to >= scope.period.first),
    )
    if scope.body_ids is not None:
        query = query.where(Membership.body_id.in_(scope.body_ids))
    query = query.order_by(Membership.valid_from, Membership.id)
    return tuple(
        facts.SeatHeld(person, body, seat, Span(first, last))
        for person, body, seat, first, last in session.execute(query)
    )


def terms_in(session: Session, scope: Scope) -> tuple[facts.InGroup, ...]:
    """Times in groups that touch the period. One query."""
    query = (
        select(Term.person_id, PoliticalGroup.name, Term.valid_from, Term.valid_to)
        .outerjoin(PoliticalGroup, PoliticalGroup.id == Term.group_id)
        .where(
            took_effect(Term),
            Term.valid_from <= scope.period.last,
            or_(Term.valid_to.is_(None), Term.valid_to >= scope.period.first),
        )
        .order_by(Term.valid_from, Term.id)
    )
    return tuple(
        facts.InGroup(person, group or "", Span(first, last))
        for person, group, first, last in session.execute(query)
    )


def people_of(session: Session, ids: Collection[str]) -> dict[str, facts.Person]:
    """Names by id. One query."""
    query = select(Person.id, Person.name, Person.sort_name, Person.slug).where(Person.id.in_(list(ids)))
    return {row[0]: facts.Person(*row) for row in session.execute(query)}


def presence_of(session: Session, scope: Scope, held: tuple[facts.Held, ...], law: Law) -> facts.Present:
    """All that attendance is counted from. Five queries."""
    seats = seats_in(session, scope)
    stays = tuple(facts.Stay(*row) for row in session.execute(_stays(scope)))
    apologies = select(Apology.meeting_id, Apology.person_id).where(
        Apology.meeting_id.in_(scope.ids), Apology.kind == "absence"
    )
    instead = select(MeetingReply.meeting_id, MeetingReply.substitute_id, MeetingReply.person_id).where(
        MeetingReply.meeting_id.in_(scope.ids), MeetingReply.substitute_id.is_not(None)
    )
    wanted = {s.person_id for s in seats} | {s.person_id for s in stays}
    return facts.Present(
        held=held,
        seats=seats,
        people=people_of(session, wanted),
        stays=stays,
        apologies=frozenset((m, p) for m, p in session.execute(apologies)),
        substitutes={(m, str(s)): p for m, s, p in session.execute(instead)},
        remote_counts=remote_counts(law),
    )


def _stays(scope: Scope) -> Select[*tuple[Any, ...]]:
    a = Attendance
    return (
        select(a.meeting_id, a.person_id, a.capacity, a.presence, a.arrived_at, a.left_at)
        .join(Meeting, Meeting.id == a.meeting_id)
        .where(scope.held)
        .order_by(a.meeting_id, a.arrived_at, a.id)
    )


def remote_counts(law: Law) -> Callable[[date], bool]:
    """Whether the law of a day calls a member elsewhere present at all; what else it asks was asked at the meeting."""

    @cache
    def counts(day: date) -> bool:
        return value(law, "remote_member", day).word != "observer"

    return counts


def counted_person(session: Session, slug: str) -> facts.Person | None:
    """Somebody who is or was a councillor or a member of a body: only they have figures of their own. One query."""
    term = exists().where(Term.person_id == Person.id, took_effect(Term))
    seat = exists().where(Membership.person_id == Person.id, took_effect(Membership))
    query = select(Person.id, Person.name, Person.sort_name, Person.slug)
    row = session.execute(query.where(Person.slug == slug, or_(term, seat))).one_or_none()
    return facts.Person(*row) if row else None
