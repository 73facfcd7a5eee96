"""The officers' board: the reports of each meeting, what is missing for which, late ones first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.reports import queries
from meetings.reports.queries import ClearanceRow, ReportRow
from meetings.reports.rules.clocks import publication_day, submit_by
from meetings.reports.rules.states import BEFORE_SUBMISSION, ReportState, missing
from meetings.web.services import services


@dataclass(frozen=True)
class BoardRow:
    """A report with what it lacks."""

    report: ReportRow
    clearances: list[ClearanceRow]
    #: what is still to come before it is on the agenda, in words; empty: nothing
    lacks: str
    late: bool


@dataclass(frozen=True)
class BoardMeeting:
    """The reports that are meant for one meeting, or (at None) for none yet."""

    meeting_id: str | None
    body_name: str
    at: datetime | None
    publish_by: date | None
    submit_by: date | None
    rows: list[BoardRow]

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(row.late for row in self.rows)

    @property
    def done(self) -> bool:
        """Whether every report is on the agenda."""
        return all(not row.lacks for row in self.rows)


def board_of(
    session: Session, body_ids: Collection[str] | None, now: datetime, today: date
) -> list[BoardMeeting]:
    """Meetings with late reports first, then by date; reports for no meeting yet at the end."""
    rows = [
        r for r in queries.reports_for_bodies(session, body_ids, now) if r.state is not ReportState.WITHDRAWN
    ]
    clearances = queries.clearances_by_report(session, [r.id for r in rows])
    law = law_of(session)
    groups: dict[tuple[str | None, str], list[ReportRow]] = {}
    for row in rows:
        groups.setdefault((row.meeting_id, row.body_id if row.meeting_id else ""), []).append(row)
    found = []
    for (meeting_id, _), members in groups.items():
        first = members[0]
        at = first.meeting_at
        day = at.astimezone(services().config.timezone).date() if at else None
        template = queries.template_for(session, first.body_id)
        due = submit_by(law, day, template.submit_days) if day else None
        listed = [_row(r, clearances.get(r.id, []), due, today) for r in members]
        listed.sort(key=lambda r: (not r.late, not r.lacks, r.report.title.casefold()))
        name = first.body_name if meeting_id else "No meeting yet"
        publish = publication_day(law, day) if day else None
        found.append(BoardMeeting(meeting_id, name, at, publish, due, listed))
    return sorted(found, key=lambda m: (not m.late, m.at is None, m.at.timestamp() if m.at else 0.0))


def _row(report: ReportRow, clearances: list[ClearanceRow], due: date | None, today: date) -> BoardRow:
    lacks = _lacks(report, clearances)
    overdue = due is not None and today > due and report.state in BEFORE_SUBMISSION
    late = overdue or (report.state in BEFORE_SUBMISSION and any(c.late(today) for c in clearances))
    return BoardRow(report, clearances, lacks, late)


def _lacks(report: ReportRow, clearances: list[ClearanceRow]) -> str:
    if report.state is ReportState.ACCEPTED:
        if not report.newer_than_agenda:
            return ""
        return f"Version {report.version} is newer than what is on the agenda"
    if report.state is ReportState.SUBMITTED:
        return "To be accepted or returned"
    waiting = missing(c.stand for c in clearances)
    if waiting:
        return f"Not cleared by {', '.join(waiting)}"
    return "To be submitted by its author"
