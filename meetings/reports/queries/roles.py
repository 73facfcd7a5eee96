"""Reads about consultees: their roles, who holds them, who stands in; and what a report to a body needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.kernel.permissions import ROLE_PERMISSIONS, Permission
from meetings.people.models import Account, RoleGrant
from meetings.reports.models import ConsulteeCover, ConsulteeHolder, ConsulteeRole, ReportTemplateRow
from meetings.reports.rules import template as templates
from meetings.reports.rules.template import COUNCIL, DEFAULT_SECTIONS, NeededConsultee, ReportTemplate


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    account_id: str
    name: str
    email: str


@dataclass(frozen=True)
class HolderRow:
    """Who holds a role, and when."""

    id: str
    role_id: str
    account_id: str
    name: str
    valid_from: date
    valid_to: date | None

    def on(self, day: date) -> bool:
        """Whether they hold it on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class CoverRow:
    """Who stands in for whom, and when."""

    id: str
    account_id: str
    name: str
    cover_id: str
    cover_name: str
    valid_from: date
    valid_to: date
    reason: str


def roles(session: Session, *, active: bool = True) -> list[ConsulteeRole]:
    """The consultees' roles in order, the sign-off last."""
    query = select(ConsulteeRole).order_by(ConsulteeRole.signoff, ConsulteeRole.position, ConsulteeRole.name)
    return list(session.scalars(query.where(ConsulteeRole.is_active) if active else query))


def holders(session: Session, role_ids: Iterable[str] | None = None) -> dict[str, list[HolderRow]]:
    """Who holds which role, by role: everybody ever, by name. One query."""
    query = select(
        ConsulteeHolder.id,
        ConsulteeHolder.role_id,
        ConsulteeHolder.account_id,
        Account.name,
        ConsulteeHolder.valid_from,
        ConsulteeHolder.valid_to,
    ).join(Account, Account.id == ConsulteeHolder.account_id)
    if role_ids is not None:
        query = query.where(ConsulteeHolder.role_id.in_(list(role_ids)))
    found: dict[str, list[HolderRow]] = defaultdict(list)
    for row in session.execute(query.where(Account.is_active).order_by(Account.name, ConsulteeHolder.id)):
        found[row[1]].append(HolderRow(*row))
    return found


def covers(session: Session, on: date, account_ids: Iterable[str] | None = None) -> list[CoverRow]:
    """Who stands in for whom on that day or later, the first to begin first."""
    holder, cover = Account.__table__.alias(), Account.__table__.alias()
    query = (
        select(
            ConsulteeCover.id,
            ConsulteeCover.account_id,
            holder.c.name,
            ConsulteeCover.cover_id,
            cover.c.name,
            ConsulteeCover.valid_from,
            ConsulteeCover.valid_to,
            ConsulteeCover.reason,
        )
        .join(holder, holder.c.id == ConsulteeCover.account_id)
        .join(cover, cover.c.id == ConsulteeCover.cover_id)
        .where(ConsulteeCover.ended_at.is_(None), ConsulteeCover.valid_to >= on)
    )
    if account_ids is not None:
        query = query.where(ConsulteeCover.account_id.in_(list(account_ids)))
    return [
        CoverRow(*row) for row in session.execute(query.order_by(ConsulteeCover.valid_from, holder.c.name))
    ]


def held_by(session: Session, account_id: str | None, on: date) -> dict[tuple[str, str], str]:
    """The roles somebody may clear for on a day: (role, holder) to the name in whose place, empty for their own.

    Who stands in for a holder has that holder's own roles, not those the holder stands in for in turn.
    """
    if account_id is None:
        return {}
    covered = {
        row[0]: row[1]
        for row in session.execute(
            select(ConsulteeCover.account_id, Account.name)
            .join(Account, Account.id == ConsulteeCover.account_id)
            .where(
                ConsulteeCover.cover_id == account_id,
                ConsulteeCover.ended_at.is_(None),
                ConsulteeCover.valid_from <= on,
                ConsulteeCover.valid_to >= on,
            )
        )
    }
    query = select(ConsulteeHolder.role_id, ConsulteeHolder.account_id).where(
        ConsulteeHolder.account_id.in_([account_id, *covered]),
        ConsulteeHolder.valid_from <= on,
        or_(ConsulteeHolder.valid_to.is_(None), ConsulteeHolder.valid_to >= on),
    )
    found: dict[tuple[str, str], str] = {}
    for role_id, holder_id in session.execute(query):
        found[role_id, holder_id] = "" if holder_id == account_id else covered[holder_id]
    return found


def who_clears(session: Session, role_id: str, holder_id: str | None, body_id: str, on: date) -> list[Person]:
    """Everybody who may clear a body's reports for a role on a day: its holders (or the one who is asked) and who
    stands in."""
    ids = [h.account_id for h in holders(session, [role_id]).get(role_id, []) if h.on(on)]
    if holder_id is not None:
        ids = [i for i in ids if i == holder_id]
    standing_in = [c.cover_id for c in covers(session, on, ids) if c.valid_from <= on]
    return able(session, [*ids, *standing_in], Permission.CLEAR_REPORT, body_id, on)


def able(
    session: Session, ids: Iterable[str], permission: Permission, body_id: str, on: date
) -> list[Person]:
    """Those of these accounts that hold the permission for a body on a day, by name: nobody else is told of it."""
    wanted, roles_with = set(ids), [role for role, held in ROLE_PERMISSIONS.items() if permission in held]
    return [p for p in accounts_with_roles(session, roles_with, on, body_id) if p.account_id in wanted]


def people(session: Session, ids: Iterable[str]) -> list[Person]:
    """Accounts that are in use, by name."""
    query = select(Account.id, Account.name, Account.email).where(Account.id.in_(set(ids)), Account.is_active)
    return [Person(*row) for row in session.execute(query.order_by(Account.name))]


def accounts_with_roles(
    session: Session, wanted: Iterable[str], on: date, body_id: str | None = None
) -> list[Person]:
    """Accounts that hold one of these roles of the system on a day (for that body, if one is named), by name."""
    query = (
        select(Account.id, Account.name, Account.email)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role.in_(list(wanted)),
            RoleGrant.valid_from <= on,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
            Account.is_active,
        )
        .distinct()
    )
    if body_id is not None:
        query = query.where(or_(RoleGrant.body_id.is_(None), RoleGrant.body_id == body_id))
    return [Person(*row) for row in session.execute(query.order_by(Account.name))]


def template_for(session: Session, body_id: str) -> ReportTemplate:
    """What a report to that body needs: its own template, the council's, or what a council begins with."""
    query = select(ReportTemplateRow).where(ReportTemplateRow.id.in_([body_id, COUNCIL]))
    rows = {row.id: row for row in session.scalars(query)}
    row = rows.get(body_id) or rows.get(COUNCIL)
    if row is not None:
        return templates.from_json(row.sections, row.consultees, row.submit_days)
    needed = tuple(NeededConsultee(r.id, r.usual_days) for r in roles(session) if r.usual)
    return ReportTemplate(DEFAULT_SECTIONS, needed)


def own_templates(session: Session) -> frozenset[str]:
    """The bodies that have a template of their own, and "council" if that was changed."""
    return frozenset(session.scalars(select(ReportTemplateRow.id)))
