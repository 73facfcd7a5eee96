"""Connecting an account: its values entered, an officer signed in at the provider, tested, taken away again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from meetings.connections.accounts import NEWS_SEGMENT, locked_connection
from meetings.connections.dying import kill
from meetings.connections.events import (
    ConnectionChanged,
    NewsAddressShown,
    ProviderConnected,
    ProviderDisconnected,
)
from meetings.connections.health import locked_health
from meetings.connections.models import ProviderCall, ProviderConnection
from meetings.connections.news.inbox import segment_hash
from meetings.connections.redact import redacted
from meetings.connections.rules import GIVE_UP_AFTER, CallState, ConnectionState
from meetings.db.record import council_stream
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.ports.providers import Checked
from meetings.runtime.usecase import use_case
from meetings.runtime.vault import Unlockable, Vault
from meetings.runtime.work import Work

#: A sign-in at the provider that takes longer is begun again.
SIGN_IN_WITHIN = timedelta(minutes=15)
_NOT_CONNECTED = "Nothing is entered for this provider yet."
_STARTED_ELSEWHERE = "This sign-in was not started here, or too long ago. Start it again."


@dataclass(frozen=True)
class EnterValues:
    """What was entered: values that are not named stay as they were. `news`: the provider sends news."""

    provider: str
    name: str
    values: Mapping[str, str] = field(repr=False)
    vault: Vault = field(repr=False)
    news: bool = False


@dataclass(frozen=True)
class NoteChecked:
    """What a test of the connection found. `dead`: the provider refused the account, in its words."""

    provider: str
    name: str
    #: the connecting that was tested; 0: the provider needs no account
    version: int
    checks: tuple[Checked, ...] = ()
    dead: str = ""


@dataclass(frozen=True)
class BeginSignIn:
    """Somebody leaves for the provider's page of sign-in."""

    provider: str
    state: str = field(repr=False)


@dataclass(frozen=True)
class TakeSignIn:
    """Somebody comes back from it."""

    provider: str
    state: str = field(repr=False)


@dataclass(frozen=True)
class KeepSignIn:
    """What the provider handed out after it."""

    provider: str
    name: str
    values: Mapping[str, str] = field(repr=False)
    vault: Vault = field(repr=False)


@dataclass(frozen=True)
class Disconnect:
    """Delete what is kept. `revoked`: the provider has taken back its permission too."""

    provider: str
    name: str
    revoked: bool


@dataclass(frozen=True)
class ShowNewsAddress:
    """The secret part of the address for news; `renew`: a new one, and the old one is heard no longer."""

    provider: str
    name: str
    vault: Vault = field(repr=False)
    renew: bool = False


@use_case(permission=Permission.SETTINGS)
def enter_values(work: Work, command: EnterValues) -> None:
    """Keep what was entered, locked. It has to be tested before anything is arranged with it."""
    row = locked_connection(work.session, command.provider)
    before = _values(command.vault, row)
    values = {**before, **{k: v for k, v in command.values.items() if v}}
    for name in (k for k, v in command.values.items() if not v):
        values.pop(name, None)
    if command.news and NEWS_SEGMENT not in values:
        values[NEWS_SEGMENT] = secrets.token_urlsafe(32)
    if row is not None and values == before:
        return
    if row is None:
        row = _new_row(work, command.provider)
    _lock(row, command.vault, values)
    row.version += 1
    row.entered_at, row.entered_by = work.now, work.actor.name
    _forget_checks(work, command.provider)
    changed = tuple(
        sorted(k for k in {*before, *values} if before.get(k) != values.get(k) and k != NEWS_SEGMENT)
    )
    work.record(council_stream(work.session), ConnectionChanged(command.provider, command.name, changed))


@use_case(permission=Permission.SETTINGS)
def note_checked(work: Work, command: NoteChecked) -> None:
    """Keep what a test found; a connection that answers is connected, and what waited for it goes on."""
    row = locked_connection(work.session, command.provider)
    if row is not None and row.version != command.version:
        raise WrongState("Somebody has changed this connection meanwhile. Test it again.")
    health = locked_health(work.session, command.provider)
    health.checked_at = work.now
    health.checks = [{"name": c.name, "ok": c.ok, "words": redacted(c.words)} for c in command.checks]
    if row is None:
        return
    if command.dead:
        if row.state is ConnectionState.CONNECTED:
            kill(work, command.provider, command.name, command.dead, row.version)
        return
    if any(check.ok for check in command.checks):
        health.failures, health.open_until = 0, None
        _connected(work, row, command.name)


