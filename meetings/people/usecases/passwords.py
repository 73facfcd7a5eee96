"""Passwords: set by their owner, or once through a link that an administrator passes on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from meetings.db.record import council_stream
from meetings.kernel.errors import Denied, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.people import rules
from meetings.people.events import PasswordChanged, PasswordLinkMade
from meetings.people.models import Account
from meetings.people.queries import token_hash
from meetings.people.usecases.sessions import end_sessions, signed_in_account
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class SetPassword:
    """A new password's hash, and the one that the present password was checked against (the system needs none)."""

    account_id: str
    password_hash: str
    checked_hash: str | None = None


@dataclass(frozen=True)
class MakePasswordLink:
    """Ask for a link with which a password can be set once."""

    account_id: str


@dataclass(frozen=True)
class SetPasswordByLink:
    """Use such a link."""

    token: str
    password_hash: str


@dataclass(frozen=True)
class PasswordLink:
    """The link's token, shown once: only its SHA-256 is kept."""

    token: str
    expires_at: datetime


@use_case(permission=None)
def set_password(work: Work, command: SetPassword) -> None:
    """Change one's own password; all other sessions end.

    Raises Denied for somebody else's, WrongState if it was changed meanwhile.
    """
    if not work.actor.is_system and signed_in_account(work) != command.account_id:
        raise Denied("A password can be changed by its owner only. Make a link to set it instead.")
    account = _locked(work, command.account_id)
    if not work.actor.is_system and account.password_hash != command.checked_hash:
        raise WrongState(
            "Your password was changed at this moment, on another device. Check that this was you."
        )
    _set(work, account, command.password_hash, by_link=False)


@use_case(permission=Permission.MANAGE_PEOPLE)
def make_password_link(work: Work, command: MakePasswordLink) -> PasswordLink:
    """Make a link that sets a password once within a day; an earlier one stops working. Raises WrongState."""
    account = _locked(work, command.account_id)
    if not account.is_active:
        raise WrongState("This account is out of use. Reactivate it first.")
    token = secrets.token_urlsafe(32)
    expires_at = work.now + rules.LINK_LENGTH
    account.link_hash, account.link_expires_at = token_hash(token), expires_at
    work.session.flush()
    work.record(council_stream(work.session), PasswordLinkMade(account.id, expires_at))
    return PasswordLink(token, expires_at)


@use_case(permission=None)
def set_password_by_link(work: Work, command: SetPasswordByLink) -> None:
    """Set the password that the link is for; all sessions of the account end. Raises NotFound."""
    query = select(Account).where(Account.link_hash == token_hash(command.token)).with_for_update()
    account = work.session.scalar(query)
    if account is None or not account.is_active or account.link_expires_at is None:
        raise NotFound("This link has been used already or a newer one was made. Ask for a new one.")
    if account.link_expires_at <= work.now:
        raise NotFound("This link is more than a day old and no longer works. Ask for a new one.")
    _set(work, account, command.password_hash, by_link=True)


def _locked(work: Work, account_id: str) -> Account:
    account = work.session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def _set(work: Work, account: Account, password_hash: str, *, by_link: bool) -> None:
    account.password_hash = password_hash
    account.link_hash = account.link_expires_at = None
    work.session.flush()
    mine = work.actor.session_id if work.actor.account_id == account.id and not by_link else None
    ended = end_sessions(work, account.id, but=mine)
    work.record(council_stream(work.session), PasswordChanged(account.id, by_link, ended))
