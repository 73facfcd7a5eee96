"""What the officers' desk shows of reports: those to look at, and how those of a meeting stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from meetings.agendas.checks import Check, publication_check
from meetings.agendas.content import AgendaContent
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.reports import queries
from meetings.reports.rules.states import ReportState
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import bodies_for
from meetings.web.doors import now, today
from meetings.web.formats import long_date, plural
from meetings.web.services import services

_SHOWN = 6


@desk_panel(order=15)
def reports_to_accept(session: Session, actor: Actor) -> PanelData | None:
    """Reports that wait for democratic services."""
    if not actor.may(Permission.ACCEPT_REPORT, None, today()):
        return None
    mine = bodies_for(actor, Permission.ACCEPT_REPORT, today())
    tz = services().config.timezone
    waiting = [
        r
        for r in queries.reports_for_bodies(session, mine, now())
        if r.state is ReportState.SUBMITTED or r.newer_than_agenda
    ]
    rows = tuple(
        PanelRow(
            f"/reports/{r.id}",
            r.title,
            f"{r.body_name}, {long_date(r.meeting_at, tz)}" if r.meeting_at else r.body_name,
            r.state.label if not r.newer_than_agenda else "New version",
            r.state.colour,
        )
        for r in waiting[:_SHOWN]
    )
    return PanelData("Reports to accept", rows, "No report waits for you.", ("All reports", "/desk/reports"))


@meeting_step("reports", order=15)
def reports_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """How many reports of a meeting are on its agenda; none where nobody writes reports for it here."""
    rows = queries.reports_of_meeting(session, meeting.id)
    if not rows or meeting.status is MeetingStatus.CANCELLED:
        return None
    done = [r for r in rows if r.state is ReportState.ACCEPTED and not r.newer_than_agenda]
    text = f"{len(done)} of {plural(len(rows), 'report')} on the agenda."
    waiting = sum(r.state is ReportState.SUBMITTED or r.newer_than_agenda for r in rows)
    if waiting:
        text += f" {waiting} to accept."
    if not actor.may(Permission.ACCEPT_REPORT, meeting.body_id, today()):
        return Step("Reports", len(done) == len(rows), text)
    return Step("Reports", len(done) == len(rows), text, (StepAction("All reports", "/desk/reports"),))


@publication_check(order=60)
def reports_not_on_the_agenda(
    session: Session, meeting: MeetingRow, _content: AgendaContent, _at: datetime
) -> Iterator[Check]:
    """Reports that are meant for this meeting and are not on its agenda, or are on it in an older version."""
    for report in queries.reports_of_meeting(session, meeting.id):
        if report.newer_than_agenda:
            text = f"Version {report.version} of the report “{report.title}” is newer than the one on the agenda."
        elif report.state is ReportState.ACCEPTED:
            continue
        else:
            state = report.state.label.lower()
            text = f"The report “{report.title}” is meant for this meeting and not on its agenda ({state})."
        yield Check(text, False, link=f"/reports/{report.id}", link_text="See the report")
