"""What falls due about reports: answers of consultees, and the day by which each report is submitted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from meetings.deadlines.clocks import ZONE, Due, DueKind, asked_on, due_source
from meetings.deadlines.queries import law_of
from meetings.reports import queries
from meetings.reports.rules.clocks import submit_by

#: A report is due at most so long before its meeting.
AHEAD = timedelta(days=70)


@due_source
def reports_due(session: Session, start: date, end: date) -> Iterable[Due]:
    """Answers and submissions that fall due from one day to another."""
    return [*_answers(session, start, end), *_submissions(session, start, end)]


def _answers(session: Session, start: date, end: date) -> Iterator[Due]:
    today = asked_on(session) or start
    for report, clearance in queries.asked_between(session, start, end):
        assert clearance.due_on is not None
        people = queries.who_clears(
            session, clearance.role_id, clearance.account_id, report.body_id, max(clearance.due_on, today)
        )
        owner = people[0] if people else None
        yield Due(
            clearance.due_on,
            f"{clearance.role}: answer on “{report.title}”",
            f"/reports/{report.id}",
            f"report-clearance:{clearance.id}",
            body_id=report.body_id,
            body_name=report.body_name,
            meeting_id=report.meeting_id,
            owner=owner.account_id if owner else "",
            owner_name=owner.name if owner else "",
            kind=DueKind.REPORT,
            safe_title=f"{clearance.role}: answer on a report",
        )


def _submissions(session: Session, start: date, end: date) -> Iterator[Due]:
    law = law_of(session)
    first = datetime.combine(start, time(), UTC)
    for report in queries.not_submitted(session, first, datetime.combine(end, time(), UTC) + AHEAD):
        assert report.meeting_at is not None
        days = queries.template_for(session, report.body_id).submit_days
        authors = queries.who_writes(session, report.id, report.body_id, asked_on(session) or start)[:1]
        yield Due(
            submit_by(law, report.meeting_at.astimezone(ZONE).date(), days),
            f"Submit the report “{report.title}”",
            f"/reports/{report.id}",
            f"report-submit:{report.id}",
            body_id=report.body_id,
            body_name=report.body_name,
            meeting_id=report.meeting_id,
            owner=authors[0].account_id if authors else "",
            owner_name=authors[0].name if authors else "",
            kind=DueKind.REPORT,
            safe_title="Submit a report",
        )
