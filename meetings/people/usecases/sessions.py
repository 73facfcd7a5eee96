"""Sessions: begun at sign-in, seen, ended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from meetings.db.record import council_stream
from meetings.kernel.errors import NotFound, SignInRequired, WrongState
from meetings.kernel.ids import new_id
from meetings.people import rules
from meetings.people.events import SessionRevoked, SignedIn, SignedOut, SignInFailed
from meetings.people.models import Account, LoginSession
from meetings.people.queries import token_hash
from meetings.people.rules import FailureReason
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Origin:
    """Where a sign-in comes from."""

    user_agent: str = ""
    address: str = ""
    known_device: bool = False


@dataclass(frozen=True)
class SignIn:
    """Somebody whose password matched `checked_hash`; hashing takes too long to be done in a transaction."""

    account_id: str
    checked_hash: str
    #: the same password hashed with today's settings, where the old hash was weaker
    renewed_hash: str | None = None
    origin: Origin = Origin()


@dataclass(frozen=True)
class DemoSignIn:
    """Sign in as one of the made-up people of the demonstration."""

    account_id: str
    origin: Origin = Origin()


@dataclass(frozen=True)
class NoteFailedSignIn:
    """A sign-in that did not succeed."""

    account_id: str | None
    reason: FailureReason
    known_device: bool = False


@dataclass(frozen=True)
class SignOut:
    """End one's own present session."""


@dataclass(frozen=True)
class RevokeSession:
    """End one of one's own sessions."""

    session_id: str


@dataclass(frozen=True)
class RevokeOtherSessions:
    """End all of one's own sessions but the present one."""


@dataclass(frozen=True)
class TouchSession:
    """The present session is in use."""


@dataclass(frozen=True)
class OpenedSession:
    """A new session; the token is known to the browser alone from now on."""

    token: str
    session_id: str
    expires_at: datetime


@use_case(permission=None)
def sign_in(work: Work, command: SignIn) -> OpenedSession:
    """Begin a session; the one that the browser had ends. Raises WrongState if the account was changed."""
    account = work.session.get(Account, command.account_id, with_for_update=True)
    if account is None or not account.is_active or account.password_hash != command.checked_hash:
        raise WrongState("Your account was changed at this moment. Sign in again.")
    if command.renewed_hash:
        account.password_hash = command.renewed_hash
    return _open(work, account.id, command.origin)


@use_case(permission=None)
def sign_in_as_demo(work: Work, command: DemoSignIn) -> OpenedSession:
    """Begin a session without a password, for accounts made for the demonstration only. Raises NotFound."""
    account = work.session.get(Account, command.account_id)
    if account is None or not account.is_active or not account.demo_note:
        raise NotFound("There is no such person in the demonstration.")
    return _open(work, account.id, command.origin)


@use_case(permission=None)
def note_failed_sign_in(work: Work, command: NoteFailedSignIn) -> None:
    """Keep a trace of a failed sign-in."""
    fact = SignInFailed(command.account_id, command.reason, command.known_device)
    work.record(council_stream(work.session), fact)


@use_case(permission=None)
def sign_out(work: Work, command: SignOut) -> None:
    """End the present session; nothing happens if there is none."""
    account_id, session_id = work.actor.account_id, work.actor.session_id
    if account_id is None or session_id is None or not _revoke(work, session_id):
        return
    work.record(council_stream(work.session), SignedOut(account_id, session_id))


@use_case(permission=None)
def revoke_session(work: Work, command: RevokeSession) -> None:
    """End a session on another device. Raises SignInRequired, NotFound if it is another's or has ended."""
    account_id = signed_in_account(work)
    owned = select(LoginSession.id).where(
        LoginSession.id == command.session_id, LoginSession.account_id == account_id
    )
    if work.session.scalar(owned) is None or not _revoke(work, command.session_id):
        raise NotFound("That device is signed out already.")
    work.record(council_stream(work.session), SessionRevoked(account_id, command.session_id))


@use_case(permission=None)
def revoke_other_sessions(work: Work, command: RevokeOtherSessions) -> int:
    """End every session but the present one. Returns how many there were."""
    return end_sessions(work, signed_in_account(work), but=work.actor.session_id)


@use_case(permission=None)
def touch_session(work: Work, command: TouchSession) -> None:
    """Note that the present session is in use. No fact: it says nothing that lasts."""
    newer = update(LoginSession).where(LoginSession.id == work.actor.session_id).values(last_seen_at=work.now)
    work.session.execute(newer)


def signed_in_account(work: Work) -> str:
    """The account that acts. Raises SignInRequired."""
    if work.actor.account_id is None:
        raise SignInRequired("Sign in first.")
    return work.actor.account_id


def end_sessions(work: Work, account_id: str, but: str | None = None) -> int:
    """Part of larger steps: end an account's sessions, each with its fact. Returns how many."""
    query = select(LoginSession.id).where(
        LoginSession.account_id == account_id,
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > work.now,
    )
    ended = [s for s in work.session.scalars(query).all() if s != but and _revoke(work, s)]
    if ended:
        work.record(council_stream(work.session), *(SessionRevoked(account_id, s) for s in ended))
    return len(ended)


def _open(work: Work, account_id: str, origin: Origin) -> OpenedSession:
    sign_out(work, SignOut())
    token = secrets.token_urlsafe(32)
    row = LoginSession(
        id=new_id(),
        token_hash=token_hash(token),
        account_id=account_id,
        created_at=work.now,
        last_seen_at=work.now,
        expires_at=work.now + rules.SESSION_LENGTH,
        user_agent=origin.user_agent[:300],
        address=origin.address[:60],
    )
    work.session.add(row)
    work.session.flush()
    fact = SignedIn(account_id, row.id, rules.device_words(origin.user_agent), origin.known_device)
    work.record(council_stream(work.session), fact)
    return OpenedSession(token, row.id, row.expires_at)


def _revoke(work: Work, session_id: str) -> bool:
    """Whether it was running until now."""
    ending = update(LoginSession).where(LoginSession.id == session_id, LoginSession.revoked_at.is_(None))
    done = work.session.execute(ending.values(revoked_at=work.now).returning(LoginSession.id))
    return done.scalar_one_or_none() is not None
