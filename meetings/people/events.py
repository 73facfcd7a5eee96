"""Facts about people: accounts, roles and sign-ins.

They hold no password, no e-mail address and no network address: a fact is kept for ever, those must not be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from meetings.kernel.facts import Fact, fact
from meetings.kernel.permissions import Role
from meetings.people.rules import FailureReason


@fact("people.person_created")
@dataclass(frozen=True)
class PersonCreated(Fact):
    """Somebody who appears in public was entered."""

    person_id: str
    name: str


@fact("people.person_changed")
@dataclass(frozen=True)
class PersonChanged(Fact):
    """A public person's details were changed; `changed` names the columns."""

    person_id: str
    name: str
    changed: tuple[str, ...]


@fact("people.account_created")
@dataclass(frozen=True)
class AccountCreated(Fact):
    """Somebody was given an account."""

    account_id: str
    name: str
    person_id: str | None = None


@fact("people.account_changed")
@dataclass(frozen=True)
class AccountChanged(Fact):
    """An account's details were changed; `changed` names the columns."""

    account_id: str
    name: str
    changed: tuple[str, ...]


@fact("people.account_linked")
@dataclass(frozen=True)
class AccountLinked(Fact):
    """An account that stood by itself now belongs to a public person."""

    account_id: str
    person_id: str


@fact("people.account_deactivated")
@dataclass(frozen=True)
class AccountDeactivated(Fact):
    """An account can no longer be used."""

    account_id: str
    name: str
    sessions_ended: int


@fact("people.account_reactivated")
@dataclass(frozen=True)
class AccountReactivated(Fact):
    """An account can be used again."""

    account_id: str
    name: str


@fact("people.role_granted")
@dataclass(frozen=True)
class RoleGranted(Fact):
    """A role was given, on one body or on all."""

    grant_id: str
    account_id: str
    role: Role
    body_id: str | None
    valid_from: date
    valid_to: date | None = None


@fact("people.grant_ended")
@dataclass(frozen=True)
class GrantEnded(Fact):
    """A role was given an end. A last day before the first one: it never took effect."""

    grant_id: str
    account_id: str
    role: Role
    body_id: str | None
    valid_to: date


@fact("people.password_link_made")
@dataclass(frozen=True)
class PasswordLinkMade(Fact):
    """A link to set a password was made; an earlier one no longer works."""

    account_id: str
    expires_at: datetime


@fact("people.password_changed")
@dataclass(frozen=True)
class PasswordChanged(Fact):
    """A password was set."""

    account_id: str
    by_link: bool
    sessions_ended: int


@fact("people.signed_in")
@dataclass(frozen=True)
class SignedIn(Fact):
    """Somebody signed in."""

    account_id: str
    session_id: str
    device: str
    known_device: bool = False


@fact("people.sign_in_failed")
@dataclass(frozen=True)
class SignInFailed(Fact):
    """Somebody tried to sign in and did not get in. Of an unknown e-mail address nothing is kept."""

    account_id: str | None
    reason: FailureReason
    known_device: bool = False


@fact("people.signed_out")
@dataclass(frozen=True)
class SignedOut(Fact):
    """Somebody signed out."""

    account_id: str
    session_id: str


@fact("people.session_revoked")
@dataclass(frozen=True)
class SessionRevoked(Fact):
    """A sign-in on another device was ended."""

    account_id: str
    session_id: str
