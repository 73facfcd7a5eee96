"""Roles: given from a day and ended on a day, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from meetings.db.record import Stream, council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission, Role
from meetings.people import rules
from meetings.people.events import GrantEnded, RoleGranted
from meetings.people.models import Account, RoleGrant
from meetings.people.queries import BODY, other_administrators
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class GrantRole:
    """A role for an account, on one body or (None) on all; without a last day until further notice."""

    account_id: str
    role: Role
    body_id: str | None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True)
class EndGrant:
    """The last day of a role. The day before its first says that it was given by mistake."""

    grant_id: str
    valid_to: date


@dataclass(frozen=True)
class SeatRole:
    """The role that goes with a seat on a body, for whichever account the person has."""

    person_id: str
    role: Role
    body_id: str
    valid_from: date
    valid_to: date | None = None


@use_case(permission=Permission.MANAGE_PEOPLE)
def grant_role(work: Work, command: GrantRole) -> str:
    """Give a role. Returns the grant's id. Raises Invalid, NotFound, WrongState if it is held already."""
    account = work.session.get(Account, command.account_id, with_for_update=True)
    if account is None:
        raise NotFound("There is no such account.")
    _check_grant(work.session, command)
    if _overlapping(work.session, command):
        raise WrongState("This account holds that role in that time already.")
    return _give(work, command)


@use_case(permission=Permission.MANAGE_PEOPLE)
def end_grant(work: Work, command: EndGrant) -> None:
    """Say when a role ends. Raises NotFound, Invalid, WrongState for the last administrator."""
    lock_council(work.session)
    grant = work.session.get(RoleGrant, command.grant_id)
    if grant is None:
        raise NotFound("There is no such role.")
    if grant.valid_to is not None and grant.valid_to < work.today:
        raise WrongState("This role has ended already.")
    checks = Checks()
    checks.ending(grant.valid_from, command.valid_to)
    checks.done()
    if grant.role is Role.ADMINISTRATOR and not other_administrators(work.session, grant.account_id):
        raise WrongState("This is the last administrator. Give somebody else that role first.")
    _end(work, grant, command.valid_to)


def lock_council(session: Session) -> None:
    """One at a time: neither two last administrators are taken away nor two names given twice."""
    session.execute(update(Stream).where(Stream.kind == "council").values(version=Stream.version))


def give_seat_role(work: Work, seat: SeatRole) -> None:
    """Part of giving a seat: the person's accounts get the role that goes with it, unless they hold it."""
    for account_id in work.session.scalars(
        select(Account.id).where(Account.person_id == seat.person_id)
    ).all():
        command = GrantRole(account_id, seat.role, seat.body_id, seat.valid_from, seat.valid_to)
        if not _overlapping(work.session, command):
            _give(work, command)


def end_seat_role(work: Work, seat: SeatRole, last_day: date) -> None:
    """Part of ending a seat: the grant that came with it, known by role, body and first day, ends with it."""
    query = (
        select(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            Account.person_id == seat.person_id,
            RoleGrant.role == seat.role,
            RoleGrant.body_id == seat.body_id,
            RoleGrant.valid_from == seat.valid_from,
        )
    )
    for grant in work.session.scalars(query).all():
        if grant.valid_to is None or grant.valid_to > last_day:
            _end(work, grant, last_day)


def _give(work: Work, command: GrantRole) -> str:
    grant = RoleGrant(
        id=new_id(),
        account_id=command.account_id,
        role=command.role,
        body_id=command.body_id,
        valid_from=command.valid_from,
        valid_to=command.valid_to,
        granted_by=work.actor.account_id,
    )
    work.session.add(grant)
    work.session.flush()
    fact = RoleGranted(
        grant.id, command.account_id, command.role, command.body_id, command.valid_from, command.valid_to
    )
    work.record(council_stream(work.session), fact)
    return grant.id


def _end(work: Work, grant: RoleGrant, last_day: date) -> None:
    if grant.valid_to == last_day:
        return
    grant.valid_to = last_day
    work.session.flush()
    fact = GrantEnded(grant.id, grant.account_id, grant.role, grant.body_id, last_day)
    work.record(council_stream(work.session), fact)


def _check_grant(session: Session, command: GrantRole) -> None:
    checks = Checks()
    checks.that(command.role in rules.GRANTABLE, "role", "Choose a role")
    if command.role in rules.OF_A_BODY:
        checks.that(
            command.body_id is not None, "body_id", "Choose the committee: this role is held on one body"
        )
    if command.role in rules.COUNCIL_WIDE:
        checks.that(
            command.body_id is None, "body_id", "This role is held for the whole council: choose no committee"
        )
    known = command.body_id is None or session.scalar(select(BODY.c.id).where(BODY.c.id == command.body_id))
    checks.that(bool(known), "body_id", "Choose a committee from the list")
    checks.span(command.valid_from, command.valid_to)
    checks.done()


def _overlapping(session: Session, command: GrantRole) -> bool:
    """Whether the account holds the same role on the same body on any day of that time."""
    last = command.valid_to or date.max - timedelta(days=1)
    query = select(RoleGrant.id).where(
        RoleGrant.account_id == command.account_id,
        RoleGrant.role == command.role,
        RoleGrant.body_id == command.body_id if command.body_id else RoleGrant.body_id.is_(None),
        RoleGrant.valid_from <= last,
        (RoleGrant.valid_to.is_(None)) | (RoleGrant.valid_to >= command.valid_from),
        (RoleGrant.valid_to.is_(None)) | (RoleGrant.valid_to >= RoleGrant.valid_from),
    )
    return session.scalar(query.limit(1)) is not None
