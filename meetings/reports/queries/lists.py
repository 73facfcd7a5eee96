"""Lists of reports: an author's own, a consultee's to clear, the officers' board, a report's history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from meetings.db.record import Entry, council_stream, facts_of
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.reports import events
from meetings.reports.models import ConsulteeRole, Report, ReportAuthor, ReportClearance
from meetings.reports.queries.reports import ClearanceRow, ReportRow, clearance_row, report_columns
from meetings.reports.queries.roles import held_by
from meetings.reports.rules.states import ClearanceState, ReportState
from meetings.schedule.models import Meeting

#: How long finished reports stay on the lists.
KEPT = timedelta(days=60)
_FACTS = (
    events.ReportStarted,
    events.ReportWritten,
    events.ReportMoved,
    events.AuthorAdded,
    events.ClearanceAsked,
    events.ClearanceGiven,
    events.ClearanceFell,
    events.ReportSubmitted,
    events.ReportReturned,
    events.ReportTakenBack,
    events.ReportWithdrawn,
    events.ReportTakenUp,
    events.ReportAccepted,
)


@dataclass(frozen=True)
class ToClear:
    """A report that waits for, or was answered by, a consultee."""

    report: ReportRow
    clearance: ClearanceRow
    #: in whose place; empty: in their own
    on_behalf_of: str


def reports_of_author(session: Session, account_id: str | None, now: datetime) -> list[ReportRow]:
    """What somebody writes, what is to be done first; finished ones for some weeks. One query."""
    query = (
        report_columns()
        .join(ReportAuthor, ReportAuthor.report_id == Report.id)
        .where(ReportAuthor.account_id == account_id, _still_of_interest(now))
    )
    rows = [ReportRow(*row) for row in session.execute(query)]
    return sorted(rows, key=_by_need)


def to_clear(session: Session, actor: Actor, on: date) -> list[ToClear]:
    """What waits for this person's clearance first, by deadline; then what they have answered."""
    held = held_by(session, actor.account_id, on)
    if not held:
        return []
    query = (
        select(ReportClearance, ConsulteeRole)
        .join(ConsulteeRole, ConsulteeRole.id == ReportClearance.role_id)
        .where(
            ReportClearance.role_id.in_({role for role, _ in held}),
            ReportClearance.asked_at.is_not(None),
        )
    )
    mine: list[tuple[ClearanceRow, str]] = []
    for row, role in session.execute(query):
        names = [n for (r, h), n in held.items() if r == row.role_id and row.account_id in (None, h)]
        if names:
            mine.append((clearance_row(row, role), "" if "" in names else names[0]))
    reports = _reports(session, {c.report_id for c, _ in mine})
    found = [
        ToClear(reports[c.report_id], c, name)
        for c, name in mine
        if c.report_id in reports
        and reports[c.report_id].state is not ReportState.WITHDRAWN
        and actor.may(Permission.CLEAR_REPORT, reports[c.report_id].body_id, on)
    ]
    return sorted(found, key=_by_deadline)


def reports_for_bodies(session: Session, body_ids: Collection[str] | None, now: datetime) -> list[ReportRow]:
    """Every report of these bodies (None: of all) that is of interest, by meeting. One query."""
    query = report_columns().where(_still_of_interest(now))
    if body_ids is not None:
        query = query.where(Report.body_id.in_(list(body_ids)))
    rows = session.execute(query.order_by(Meeting.starts_at, Report.created_at, Report.id))
    return [ReportRow(*row) for row in rows]


def clearances_by_report(session: Session, report_ids: Iterable[str]) -> dict[str, list[ClearanceRow]]:
    """The consultees of many reports, in one query."""
    query = (
        select(ReportClearance, ConsulteeRole)
        .join(ConsulteeRole, ConsulteeRole.id == ReportClearance.role_id)
        .where(ReportClearance.report_id.in_(set(report_ids)))
        .order_by(ConsulteeRole.signoff, ConsulteeRole.position, ConsulteeRole.name)
    )
    found: dict[str, list[ClearanceRow]] = defaultdict(list)
    for row, role in session.execute(query):
        found[row.report_id].append(clearance_row(row, role))
    return found


