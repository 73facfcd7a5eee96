"""The steps of a report: submitted, returned, taken back, withdrawn, taken up again."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.reports.events import (
    ReportReturned,
    ReportSubmitted,
    ReportTakenBack,
    ReportTakenUp,
    ReportWithdrawn,
)
from meetings.reports.queries import body_of_report, content_of, template_for
from meetings.reports.rules.states import BEFORE_SUBMISSION, ReportState, problems
from meetings.reports.usecases.access import locked_report, own_report, set_state, settle, tell
from meetings.reports.usecases.clearing import still_missing
from meetings.reports.usecases.letters import body_name, in_words, subject_of, to_authors, to_officers
from meetings.reports.usecases.versions import queue_print
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

CHANGED = "The report was changed since you opened this page. Look at it again first."


@dataclass(frozen=True)
class SubmitReport:
    """`without`: the author knows that clearances are missing, and says why it goes on."""

    report_id: str
    version: int
    without: str = ""


@dataclass(frozen=True)
class ReturnReport:
    """Send it back to its author."""

    report_id: str
    reason: str


@dataclass(frozen=True)
class TakeBackReport:
    """Work on a submitted or returned report again."""

    report_id: str


@dataclass(frozen=True)
class WithdrawReport:
    """It is not to go to a meeting."""

    report_id: str
    reason: str


@dataclass(frozen=True)
class TakeUpReport:
    """Work on a withdrawn report again."""

    report_id: str


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def submit_report(work: Work, command: SubmitReport) -> tuple[str, ...]:
    """Send it to democratic services. Returns the clearances it goes without. Raises Invalid, WrongState."""
    report = own_report(work, command.report_id)
    if report.state not in BEFORE_SUBMISSION:
        raise WrongState(f"The report is {report.state.label.lower()} already.")
    if command.version != report.version:
        raise WrongState(CHANGED)
    content = content_of(work.session, report.id, report.version)
    wrong = problems(content, template_for(work.session, report.body_id).required)
    if wrong:
        raise Invalid("The report is not complete: " + "; ".join(wrong.values()) + ".", wrong)
    lacking = still_missing(work, report)
    without = " ".join(command.without.split())[:1000]
    if lacking and not without:
        message = f"Not cleared yet by {', '.join(lacking)}. Say why the report goes on without."
        raise Invalid(message, {"without": "Say why the report is submitted without these clearances"})
    set_state(work, report, ReportState.SUBMITTED, without if lacking else "")
    tell(work, report, ReportSubmitted(report.id, report.version, lacking))
    queue_print(work, report)
    text = f"{work.actor.name} has submitted {in_words(report)} to {body_name(work, report)}."
    if lacking:
        text += f"\n\nIt was not cleared by {', '.join(lacking)}."
    key = f"report-submitted:{report.id}:{report.version}:{work.now.isoformat()}"
    to_officers(work, report, subject=f"Report submitted: {subject_of(report)}", text=text, key=key)
    return lacking


@use_case(permission=Permission.ACCEPT_REPORT, scope=body_of_report)
def return_report(work: Work, command: ReturnReport) -> None:
    """Send it back with a reason. Raises Invalid, WrongState unless it was submitted."""
    report = locked_report(work, command.report_id)
    if report.state is not ReportState.SUBMITTED:
        raise WrongState("Only a submitted report can be returned.")
    reason = _reason(command.reason, "Say what the author has to do")
    set_state(work, report, ReportState.RETURNED, reason)
    tell(work, report, ReportReturned(report.id, report.version, reason))
    said = "" if report.is_secret else f"\n\nThe reason: {reason}"
    text = f"{work.actor.name} has returned {in_words(report)}.{said}"
    key = f"report-returned:{report.id}:{work.now.isoformat()}"
    to_authors(work, report, subject=f"Report returned: {subject_of(report)}", text=text, key=key)


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def take_back_report(work: Work, command: TakeBackReport) -> None:
    """Work on it again; what was cleared stays cleared until the text changes. Raises WrongState."""
    report = own_report(work, command.report_id)
    if report.state not in (ReportState.SUBMITTED, ReportState.RETURNED):
        raise WrongState("There is nothing to take back: the report can be written on.")
    set_state(work, report, ReportState.DRAFT)
    settle(work, report)
    tell(work, report, ReportTakenBack(report.id, report.state.value))


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def withdraw_report(work: Work, command: WithdrawReport) -> None:
    """Withdraw it. Raises Invalid, WrongState once it is on an agenda."""
    report = own_report(work, command.report_id)
    if report.state is ReportState.WITHDRAWN:
        raise WrongState("The report is withdrawn already.")
    if report.state is ReportState.ACCEPTED:
        raise WrongState("The report is on an agenda. Ask democratic services to take the item off.")
    reason = _reason(command.reason, "Say why the report is withdrawn")
    set_state(work, report, ReportState.WITHDRAWN, reason)
    tell(work, report, ReportWithdrawn(report.id, reason))


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def take_up_report(work: Work, command: TakeUpReport) -> None:
    """Work on a withdrawn report again. Raises WrongState."""
    report = own_report(work, command.report_id)
    if report.state is not ReportState.WITHDRAWN:
        raise WrongState("The report is not withdrawn.")
    set_state(work, report, ReportState.DRAFT)
    settle(work, report)
    tell(work, report, ReportTakenUp(report.id))


def _reason(text: str, missing: str) -> str:
    checks = Checks()
    reason = checks.line("reason", text, missing, 2000)
    checks.done()
    return reason
