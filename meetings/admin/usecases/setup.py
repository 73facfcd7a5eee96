"""The beginnings of an installation: the council, its first account, its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from meetings.admin.events import CouncilRenamed
from meetings.bodies.models import Council
from meetings.bodies.usecases import CreateCouncil, create_council
from meetings.db.record import council_stream
from meetings.kernel.actor import Actor
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.permissions import Permission, Role
from meetings.people.models import Account
from meetings.people.usecases import CreateAccount, NewGrant, create_account
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.rules import bodies_for


@dataclass(frozen=True)
class CreateAdministrator:
    """`council` is needed as long as there is none."""

    email: str
    name: str
    password_hash: str
    council: str = ""


@dataclass(frozen=True)
class Administrator:
    """The new account; whether the council is new, and whether this account also looks after meetings."""

    account_id: str
    new_council: bool
    officer: bool


@dataclass(frozen=True)
class RenameCouncil:
    """The council's name from now on, wherever it is shown."""

    name: str


@use_case(permission=None, system_only=True)
def create_administrator(work: Work, command: CreateAdministrator) -> Administrator:
    """Give somebody the administrator's role, and the first of all the officer's too, so that one person can begin.

    Raises Invalid.
    """
    new_council = work.session.scalar(select(Council.id)) is None
    if new_council:
        create_council(work, CreateCouncil(command.council))
    first = work.session.scalar(select(Account.id).limit(1)) is None
    roles = (Role.ADMINISTRATOR, Role.OFFICER) if first else (Role.ADMINISTRATOR,)
    account_id = create_account(
        work,
        CreateAccount(
            email=command.email,
            name=command.name,
            password_hash=command.password_hash,
            grants=tuple(NewGrant(role) for role in roles),
        ),
    )
    return Administrator(account_id, new_council, first)


@use_case(permission=None)
def rename_council(work: Work, command: RenameCouncil) -> None:
    """Give the council another name. Administrators may, and officers of the whole council. Raises Denied, Invalid."""
    if not may_rename(work.actor, work.today):
        raise Denied("Only an administrator or an officer of the whole council can change its name.")
    council = work.session.scalar(select(Council).with_for_update())
    if council is None:
        raise WrongState("The council has not been set up yet.")
    checks = Checks()
    name = checks.line("name", command.name, missing="Enter the council's name")
    checks.done()
    before = council.name
    if name != before:
        council.name = name
        work.session.flush()
        work.record(council_stream(work.session), CouncilRenamed(name, before))


def may_rename(actor: Actor, on: date) -> bool:
    """Whether somebody looks after the installation, or after all of its bodies."""
    settings, bodies = (bodies_for(actor, p, on) for p in (Permission.SETTINGS, Permission.MANAGE_BODIES))
    return settings is None or bodies is None