def reports_of_meeting(session: Session, meeting_id: str) -> list[ReportRow]:
    """The reports that are meant for a meeting. One query."""
    query = report_columns().where(Report.meeting_id == meeting_id, Report.state != ReportState.WITHDRAWN)
    return [ReportRow(*row) for row in session.execute(query.order_by(Report.created_at, Report.id))]


def history_of(session: Session, report: ReportRow) -> list[Entry]:
    """What happened to a report, the newest first: on the council's stream, and on those of its meetings."""
    streams = [council_stream(session)]
    moves = [
        e.fact
        for e in facts_of(session, streams[0], types=(events.ReportMoved,))
        if isinstance(e.fact, events.ReportMoved) and e.fact.report_id == report.id
    ]
    streams += [m for fact in moves for m in (fact.from_meeting_id, fact.meeting_id) if m]
    if report.meeting_id:
        streams.append(report.meeting_id)
    entries = [
        entry
        for stream in dict.fromkeys(streams)
        for entry in facts_of(session, stream, types=_FACTS)
        if getattr(entry.fact, "report_id", "") == report.id
    ]
    return sorted(entries, key=lambda e: (e.at, e.seq), reverse=True)


def asked_between(session: Session, start: date, end: date) -> list[tuple[ReportRow, ClearanceRow]]:
    """Every answer that is due from one day to another, with its report."""
    query = (
        select(ReportClearance, ConsulteeRole)
        .join(ConsulteeRole, ConsulteeRole.id == ReportClearance.role_id)
        .where(
            ReportClearance.state == ClearanceState.ASKED,
            ReportClearance.due_on >= start,
            ReportClearance.due_on <= end,
        )
    )
    rows = [clearance_row(c, r) for c, r in session.execute(query.order_by(ReportClearance.due_on))]
    reports = _reports(session, {c.report_id for c in rows})
    open_states = (ReportState.DRAFT, ReportState.CONSULTATION, ReportState.CLEARED, ReportState.RETURNED)
    return [
        (reports[c.report_id], c)
        for c in rows
        if c.report_id in reports and reports[c.report_id].state in open_states
    ]


def not_submitted(session: Session, start: datetime, end: datetime) -> list[ReportRow]:
    """Reports to meetings in that time that are not with democratic services yet, by meeting."""
    waiting = (ReportState.DRAFT, ReportState.CONSULTATION, ReportState.CLEARED, ReportState.RETURNED)
    query = report_columns().where(
        Report.state.in_(waiting), Meeting.starts_at >= start, Meeting.starts_at < end
    )
    return [ReportRow(*row) for row in session.execute(query.order_by(Meeting.starts_at, Report.id))]


def _reports(session: Session, ids: set[str]) -> dict[str, ReportRow]:
    rows = (ReportRow(*row) for row in session.execute(report_columns().where(Report.id.in_(ids))))
    return {row.id: row for row in rows}


def _still_of_interest(now: datetime):  # type: ignore[no-untyped-def]
    finished = (ReportState.ACCEPTED, ReportState.WITHDRAWN)
    return or_(Report.state.not_in(finished), Report.state_at >= now - KEPT, Meeting.starts_at >= now)


_NEED = {
    ReportState.RETURNED: 0,
    ReportState.DRAFT: 1,
    ReportState.CONSULTATION: 1,
    ReportState.CLEARED: 0,
    ReportState.SUBMITTED: 2,
    ReportState.ACCEPTED: 3,
    ReportState.WITHDRAWN: 4,
}


def _by_need(report: ReportRow) -> tuple[int, float, str]:
    at = report.meeting_at.timestamp() if report.meeting_at else float("inf")
    return _NEED[report.state], at, report.title.casefold()


def _by_deadline(each: ToClear) -> tuple[bool, date, str]:
    waiting = each.clearance.state is ClearanceState.ASKED
    return not waiting, each.clearance.due_on or date.max, each.report.title.casefold()
