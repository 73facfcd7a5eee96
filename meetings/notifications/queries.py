"""Reads about letters, and who can be written to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import ROLE_PERMISSIONS, Permission
from meetings.notifications.models import StoredLetter, UnwantedKind
from meetings.notifications.rules import LetterKind, LetterStatus, Recipient
from meetings.people.models import Account, Person, RoleGrant
from meetings.people.queries import COUNCIL

NO_LETTER = "There is no such letter."


@dataclass(frozen=True)
class LetterRow:
    """A letter in a list."""

    id: str
    key: str
    kind: LetterKind
    status: LetterStatus
    body_id: str | None
    meeting_id: str | None
    account_id: str | None
    name: str
    email: str
    subject: str
    created_at: datetime
    created_by: str
    attempts: int
    next_at: datetime | None
    sent_at: datetime | None
    error: str


@dataclass(frozen=True)
class FullLetter:
    """A letter with all that it says."""

    row: LetterRow
    text: str
    link: str
    calendar: dict[str, Any] | None
    attachments: tuple[dict[str, Any], ...]
    message_id: str
    sender: str
    site: str
    stop_link: str


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed down to. `bodies` None: letters of the whole council too."""

    text: str = ""
    status: LetterStatus | None = None
    kind: LetterKind | None = None
    bodies: Collection[str] | None = None
    meeting_id: str | None = None


def letters(session: Session, sought: Sought, limit: int, offset: int = 0) -> list[LetterRow]:
    """A page of letters, the latest first."""
    query = _rows().where(*_narrowed(sought)).order_by(StoredLetter.created_at.desc(), StoredLetter.id)
    return [LetterRow(*row) for row in session.execute(query.limit(limit).offset(offset))]


def counts_by_status(session: Session, sought: Sought) -> dict[LetterStatus, int]:
    """How many such letters there are in each state."""
    query = select(StoredLetter.status, func.count()).where(*_narrowed(sought)).group_by(StoredLetter.status)
    return {row[0]: row[1] for row in session.execute(query)}


def letter_of(session: Session, letter_id: str) -> FullLetter:
    """One letter. Raises NotFound."""
    row = session.execute(_rows().where(StoredLetter.id == letter_id)).one_or_none()
    if row is None:
        raise NotFound(NO_LETTER)
    more = (
        StoredLetter.text,
        StoredLetter.link,
        StoredLetter.calendar,
        StoredLetter.attachments,
        StoredLetter.message_id,
        StoredLetter.sender,
        StoredLetter.site,
        StoredLetter.stop_link,
    )
    text, link, calendar, attachments, message_id, sender, site, stop = session.execute(
        select(*more).where(StoredLetter.id == letter_id)
    ).one()
    return FullLetter(
        LetterRow(*row), text, link, calendar, tuple(attachments), message_id, sender, site, stop
    )


def letters_of_meeting(
    session: Session, meeting_id: str, kinds: Iterable[LetterKind] = tuple(LetterKind)
) -> list[LetterRow]:
    """Every letter about a meeting, the latest first."""
    query = _rows().where(StoredLetter.meeting_id == meeting_id, StoredLetter.kind.in_(list(kinds)))
    return [LetterRow(*row) for row in session.execute(query.order_by(StoredLetter.created_at.desc()))]


def unwanted_kinds(session: Session, account_id: str) -> frozenset[LetterKind]:
    """What somebody chose not to have."""
    query = select(UnwantedKind.kind).where(UnwantedKind.account_id == account_id)
    return frozenset(session.scalars(query))


def own_recipient(session: Session, account_id: str) -> Recipient:
    """An account as somebody to write to. Raises NotFound."""
    row = session.execute(select(Account.name, Account.email).where(Account.id == account_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such account.")
    return Recipient(row.name, row.email, account_id)


def name_of_council(session: Session) -> str:
    """Whom letters are from; "The council" before it has a name."""
    return session.scalar(select(COUNCIL.c.name)) or "The council"


def accounts_with(session: Session, permission: Permission, body_id: str | None, on: date) -> list[Recipient]:
    """Active accounts that hold the permission that day, on that body or on all; by name. One query."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    held = and_(
        RoleGrant.account_id == Account.id,
        RoleGrant.role.in_(roles),
        RoleGrant.valid_from <= on,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
    )
    if body_id is not None:
        held = and_(held, or_(RoleGrant.body_id.is_(None), RoleGrant.body_id == body_id))
    query = select(Account.name, Account.email, Account.id).where(
        Account.is_active, select(RoleGrant.id).where(held).exists()
    )
    return [Recipient(*row) for row in session.execute(query.order_by(Account.name, Account.id))]


def recipients_of_persons(session: Session, person_ids: Collection[str]) -> dict[str, Recipient]:
    """Public persons as people to write to: at their account's address, otherwise at their public one. One query.

    Who has no address is there too, with an empty one.
    """
    query = (
        select(Person.id, Person.name, Person.email, Account.id, Account.email)
        .outerjoin(Account, and_(Account.person_id == Person.id, Account.is_active))
        .where(Person.id.in_(list(person_ids)))
        .order_by(Account.id.desc())
    )
    return {
        person_id: Recipient(name, account_email or email, account_id)
        for person_id, name, email, account_id, account_email in session.execute(query)
    }


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        StoredLetter.id,
        StoredLetter.key,
        StoredLetter.kind,
        StoredLetter.status,
        StoredLetter.body_id,
        StoredLetter.meeting_id,
        StoredLetter.account_id,
        StoredLetter.name,
        StoredLetter.email,
        StoredLetter.subject,
        StoredLetter.created_at,
        StoredLetter.created_by,
        StoredLetter.attempts,
        StoredLetter.next_at,
        StoredLetter.sent_at,
        StoredLetter.error,
    )


def _narrowed(sought: Sought) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if sought.bodies is not None:
        conditions.append(StoredLetter.body_id.in_(list(sought.bodies)))
    if sought.status is not None:
        conditions.append(StoredLetter.status == sought.status)
    if sought.kind is not None:
        conditions.append(StoredLetter.kind == sought.kind)
    if sought.meeting_id is not None:
        conditions.append(StoredLetter.meeting_id == sought.meeting_id)
    for word in sought.text.lower().split():
        fields = (StoredLetter.name, StoredLetter.email, StoredLetter.subject)
        conditions.append(or_(*(func.lower(f).contains(word, autoescape=True) for f in fields)))
    return conditions
