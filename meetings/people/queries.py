"""Reads about accounts and sessions, for whoever asks who is signed in."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, column, func, select, table
from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Grant, Role
from meetings.people.models import Account, LoginSession, Person, RoleGrant
from meetings.people.rules import name_key

#: Bodies and wards belong to a layer above; only their names are read here, because roles are held on bodies.
BODY = table("body", column("id"), column("name"), column("is_active"))
WARD = table("ward", column("name"))
COUNCIL = table("council", column("name"))


@dataclass(frozen=True)
class Credentials:
    """What a sign-in is checked against."""

    account_id: str
    password_hash: str | None
    is_active: bool


@dataclass(frozen=True)
class SessionRow:
    """A session that is running."""

    id: str
    user_agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True)
class PersonRow:
    """A public person."""

    id: str
    slug: str
    name: str
    sort_name: str
    post: str
    email: str


def token_hash(token: str) -> str:
    """What the database holds of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(session: Session, token: str, now: datetime) -> Actor | None:
    """Who is signed in with this token; None if it is unknown, ended or revoked. Two queries."""
    return actors_of(session, [token], now).get(token)


def actor_of_account(session: Session, account_id: str) -> Actor | None:
    """Whoever an account belongs to, for work that was set for a time; None if it is no longer in use."""
    account = session.get(Account, account_id)
    if account is None or not account.is_active:
        return None
    grants = _grants(session, {account_id}).get(account_id, ())
    return Actor(account_id, account.name, account.person_id, tuple(grants))


def actors_of(session: Session, tokens: Iterable[str], now: datetime) -> dict[str, Actor]:
    """The same for many tokens at once, still in two queries."""
    hashes = {token_hash(t): t for t in set(tokens)}
    query = (
        select(LoginSession.token_hash, LoginSession.id, Account.id, Account.name, Account.person_id)
        .join(Account, Account.id == LoginSession.account_id)
        .where(
            LoginSession.token_hash.in_(hashes),
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > now,
            Account.is_active,
        )
    )
    rows = session.execute(query).all()
    grants = _grants(session, {row[2] for row in rows})
    return {
        hashes[hashed]: Actor(account_id, name, person_id, tuple(grants.get(account_id, ())), session_id)
        for hashed, session_id, account_id, name, person_id in rows
    }


def accounts_as_actors(session: Session, ids: Collection[str] | None = None) -> list[tuple[Actor, str]]:
    """Accounts in use with their e-mail address, all or those named: for what is done on their behalf. Two queries."""
    query = select(Account.id, Account.name, Account.person_id, Account.email).where(Account.is_active)
    if ids is not None:
        query = query.where(Account.id.in_(list(ids)))
    rows = session.execute(query.order_by(Account.name, Account.id)).all()
    grants = _grants(session, {row[0] for row in rows})
    return [
        (Actor(account_id, name, person_id, tuple(grants.get(account_id, ()))), email)
        for account_id, name, person_id, email in rows
    ]


def credentials_of(session: Session, email: str) -> Credentials | None:
    """What belongs to an e-mail address."""
    query = select(Account.id, Account.password_hash, Account.is_active).where(Account.email == email)
    row = session.execute(query).one_or_none()
    return Credentials(row[0], row[1], row[2]) if row else None


def credentials_by_id(session: Session, account_id: str) -> Credentials | None:
    """The same for an account."""
    query = select(Account.id, Account.password_hash, Account.is_active).where(Account.id == account_id)
    row = session.execute(query).one_or_none()
    return Credentials(row[0], row[1], row[2]) if row else None


def sessions_of(session: Session, account_id: str, now: datetime) -> list[SessionRow]:
    """The sessions of an account that are running, the one used last first."""
    query = (
        select(
            LoginSession.id,
            LoginSession.user_agent,
            LoginSession.address,
            LoginSession.created_at,
            LoginSession.last_seen_at,
        )
        .where(
            LoginSession.account_id == account_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > now,
        )
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id)
    )
    return [SessionRow(*row) for row in session.execute(query)]


def last_seen(session: Session, session_id: str) -> datetime | None:
    """When a session was last noted to be in use."""
    return session.scalar(select(LoginSession.last_seen_at).where(LoginSession.id == session_id))


def name_for_link(session: Session, token: str, now: datetime) -> str | None:
    """Whose password a link sets; None for a link that is used, old or unknown."""
    query = select(Account.name).where(
        Account.link_hash == token_hash(token), Account.link_expires_at > now, Account.is_active
    )
    return session.scalar(query)


def any_account(session: Session) -> bool:
    """Whether anybody can ever sign in here."""
    return session.scalar(select(Account.id).limit(1)) is not None


def other_administrators(session: Session, but: str | None) -> int:
    """How many active accounts, not counting one, are administrators until further notice."""
    query = (
        select(func.count(func.distinct(Account.id)))
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(Account.is_active, RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.valid_to.is_(None))
    )
    return session.scalar(query if but is None else query.where(Account.id != but)) or 0


def local_words(session: Session) -> list[str]:
    """Names that somebody who knows the area would guess first: the council, its bodies and wards."""
    names: list[str] = []
    for source in (COUNCIL, WARD, BODY):
        names.extend(session.scalars(select(source.c.name)))
    return names


def person_of(session: Session, person_id: str) -> PersonRow | None:
    """One person."""
    return next(iter(_persons(session, Person.id == person_id)), None)


def person_by_slug(session: Session, slug: str) -> PersonRow | None:
    """The person at an address."""
    return next(iter(_persons(session, Person.slug == slug)), None)


def persons(session: Session) -> list[PersonRow]:
    """Everybody, by surname."""
    return _persons(session)


def person_names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Names by id, in one query."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def body_choices(session: Session) -> list[tuple[str, str]]:
    """Bodies that are in being, for a list to choose from."""
    query = select(BODY.c.id, BODY.c.name).where(BODY.c.is_active).order_by(BODY.c.name)
    return [(body_id, name) for body_id, name in session.execute(query)]


def _persons(session: Session, *conditions: ColumnElement[bool]) -> list[PersonRow]:
    query = select(Person.id, Person.slug, Person.name, Person.sort_name, Person.post, Person.email)
    query = query.where(*conditions)
    rows = [PersonRow(*row) for row in session.execute(query)]
    return sorted(rows, key=lambda p: (name_key(p.sort_name), p.id))


def _grants(session: Session, account_ids: set[str]) -> dict[str, list[Grant]]:
    found: dict[str, list[Grant]] = {}
    if not account_ids:
        return found
    query = select(
        RoleGrant.account_id, RoleGrant.role, RoleGrant.body_id, RoleGrant.valid_from, RoleGrant.valid_to
    ).where(RoleGrant.account_id.in_(account_ids))
    for account_id, role, body_id, valid_from, valid_to in session.execute(query):
        found.setdefault(account_id, []).append(Grant(role, body_id, valid_from, valid_to))
    return found
