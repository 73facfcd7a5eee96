"""Reads for the pages on which accounts are looked after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Role
from meetings.people.models import Account, LoginSession, Person, RoleGrant
from meetings.people.queries import BODY
from meetings.people.rules import name_key

PAGE_SIZE = 50


@dataclass(frozen=True)
class GrantRow:
    """A role as it is listed."""

    id: str
    account_id: str
    role: Role
    body_id: str | None
    body_name: str | None
    valid_from: date
    valid_to: date | None

    @property
    def words(self) -> str:
        """The role in words: "Chair, Planning Committee"."""
        return f"{self.role.label}, {self.body_name}" if self.body_name else self.role.label

    def runs(self, on: date) -> bool:
        """Whether it is held on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def took_effect(self) -> bool:
        """Whether it was ever held; one given by mistake ends before it begins."""
        return self.valid_to is None or self.valid_to >= self.valid_from


@dataclass(frozen=True)
class AccountRow:
    """An account as it is looked after."""

    id: str
    email: str
    name: str
    is_active: bool
    has_password: bool
    created_at: datetime
    demo_note: str
    person_id: str | None
    person_name: str | None
    person_slug: str | None


@dataclass(frozen=True)
class ListedAccount:
    """An account in the list, with the roles it holds now."""

    account: AccountRow
    grants: tuple[GrantRow, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles in words."""
        return tuple(grant.words for grant in self.grants)


@dataclass(frozen=True)
class Sought:
    """What the list was narrowed down to."""

    text: str = ""
    role: Role | None = None
    active: bool | None = True


def account_of(session: Session, account_id: str) -> AccountRow:
    """One account. Raises NotFound."""
    row = session.execute(_accounts().where(Account.id == account_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such account.")
    return AccountRow(*row)


def count_accounts(session: Session, sought: Sought, on: date) -> int:
    """How many accounts are listed."""
    return session.scalar(select(func.count(Account.id)).where(*_narrowed(sought, on))) or 0


def accounts(session: Session, sought: Sought, on: date, page: int) -> list[ListedAccount]:
    """A page of accounts by name. Two queries, however many there are."""
    query = _accounts().where(*_narrowed(sought, on)).order_by(func.lower(Account.name), Account.id)
    return _with_roles(session, query.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE), on)


def demo_accounts(session: Session, on: date) -> list[ListedAccount]:
    """The made-up people that can be signed in as."""
    query = _accounts().where(Account.demo_note != "", Account.is_active).order_by(Account.name, Account.id)
    return _with_roles(session, query, on)


def grants_of(session: Session, account_ids: Iterable[str]) -> list[GrantRow]:
    """Every role ever given, the newest first."""
    query = (
        select(
            RoleGrant.id,
            RoleGrant.account_id,
            RoleGrant.role,
            RoleGrant.body_id,
            BODY.c.name,
            RoleGrant.valid_from,
            RoleGrant.valid_to,
        )
        .outerjoin(BODY, BODY.c.id == RoleGrant.body_id)
        .where(RoleGrant.account_id.in_(list(account_ids)))
        .order_by(RoleGrant.valid_from.desc(), BODY.c.name, RoleGrant.id)
    )
    return [GrantRow(*row) for row in session.execute(query)]


def last_sign_in(session: Session, account_id: str) -> datetime | None:
    """When the account was last signed in to."""
    return session.scalar(
        select(func.max(LoginSession.created_at)).where(LoginSession.account_id == account_id)
    )


def linkable_persons(session: Session) -> list[tuple[str, str]]:
    """Public persons who have no account yet, by surname."""
    query = (
        select(Person.id, Person.sort_name)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Account.id.is_(None))
    )
    return sorted(((row[0], row[1]) for row in session.execute(query)), key=lambda pair: name_key(pair[1]))


def _accounts() -> Select[*tuple[Any, ...]]:
    return select(
        Account.id,
        Account.email,
        Account.name,
        Account.is_active,
        Account.password_hash.is_not(None),
        Account.created_at,
        Account.demo_note,
        Account.person_id,
        Person.name,
        Person.slug,
    ).outerjoin(Person, Person.id == Account.person_id)


def _with_roles(session: Session, query: Select[*tuple[Any, ...]], on: date) -> list[ListedAccount]:
    rows = [AccountRow(*row) for row in session.execute(query)]
    held: dict[str, list[GrantRow]] = {}
    for grant in grants_of(session, [row.id for row in rows]):
        if grant.runs(on):
            held.setdefault(grant.account_id, []).append(grant)
    return [ListedAccount(row, tuple(held.get(row.id, ()))) for row in rows]


def _narrowed(sought: Sought, on: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if sought.active is not None:
        conditions.append(Account.is_active.is_(sought.active))
    for word in sought.text.lower().split():
        conditions.append(
            or_(
                func.lower(Account.name).contains(word, autoescape=True),
                Account.email.contains(word, autoescape=True),
            )
        )
    if sought.role is not None:
        held = and_(
            RoleGrant.account_id == Account.id,
            RoleGrant.role == sought.role,
            RoleGrant.valid_from <= on,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
        )
        conditions.append(select(RoleGrant.id).where(held).exists())
    return conditions
