"""What is known of councillors' time limits without looking into meetings: terms, entries, new members' duties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Term
from meetings.bodies.queries.spans import took_effect
from meetings.deadlines.models import MemberEntry
from meetings.deadlines.rules.base import Answer, Law
from meetings.deadlines.rules.entries import EntryKind
from meetings.deadlines.rules.interests import register_by
from meetings.deadlines.rules.people import acceptance
from meetings.people.models import Person

#: how long after election the duties of a new member are shown
NEW_FOR = timedelta(days=150)
#: how long after its day a duty that nobody entered is still asked for
LATE_FOR = timedelta(days=90)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """Something that was entered about a councillor."""

    id: str
    person_id: str
    kind: EntryKind
    on: date
    until: date | None
    reason: str
    by: str


def entries(session: Session, person_id: str | None = None) -> dict[str, list[Entry]]:
    """By person, the latest first; those taken back left out."""
    query = (
        select(MemberEntry)
        .where(MemberEntry.withdrawn_at.is_(None))
        .order_by(MemberEntry.on.desc(), MemberEntry.at.desc())
    )
    if person_id is not None:
        query = query.where(MemberEntry.person_id == person_id)
    found: dict[str, list[Entry]] = {}
    for row in session.scalars(query):
        entry = Entry(row.id, row.person_id, row.kind, row.on, row.until, row.reason, row.by)
        found.setdefault(row.person_id, []).append(entry)
    return found


def in_office_since(session: Session) -> dict[str, date]:
    """The first day of each councillor's latest unbroken time in office, whatever group or ward they had in it."""
    query = select(Term.person_id, Term.valid_from, Term.valid_to).where(took_effect(Term))
    found: dict[str, date] = {}
    for person_id, first, last in session.execute(query.order_by(Term.valid_from.desc())):
        since = found.get(person_id)
        if since is None or last is None or last + _DAY >= since:
            found[person_id] = min(first, since or first)
    return found


@dataclass(frozen=True)
class Duty:
    """Something a new member has to do by a day."""

    person_id: str
    name: str
    slug: str
    kind: EntryKind
    by: date
    done_on: date | None
    answer: Answer

    @property
    def title(self) -> str:
        """In words."""
        accepts = self.kind is EntryKind.ACCEPTED_OFFICE
        return "Declaration of acceptance of office" if accepts else "Notice of interests"


def duties(session: Session, law: Law, start: date, end: date) -> list[Duty]:
    """Of members whose time in office began within five months before, those due between two days."""
    began = {p: d for p, d in in_office_since(session).items() if start - NEW_FOR <= d <= end}
    if not began:
        return []
    people = {p.id: p for p in session.scalars(select(Person).where(Person.id.in_(began)))}
    made = entries(session)
    found = [
        duty
        for person_id, since in began.items()
        for duty in _duties_of(people[person_id], since, law, made.get(person_id, []))
        if start <= duty.by <= end
    ]
    return sorted(found, key=lambda d: (d.by, d.name, d.kind))


def _duties_of(person: Person, since: date, law: Law, made: list[Entry]) -> Iterator[Duty]:
    accepts, registers = acceptance(law, since), register_by(law, since)
    due: tuple[tuple[EntryKind, Answer, str | None], ...] = (
        (EntryKind.ACCEPTED_OFFICE, accepts, accepts.result["by"]),
        (EntryKind.REGISTERED, registers, registers.result),
    )
    for kind, answer, text in due:
        if text is not None:
            done = next((e.on for e in made if e.kind is kind and e.on >= since), None)
            yield Duty(person.id, person.name, person.slug, kind, date.fromisoformat(text), done, answer)
