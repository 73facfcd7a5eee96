"""Reads about interests: the register, what stands declared, dispensations, and what an agenda touches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import ContentItem
from meetings.agendas.models import ItemKind
from meetings.db.reading import once_a_read
from meetings.interests.models import Declaration, Dispensation, Interest, InterestProposal
from meetings.interests.rules import (
    Action,
    Category,
    Effect,
    Holder,
    Kind,
    effect_of,
    matching,
    phrases,
)
from meetings.people.models import Person
from meetings.room.queries import items_of


@dataclass(frozen=True)
class Entry:
    """A line of a register. `text` and `words` are empty to those who may not know a sensitive interest."""

    id: str
    person_id: str
    category: Category
    holder: Holder
    text: str
    words: str
    is_sensitive: bool
    registered_on: date
    ended_on: date | None

    @property
    def shown(self) -> str:
        """What is shown of it."""
        if self.is_sensitive and not self.text:
            return "A sensitive interest: its details are withheld (Localism Act 2011, section 32)."
        return self.text


@dataclass(frozen=True)
class Proposal:
    """A change that a member asked for."""

    id: str
    person_id: str
    interest_id: str | None
    ends: bool
    category: Category
    holder: Holder
    text: str
    words: str
    is_sensitive: bool
    proposed_at: datetime
    decided_at: datetime | None
    accepted: bool | None
    answer: str


@dataclass(frozen=True)
class Leave:
    """A dispensation."""

    id: str
    person_id: str
    ground: str
    ground_label: str
    matter: str
    may_speak: bool
    may_vote: bool
    valid_from: date
    valid_to: date
    granted_by: str
    granted_on: date
    withdrawn_at: datetime | None

    @property
    def allows(self) -> str:
        """What it allows, in words."""
        return "speak and vote" if self.may_speak and self.may_vote else "speak" if self.may_speak else "vote"


@dataclass(frozen=True)
class Declared:
    """An interest that stands declared on an item, with what it comes to."""

    id: str
    item_id: str
    person_id: str
    name: str
    kind: Kind
    nature: str
    action: Action
    is_sensitive: bool
    declared_at: datetime
    left_at: datetime | None
    returned_at: datetime | None
    dispensed: str
    effect: Effect


@dataclass(frozen=True)
class Match:
    """A line of a register whose words are in an item: a prompt, never a decision."""

    entry: Entry
    item_id: str
    number: str
    title: str
    words: tuple[str, ...]


def register_of(session: Session, person_id: str, *, details: bool, ended: bool = False) -> list[Entry]:
    """A member's register by category. `details`: whoever asks may know what a sensitive interest is."""
    query = select(Interest).where(Interest.person_id == person_id)
    if not ended:
        query = query.where(Interest.ended_on.is_(None))
    rows = session.scalars(query.order_by(Interest.registered_on, Interest.id))
    order = list(Category)
    return sorted((_entry(r, details) for r in rows), key=lambda e: order.index(e.category))


def registered_counts(session: Session) -> dict[str, int]:
    """How many lines each register has. One query."""
    found: dict[str, int] = defaultdict(int)
    for person_id in session.scalars(select(Interest.person_id).where(Interest.ended_on.is_(None))):
        found[person_id] += 1
    return found


def proposals_of(session: Session, person_id: str | None = None, *, waiting: bool = False) -> list[Proposal]:
    """What members asked for, the latest first."""
    query = select(InterestProposal)
    if person_id is not None:
        query = query.where(InterestProposal.person_id == person_id)
    if waiting:
        query = query.where(InterestProposal.decided_at.is_(None))
    rows = session.scalars(query.order_by(InterestProposal.proposed_at.desc(), InterestProposal.id))
    return [
        Proposal(
            r.id,
            r.person_id,
            r.interest_id,
            r.ends,
            r.category,
            r.holder,
            r.text,
            r.words,
            r.is_sensitive,
            r.proposed_at,
            r.decided_at,
            r.accepted,
            r.answer,
        )
        for r in rows
    ]


def dispensations_of(session: Session, person_ids: Collection[str]) -> list[Leave]:
    """Every dispensation of these people, the latest first."""
    query = select(Dispensation).where(Dispensation.person_id.in_(list(person_ids)))
    return [
        _leave(r) for r in session.scalars(query.order_by(Dispensation.valid_from.desc(), Dispensation.id))
    ]


