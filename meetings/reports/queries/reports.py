"""Reads about one report: where it stands, its versions, clearances, comments, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.kernel.actor import Actor
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.reports.models import (
    ConsulteeRole,
    Report,
    ReportAuthor,
    ReportClearance,
    ReportVersion,
)
from meetings.reports.queries.roles import Person, able, held_by
from meetings.reports.rules.content import ReportContent, from_json
from meetings.reports.rules.states import ClearanceState, ReportState, Stand
from meetings.schedule.models import Meeting

NO_REPORT = "There is no report at this address, or it is not for you to see."


@dataclass(frozen=True)
class ReportRow:
    """A report with the names around it."""

    id: str
    body_id: str
    body_name: str
    body_slug: str
    meeting_id: str | None
    meeting_at: datetime | None
    title: str
    is_secret: bool
    state: ReportState
    state_reason: str
    state_by: str
    state_at: datetime
    version: int
    accepted_version: int
    item_id: str | None
    author_name: str
    author_post: str
    created_at: datetime

    @property
    def newer_than_agenda(self) -> bool:
        """Whether something was written since a version was put on the agenda."""
        return self.state is ReportState.ACCEPTED and self.version > self.accepted_version


@dataclass(frozen=True)
class ClearanceRow:
    """One consultee of a report."""

    id: str
    report_id: str
    role_id: str
    role: str
    about: str
    signoff: bool
    account_id: str | None
    state: ClearanceState
    days: int
    concerns: tuple[str, ...]
    asked_at: datetime | None
    due_on: date | None
    asked_version: int
    version: int
    decided_at: datetime | None
    decided_by: str
    decided_for: str
    words: str
    fallen_version: int
    fallen_parts: tuple[str, ...]

    @property
    def stand(self) -> Stand:
        """What the rules need of it."""
        return Stand(self.role, self.state, self.signoff)

    def late(self, today: date) -> bool:
        """Whether an answer was due before today."""
        return self.state is ClearanceState.ASKED and self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class VersionRow:
    """A version without its content."""

    number: int
    written_at: datetime
    written_by: str
    note: str
    minor: bool
    sha256: str
    renditions: dict[str, Any]
    print_error: str


def report_columns() -> Any:
    """The query for report rows, to be narrowed."""
    return (
        select(
            Report.id,
            Report.body_id,
            Body.name,
            Body.slug,
            Report.meeting_id,
            Meeting.starts_at,
            Report.title,
            Report.is_secret,
            Report.state,
            Report.state_reason,
            Report.state_by,
            Report.state_at,
            Report.version,
            Report.accepted_version,
            Report.item_id,
            Report.author_name,
            Report.author_post,
            Report.created_at,
        )
        .join(Body, Body.id == Report.body_id)
        .outerjoin(Meeting, Meeting.id == Report.meeting_id)
    )


def report_of(session: Session, report_id: str) -> ReportRow:
    """One report, whoever asks: doors use `visible_report`. Raises NotFound."""
    row = session.execute(report_columns().where(Report.id == report_id)).one_or_none()
    if row is None:
        raise NotFound(NO_REPORT)
    return ReportRow(*row)


def body_of_report(session: Session, command: Any) -> str:
    """The scope of use cases whose command has a `report_id`. Raises NotFound."""
    body_id = session.scalar(select(Report.body_id).where(Report.id == command.report_id))
    if body_id is None:
        raise NotFound(NO_REPORT)
    return body_id


def is_author(session: Session, report_id: str, account_id: str | None) -> bool:
    """Whether somebody writes this report."""
    return account_id is not None and session.get(ReportAuthor, (report_id, account_id)) is not None


def authors_of(session: Session, report_id: str) -> list[str]:
    """The accounts that write it, who began it first."""
    query = select(ReportAuthor.account_id).where(ReportAuthor.report_id == report_id)
    return list(session.scalars(query.order_by(ReportAuthor.added_at, ReportAuthor.account_id)))


def who_writes(session: Session, report_id: str, body_id: str, on: date) -> list[Person]:
    """Who writes it and still may, by name."""
    return able(session, authors_of(session, report_id), Permission.WRITE_REPORT, body_id, on)


def may_see_all(actor: Actor, body_id: str | None, on: date) -> bool:
    """Officers and the monitoring officer see every report of the bodies they look after."""
    return actor.may(Permission.READ_RESTRICTED, body_id, on) and actor.may(
        Permission.READ_RECORD, body_id, on
    )


def my_clearances(session: Session, report_id: str, actor: Actor, on: date) -> dict[str, str]:
    """The consultees of a report that this person speaks for today: clearance to in whose place (or empty)."""
    held = held_by(session, actor.account_id, on)
    if not held:
        return {}
    found: dict[str, str] = {}
    for row in clearances_of(session, report_id):
        for (role_id, holder_id), name in held.items():
            speaks = role_id == row.role_id and row.account_id in (None, holder_id)
            # In their own name rather than in somebody's place, where they may do both.
            if speaks and found.get(row.id) != "":
                found[row.id] = name
    return found


def visible_report(session: Session, report_id: str, actor: Actor, on: date) -> ReportRow:
    """The report, if this person has to do with it. Raises the same NotFound for a hidden one as for none."""
    report = report_of(session, report_id)
    if may_see_all(actor, report.body_id, on):
        return report
    if is_author(session, report_id, actor.account_id) and actor.may(
        Permission.WRITE_REPORT, report.body_id, on
    ):
        return report
    if actor.may(Permission.CLEAR_REPORT, report.body_id, on):
        mine = my_clearances(session, report_id, actor, on)
        asked = {c.id for c in clearances_of(session, report_id) if c.asked_at is not None}
        if asked & set(mine):
            return report
    raise NotFound(NO_REPORT)


def clearances_of(session: Session, report_id: str) -> list[ClearanceRow]:
    """The consultees of a report, the sign-off last. One query."""
    query = (
        select(ReportClearance, ConsulteeRole)
        .join(ConsulteeRole, ConsulteeRole.id == ReportClearance.role_id)
        .where(ReportClearance.report_id == report_id)
        .order_by(ConsulteeRole.signoff, ConsulteeRole.position, ConsulteeRole.name)
    )
    return [clearance_row(c, r) for c, r in session.execute(query)]


def clearance_row(row: ReportClearance, role: ConsulteeRole) -> ClearanceRow:
    """A clearance as plain data."""
    return ClearanceRow(
        row.id,
        row.report_id,
        role.id,
        role.name,
        role.about,
        role.signoff,
        row.account_id,
        row.state,
        row.days,
        tuple(row.concerns),
        row.asked_at,
        row.due_on,
        row.asked_version,
        row.version,
        row.decided_at,
        row.decided_by,
        row.decided_for,
        row.words,
        row.fallen_version,
        tuple(row.fallen_parts),
    )


def content_of(session: Session, report_id: str, number: int) -> ReportContent:
    """What a version says. Raises NotFound."""
    query = select(ReportVersion.content).where(
        ReportVersion.report_id == report_id, ReportVersion.number == number
    )
    data = session.scalar(query)
    if data is None:
        raise NotFound("There is no such version of this report.")
    return from_json(data)


def versions_of(session: Session, report_id: str) -> list[VersionRow]:
    """Every version, the newest first. One query."""
    query = select(
        ReportVersion.number,
        ReportVersion.written_at,
        ReportVersion.written_by,
        ReportVersion.note,
        ReportVersion.minor,
        ReportVersion.sha256,
        ReportVersion.renditions,
        ReportVersion.print_error,
    ).where(ReportVersion.report_id == report_id)
    return [VersionRow(*row) for row in session.execute(query.order_by(ReportVersion.number.desc()))]
