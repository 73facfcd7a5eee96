"""Reads about accounts and sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Grant
from meetings.people.models import Account, LoginSession, RoleGrant


def token_hash(token: str) -> str:
    """What the database holds of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(session: Session, token: str, now: datetime) -> Actor | None:
    """Who is signed in with this token; None if it is unknown, ended or revoked. Two queries."""
    return actors_of(session, [token], now).get(token)


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
