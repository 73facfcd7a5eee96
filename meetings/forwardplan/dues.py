"""What the forward plan puts into the one list of deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.deadlines.clocks import Due, DueKind, due_source
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law
from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.rules.timing import Timing, citation_of, has_plan
from meetings.forwardplan.standing import Standing, standings

_YEAR = timedelta(days=365)
#: Deadlines are days; noon is the same day wherever the council keeps its clocks.
_NOON = timedelta(hours=12)


@due_source
def plan_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """Notices of key decisions and of private meetings, reports to the council, the leader's report."""
    law = law_of(session)
    if not has_plan(law):
        return
    # Whatever is due in this span is decided at most some weeks after it; the rest is left out.
    wanted = queries.Wanted(is_open=True, start=start, end=end + timedelta(days=90))
    rows = queries.entries(session, wanted)
    at = datetime.combine(start, datetime.min.time(), UTC) + _NOON
    for standing in standings(session, rows, at, ZoneInfo("Europe/London")):
        yield from _of_entry(standing)
    yield from _reports(session, law)
    yield from _leader(session, law)


def _of_entry(standing: Standing) -> Iterator[Due]:
    what = {
        "key": (standing.key, "Publish the notice of the key decision"),
        "private": (standing.private_first, "Publish the first notice of the private meeting"),
        "second": (standing.private_second, "Publish the second notice of the private meeting"),
    }
    for name, (timing, words) in what.items():
        if timing is not None:
            yield _notice(standing, timing, name, words)


def _notice(standing: Standing, timing: Timing, name: str, words: str) -> Due:
    row = standing.row
    excused = standing.excused if name == "key" else standing.private_agreed is not None
    return Due(
        on=timing.due,
        title=f"{words}: {row.title}",
        link=f"/desk/forward-plan/{row.id}",
        key=f"plan-{name}:{row.id}",
        rule_id=timing.rule_id,
        citation=timing.citation,
        body_id=row.body_id,
        body_name=row.body_name,
        meeting_id=row.meeting_id,
        done=timing.done or excused,
        kind=DueKind.PLAN,
        safe_title=f"{words} {row.reference}",
        note=f"{timing.days} clear days before {timing.decide_on:%d/%m/%Y}",
    )


def _reports(session: Session, law: Law) -> Iterator[Due]:
    for row in queries.requests(session):
        yield Due(
            on=row.due,
            title=f"Report to the council why a decision was not treated as key: {row.decision}",
            link=f"/desk/forward-plan/requests/{row.id}",
            key=f"plan-report:{row.id}",
            rule_id="EX-6",
            citation=citation_of(law, "EX-6", row.requested_on),
            body_id=row.body_id,
            body_name=row.body_name,
            done=row.reported_on is not None,
            kind=DueKind.PLAN,
            safe_title="Report to the council on a decision not treated as key",
            note=f"{row.period} working days after the request",
        )


def _leader(session: Session, law: Law) -> Iterator[Due]:
    """At least a year after the last report, or after the first decision by special urgency."""
    reports = queries.notices(session, [NoticeKind.URGENCY_REPORT], limit=1)
    urgent = queries.notices(session, [NoticeKind.URGENCY], limit=1000)
    if not urgent:
        return
    since = reports[0].last or reports[0].counts_from if reports else min(n.counts_from for n in urgent)
    yield Due(
        on=since + _YEAR,
        title="The leader reports to the council on decisions taken by special urgency (regulation 19)",
        link="/desk/forward-plan/urgent",
        key="plan-urgency-report",
        rule_id="EX-3",
        citation=citation_of(law, "EX-3", since),
        kind=DueKind.PLAN,
    )
