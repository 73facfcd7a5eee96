"""Accounts: given, changed, taken out of use and back; never deleted, because the record names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission, Role
from meetings.people import rules
from meetings.people.events import (
    AccountChanged,
    AccountCreated,
    AccountDeactivated,
    AccountLinked,
    AccountReactivated,
)
from meetings.people.models import Account, Person
from meetings.people.queries import other_administrators
from meetings.people.usecases.grants import GrantRole, grant_role, lock_council
from meetings.people.usecases.sessions import end_sessions
from meetings.runtime.usecase import CONFLICTS, use_case
from meetings.runtime.work import Work

_TAKEN = "There is an account with this e-mail address already"
CONFLICTS.update({"account.email": f"{_TAKEN}.", "uq_account_email": f"{_TAKEN}."})


@dataclass(frozen=True)
class NewGrant:
    """A role that comes with a new account; without a first day it begins today."""

    role: Role
    body_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class CreateAccount:
    """A new account. Without a hash it waits for a password link. `name` may be empty if a person is given."""

    email: str
    name: str = ""
    person_id: str | None = None
    password_hash: str | None = None
    demo_note: str = ""
    grants: tuple[NewGrant, ...] = ()


@dataclass(frozen=True)
class UpdateAccount:
    """Name and address as they should be; a person can be given once and is then not changed."""

    account_id: str
    email: str
    name: str
    person_id: str | None = None


@dataclass(frozen=True)
class DeactivateAccount:
    """Take an account out of use."""

    account_id: str


@dataclass(frozen=True)
class ReactivateAccount:
    """Take an account into use again."""

    account_id: str


@use_case(permission=Permission.MANAGE_PEOPLE)
def create_account(work: Work, command: CreateAccount) -> str:
    """Give somebody an account. Returns its id. Roles that go with seats on bodies follow by themselves."""
    person = _person(work.session, command.person_id)
    email, name = _checked(work.session, command.email, command.name or (person.name if person else ""), None)
    account = Account(
        id=new_id(),
        email=email,
        name=name,
        password_hash=command.password_hash,
        is_active=True,
        created_at=work.now,
        person_id=command.person_id,
        demo_note=command.demo_note,
    )
    work.session.add(account)
    work.session.flush()
    work.record(council_stream(work.session), AccountCreated(account.id, name, command.person_id))
    for grant in command.grants:
        first = grant.valid_from or work.today
        grant_role(work, GrantRole(account.id, grant.role, grant.body_id, first, grant.valid_to))
    return account.id


@use_case(permission=Permission.MANAGE_PEOPLE)
def update_account(work: Work, command: UpdateAccount) -> None:
    """Change name or e-mail address, or say whose it is. Raises WrongState, Invalid, NotFound."""
    account = account_row(work.session, command.account_id)
    person_id = command.person_id or account.person_id
    if account.person_id is not None and person_id != account.person_id:
        raise WrongState(
            "This account belongs to somebody already. Deactivate it and make a new one for the other person."
        )
    _person(work.session, person_id)
    email, name = _checked(work.session, command.email, command.name, account.id)
    changed = tuple(f for f, v in (("email", email), ("name", name)) if getattr(account, f) != v)
    linked = person_id is not None and account.person_id is None
    account.email, account.name, account.person_id = email, name, person_id
    work.session.flush()
    stream = council_stream(work.session)
    if changed:
        work.record(stream, AccountChanged(account.id, name, changed))
    if linked and person_id is not None:
        work.record(stream, AccountLinked(account.id, person_id))


@use_case(permission=Permission.MANAGE_PEOPLE)
def deactivate_account(work: Work, command: DeactivateAccount) -> None:
    """Take an account out of use and sign it out everywhere.

    Raises WrongState for one's own and for the last administrator's.
    """
    lock_council(work.session)
    account = account_row(work.session, command.account_id)
    if not account.is_active:
        raise WrongState("This account is out of use already.")
    if account.id == work.actor.account_id:
        raise WrongState("This is your own account. Ask another administrator to deactivate it.")
    if other_administrators(work.session, None) and not other_administrators(work.session, account.id):
        raise WrongState("This is the last administrator. Give somebody else that role first.")
    account.is_active = False
    account.link_hash = account.link_expires_at = None
    work.session.flush()
    ended = end_sessions(work, account.id)
    work.record(council_stream(work.session), AccountDeactivated(account.id, account.name, ended))


@use_case(permission=Permission.MANAGE_PEOPLE)
def reactivate_account(work: Work, command: ReactivateAccount) -> None:
    """Take an account into use again; its roles are as they were. Raises WrongState."""
    account = account_row(work.session, command.account_id)
    if account.is_active:
        raise WrongState("This account is in use.")
    account.is_active = True
    work.session.flush()
    work.record(council_stream(work.session), AccountReactivated(account.id, account.name))


def account_row(session: Session, account_id: str) -> Account:
    """The account, locked until the end of the transaction. Raises NotFound."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound("There is no such account.")
    return account


def _person(session: Session, person_id: str | None) -> Person | None:
    person = session.get(Person, person_id) if person_id else None
    checks = Checks()
    checks.that(person is not None or not person_id, "person_id", "Choose a person from the list")
    checks.done()
    return person


def _checked(session: Session, email: str, name: str, account_id: str | None) -> tuple[str, str]:
    checks = Checks()
    clean_name = checks.line("name", name, missing="Enter the person's name")
    clean_email = rules.email_of(email)
    checks.that(bool(clean_email), "email", "Enter an e-mail address")
    checks.that(rules.is_email(clean_email), "email", "Enter an e-mail address such as name@council.example")
    taken = session.scalar(select(Account.id).where(Account.email == clean_email))
    checks.that(taken in (None, account_id), "email", _TAKEN)
    checks.done()
    return clean_email, clean_name
