"""What every use case of reports begins with: the report, locked, and whether this person may."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.db.record import council_stream
from meetings.kernel.errors import Denied, NotFound, WrongState
from meetings.kernel.facts import Fact
from meetings.kernel.permissions import Permission
from meetings.reports.models import ConsulteeRole, Report, ReportClearance
from meetings.reports.queries import is_author, visible_report
from meetings.reports.queries.reports import NO_REPORT
from meetings.reports.rules.states import OPEN, ReportState, Stand, state_after
from meetings.runtime.work import Work

SUBMITTED = "The report is with democratic services. Take it back first, then change it."
WITHDRAWN = "The report is withdrawn. Take it up again first."


def body_of_command(_session: Session, command: Any) -> str:
    """The scope of use cases whose command names the body itself."""
    body_id: str = command.body_id
    return body_id


def locked_report(work: Work, report_id: str) -> Report:
    """The report's row, locked until the transaction ends. Raises NotFound."""
    query = select(Report).where(Report.id == report_id).with_for_update()
    report = work.session.scalar(query.execution_options(populate_existing=True))
    if report is None:
        raise NotFound(NO_REPORT)
    return report


def report_to_read(work: Work, report_id: str) -> Report:
    """A report this person has to do with, locked. Raises NotFound."""
    report = locked_report(work, report_id)
    if not work.actor.is_system:
        visible_report(work.session, report_id, work.actor, work.today)
    return report


def report_to_write(work: Work, report_id: str) -> Report:
    """A report this person may change, locked: an author's own, an officer's any. Raises NotFound, WrongState."""
    report = own_report(work, report_id)
    if report.state not in OPEN:
        raise WrongState(WITHDRAWN if report.state is ReportState.WITHDRAWN else SUBMITTED)
    return report


def own_report(work: Work, report_id: str) -> Report:
    """The same in whatever state it is. Raises NotFound."""
    report = locked_report(work, report_id)
    officer = work.actor.may(Permission.ACCEPT_REPORT, report.body_id, work.today)
    if officer or is_author(work.session, report_id, work.actor.account_id):
        return report
    # Whoever can read it hears that they may not; everybody else that there is nothing.
    visible_report(work.session, report_id, work.actor, work.today)
    raise Denied("Only its authors and democratic services can change this report.")


def clearances(work: Work, report_id: str) -> list[tuple[ReportClearance, ConsulteeRole]]:
    """The consultees of a report as rows, the sign-off last."""
    query = (
        select(ReportClearance, ConsulteeRole)
        .join(ConsulteeRole, ConsulteeRole.id == ReportClearance.role_id)
        .where(ReportClearance.report_id == report_id)
        .order_by(ConsulteeRole.signoff, ConsulteeRole.position, ConsulteeRole.name)
        .execution_options(populate_existing=True)
    )
    return [(row, role) for row, role in work.session.execute(query)]


def stands(rows: list[tuple[ReportClearance, ConsulteeRole]]) -> list[Stand]:
    """What the rules need of them."""
    return [Stand(role.name, row.state, role.signoff) for row, role in rows]


def set_state(work: Work, report: Report, state: ReportState, reason: str = "") -> None:
    """Put the report in a state."""
    report.state, report.state_reason = state, reason
    report.state_by, report.state_at = work.actor.name, work.now


def settle(work: Work, report: Report) -> None:
    """Put the report in the state that its clearances say."""
    work.session.flush()
    state = state_after(report.state, stands(clearances(work, report.id)))
    if state is not report.state:
        set_state(work, report, state)


def tell(work: Work, report: Report, *facts: Fact) -> None:
    """Record facts about a report: with its meeting, or with the council as long as it has none."""
    work.record(report.meeting_id or council_stream(work.session), *facts)