@use_case(permission=Permission.SETTINGS)
def begin_sign_in(work: Work, command: BeginSignIn) -> None:
    """Remember that this session has left to sign in."""
    row = _known(work.session, command.provider)
    row.sign_in_hash, row.sign_in_until = _sign_in_hash(work, command.state), work.now + SIGN_IN_WITHIN


@use_case(permission=Permission.SETTINGS)
def take_sign_in(work: Work, command: TakeSignIn) -> None:
    """Check that it was this session that left, once. Raises WrongState otherwise."""
    row = locked_connection(work.session, command.provider)
    if row is None or not row.sign_in_hash or row.sign_in_until is None or row.sign_in_until < work.now:
        raise WrongState(_STARTED_ELSEWHERE)
    if not hmac.compare_digest(row.sign_in_hash, _sign_in_hash(work, command.state)):
        raise WrongState(_STARTED_ELSEWHERE)
    row.sign_in_hash, row.sign_in_until = "", None


@use_case(permission=Permission.SETTINGS)
def keep_sign_in(work: Work, command: KeepSignIn) -> None:
    """Keep what the provider handed out, locked."""
    row = _known(work.session, command.provider)
    _lock(row, command.vault, {**_values(command.vault, row), **command.values})
    row.version += 1
    fields = tuple(sorted(command.values))
    work.record(council_stream(work.session), ConnectionChanged(command.provider, command.name, fields))


@use_case(permission=Permission.SETTINGS)
def disconnect(work: Work, command: Disconnect) -> None:
    """Delete what is kept of the account. What waited for it is given up, with words, when its turn comes."""
    row = _known(work.session, command.provider)
    work.session.delete(row)
    _forget_checks(work, command.provider)
    _resume(work, command.provider)
    fact = ProviderDisconnected(command.provider, command.name, command.revoked)
    work.record(council_stream(work.session), fact)


@use_case(permission=Permission.SETTINGS)
def show_news_address(work: Work, command: ShowNewsAddress) -> str:
    """The secret part of the address. That somebody had it shown stands in the record."""
    row = _known(work.session, command.provider)
    values = _values(command.vault, row)
    renew = command.renew or NEWS_SEGMENT not in values
    if renew:
        values[NEWS_SEGMENT] = secrets.token_urlsafe(32)
        _lock(row, command.vault, values)
    fact = NewsAddressShown(command.provider, command.name, renew)
    work.record(council_stream(work.session), fact)
    return values[NEWS_SEGMENT]


def _new_row(work: Work, provider: str) -> ProviderConnection:
    row = ProviderConnection(
        provider=provider,
        state=ConnectionState.ENTERED,
        locked=b"",
        version=0,
        entered_at=work.now,
        entered_by=work.actor.name,
        dead_reason="",
        sign_in_hash="",
    )
    work.session.add(row)
    return row


def _known(session: Session, provider: str) -> ProviderConnection:
    row = locked_connection(session, provider)
    if row is None:
        raise NotFound(_NOT_CONNECTED)
    return row


def _values(vault: Vault, row: ProviderConnection | None) -> dict[str, str]:
    """What is kept; nothing where it was locked with a key that is no longer here: it is entered anew."""
    if row is None:
        return {}
    try:
        return vault.open(row.locked)
    except Unlockable:
        return {}


def _lock(row: ProviderConnection, vault: Vault, values: Mapping[str, str]) -> None:
    row.locked = vault.lock(values)
    segment = values.get(NEWS_SEGMENT)
    row.segment_hash = segment_hash(segment) if segment else None


def _forget_checks(work: Work, provider: str) -> None:
    health = locked_health(work.session, provider)
    health.checked_at, health.checks = None, []


def _connected(work: Work, row: ProviderConnection, name: str) -> None:
    if row.state is ConnectionState.CONNECTED:
        return
    again = row.state is ConnectionState.DEAD
    row.state, row.connected_at = ConnectionState.CONNECTED, work.now
    row.dead_since, row.dead_reason = None, ""
    _resume(work, row.provider)
    work.record(council_stream(work.session), ProviderConnected(row.provider, name, again))


def _resume(work: Work, provider: str) -> None:
    """What waited for the connection has its full time again."""
    parked = (ProviderCall.provider == provider) & (ProviderCall.state == CallState.PARKED)
    fresh = {"state": CallState.WAITING, "next_at": work.now, "give_up_at": work.now + GIVE_UP_AFTER}
    work.session.execute(update(ProviderCall).where(parked).values(fresh))


def _sign_in_hash(work: Work, state: str) -> str:
    """Bound to the session that left: what is caught on the way is of no use in another."""
    return hashlib.sha256(f"{work.actor.session_id}:{state}".encode(errors="replace")).hexdigest()