def dispensation_for(session: Session, person_id: str, item: ContentItem, on: date) -> Leave | None:
    """The dispensation that covers an item on a day; None if there is none."""
    query = select(Dispensation).where(
        Dispensation.person_id == person_id,
        Dispensation.withdrawn_at.is_(None),
        Dispensation.valid_from <= on,
        Dispensation.valid_to >= on,
    )
    covering = [_leave(r) for r in session.scalars(query.order_by(Dispensation.valid_from, Dispensation.id))]
    return next((d for d in covering if not d.matter or matching([d.matter], item_text(item))), None)


#: what was declared and not taken back, in the order it was said
_STANDING = (
    select(Declaration, Person.name, Dispensation)
    .join(Person, Person.id == Declaration.person_id)
    .outerjoin(Dispensation, Dispensation.id == Declaration.dispensation_id)
    .where(Declaration.withdrawn_at.is_(None))
    .order_by(Declaration.declared_at, Declaration.id)
)


@once_a_read
def declarations_of(session: Session, meeting_id: str, item_id: str | None = None) -> list[Declared]:
    """What stands declared at a meeting, or on one item of it, in the order it was said. One query."""
    query = _STANDING.where(Declaration.meeting_id == meeting_id)
    if item_id is not None:
        query = query.where(Declaration.item_id == item_id)
    return [_declared(row, name, leave) for row, name, leave in session.execute(query)]


def declarations_at(session: Session, meeting_ids: Collection[str]) -> dict[str, list[Declared]]:
    """The same of several meetings, by meeting. One query."""
    found: dict[str, list[Declared]] = {}
    for row, name, leave in session.execute(_STANDING.where(Declaration.meeting_id.in_(meeting_ids))):
        found.setdefault(row.meeting_id, []).append(_declared(row, name, leave))
    return found


def matches_for(
    session: Session, meeting_id: str, person_ids: Collection[str], *, details: bool
) -> dict[str, list[Match]]:
    """Which lines of these members' registers an agenda touches. Without `details` sensitive ones are left out."""
    query = select(Interest).where(
        Interest.person_id.in_(list(person_ids)),
        Interest.ended_on.is_(None),
    )
    rows = [r for r in session.scalars(query.order_by(Interest.id)) if details or not r.is_sensitive]
    items = [(i, item_text(i)) for i in items_of(session, meeting_id) if i.kind is ItemKind.ITEM]
    found: dict[str, list[Match]] = defaultdict(list)
    for row in rows:
        looked_for = phrases(row.words, row.text)
        for item, text in items:
            words = matching(looked_for, text)
            if words:
                found[row.person_id].append(
                    Match(_entry(row, details), item.id, item.number, item.title, words)
                )
    return found


def item_text(item: ContentItem) -> str:
    """Everything an item says, for words to be looked for in."""
    return " ".join((item.title, item.text, item.recommendation, *(p.title for p in item.papers)))


def item_of(session: Session, meeting_id: str, item_id: str) -> ContentItem | None:
    """A published item that can be taken; None if there is none."""
    found: Iterable[ContentItem] = items_of(session, meeting_id)
    return next((i for i in found if i.id == item_id and i.kind is ItemKind.ITEM), None)


def _entry(row: Interest, details: bool) -> Entry:
    known = details or not row.is_sensitive
    return Entry(
        row.id,
        row.person_id,
        row.category,
        row.holder,
        row.text if known else "",
        row.words if known else "",
        row.is_sensitive,
        row.registered_on,
        row.ended_on,
    )


def _leave(row: Dispensation) -> Leave:
    return Leave(
        row.id,
        row.person_id,
        row.ground.value,
        row.ground.label,
        row.matter,
        row.may_speak,
        row.may_vote,
        row.valid_from,
        row.valid_to,
        row.granted_by,
        row.granted_on,
        row.withdrawn_at,
    )


def _declared(row: Declaration, name: str, leave: Dispensation | None) -> Declared:
    speak, vote = (leave.may_speak, leave.may_vote) if leave else (False, False)
    return Declared(
        row.id,
        row.item_id,
        row.person_id,
        name,
        row.kind,
        row.nature,
        row.action,
        row.is_sensitive,
        row.declared_at,
        row.left_at,
        row.returned_at,
        _leave(leave).allows if leave else "",
        effect_of(row.kind, row.action, speak=speak, vote=vote),
    )
