"""Accepting a report on to an agenda, and what it looks like in print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from meetings.agendas.exemptions import sentence
from meetings.agendas.models import AgendaItem
from meetings.agendas.usecases import AddItem, ChangeItem, ItemStates, add_item, change_item
from meetings.deadlines.queries import law_of
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Sensitivity
from meetings.reports.events import ReportAccepted, ReportPrinted
from meetings.reports.models import Report, ReportVersion
from meetings.reports.queries import body_of_report, content_of
from meetings.reports.rules.content import EXEMPT, PUBLIC, ReportContent
from meetings.reports.rules.states import ReportState
from meetings.reports.usecases.access import locked_report, own_report, set_state, tell
from meetings.reports.usecases.agenda_papers import Papers, fields
from meetings.reports.usecases.clearing import still_missing
from meetings.reports.usecases.letters import body_name, in_words, subject_of, to_authors
from meetings.reports.usecases.versions import queue_print
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

NOT_PRINTED = "The PDF of this version is being made. Try again in half a minute."


@dataclass(frozen=True)
class AcceptReport:
    """`item_id` empty: a new item, at the end or below `after`. `override`: why it goes on without clearances."""

    report_id: str
    version: int
    meeting_id: str
    item_id: str = ""
    after: str | None = None
    override: str = ""


@dataclass(frozen=True)
class PrintReport:
    """Make the PDF of the newest version (again)."""

    report_id: str


@dataclass(frozen=True)
class KeepPrint:
    """What came of printing: by part its sha256, size and pages; or why there is nothing."""

    report_id: str
    version: int
    parts: Mapping[str, Mapping[str, Any]]
    error: str = ""
    #: the meeting that the print names, empty for none; null: do not compare
    printed_for: str | None = None


@use_case(permission=Permission.ACCEPT_REPORT, scope=body_of_report)
def accept_report(work: Work, command: AcceptReport) -> str:
    """Put a version on the agenda: an item with its words and papers. Returns the item's id.

    A later version takes the place of the one before; what was published stays until the next publication.
    Raises Invalid (a clearance is missing and nobody says why that is let pass), NotFound, WrongState.
    """
    report = locked_report(work, command.report_id)
    _must_be_acceptable(report, command)
    lacking = still_missing(work, report)
    override = " ".join(command.override.split())[:2000]
    if lacking and not override:
        message = f"Not cleared by {', '.join(lacking)}. Say why the report goes on the agenda without."
        raise Invalid(message, {"override": "Say why it goes on the agenda without these clearances"})
    version = _version(work, report)
    if not version.renditions:
        failed = f"The PDF could not be made: {version.print_error}" if version.print_error else ""
        raise WrongState(failed or NOT_PRINTED)
    content = content_of(work.session, report.id, report.version)
    item_id = _put_item(work, report, content, command)
    Papers(work, report, content, command.meeting_id, item_id).put(version.renditions)
    report.item_id, report.accepted_version = item_id, report.version
    set_state(work, report, ReportState.ACCEPTED)
    work.session.flush()
    hashes = {part: version.renditions.get(part, {}).get("sha256", "") for part in (PUBLIC, EXEMPT)}
    accepted = ReportAccepted(
        report.id,
        report.version,
        item_id,
        hashes[PUBLIC],
        hashes[EXEMPT],
        lacking,
        override if lacking else "",
    )
    tell(work, report, accepted)
    text = (
        f"{work.actor.name} has put version {report.version} of {in_words(report)} "
        f"on the agenda of {body_name(work, report)}."
    )
    key = f"report-accepted:{report.id}:{report.version}"
    to_authors(work, report, subject=f"On the agenda: {subject_of(report)}", text=text, key=key)
    return item_id


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def print_report(work: Work, command: PrintReport) -> None:
    """Ask for the PDF of the newest version. Raises WrongState if it is there."""
    report = own_report(work, command.report_id)
    version = _version(work, report)
    if version.renditions:
        raise WrongState("The PDF of this version is there already.")
    version.print_error = ""
    queue_print(work, report)


@use_case(permission=None, system_only=True)
def keep_print(work: Work, command: KeepPrint) -> bool:
    """Note what came of printing. False when it was printed already, or is for another meeting since."""
    report = locked_report(work, command.report_id)
    query = select(ReportVersion).where(
        ReportVersion.report_id == report.id, ReportVersion.number == command.version
    )
    version = work.session.scalar(query.execution_options(populate_existing=True))
    if version is None:
        raise NotFound("There is no such version of this report.")
    overtaken = command.printed_for is not None and command.printed_for != (report.meeting_id or "")
    if version.renditions or overtaken:
        return False
    version.print_error = command.error
    if command.parts:
        version.renditions = {part: dict(kept) for part, kept in command.parts.items()}
        version.printed_at = work.now
        work.session.flush()
        shas = [command.parts.get(part, {}).get("sha256", "") for part in (PUBLIC, EXEMPT)]
        tell(work, report, ReportPrinted(report.id, version.number, *shas))
    return True


def _put_item(work: Work, report: Report, content: ReportContent, command: AcceptReport) -> str:
    mark = content.sensitivity
    secret = mark is not Sensitivity.PUBLIC
    states = ItemStates(
        exempt_paragraphs=content.paragraphs if secret else (),
        interest_test=content.interest_test if secret else "",
        review_on=content.review_on if secret else None,
        negotiation=content.negotiation and secret,
        confidential_ground=content.confidential_ground if secret else "",
    )
    reason = sentence(law_of(work.session).profile, content.paragraphs, content.confidential_ground)
    item_id = command.item_id or _own_item(work, report, command.meeting_id)
    if not item_id:
        add = AddItem(
            command.meeting_id,
            content.title,
            recommendation=content.recommendations,
            sensitivity=mark,
            exemption=reason if secret else "",
            after=command.after,
            **fields(states),
        )
        return add_item(work, add)
    _fill_item(work, content, command.meeting_id, item_id, states, reason if secret else "")
    return item_id


def _fill_item(
    work: Work, content: ReportContent, meeting_id: str, item_id: str, states: ItemStates, reason: str
) -> None:
    """Give an item the report's words; what the officer said of it beside them stays."""
    item = work.session.get(AgendaItem, item_id)
    if item is None or item.meeting_id != meeting_id or item.removed_at is not None:
        raise NotFound("This item is no longer on the agenda. Choose another one.")
    kept = ItemStates(
        **{
            **fields(states),
            "tags": tuple(item.tags),
            "key_decision_id": item.key_decision_id,
            "urgent_reason": item.urgent_reason,
            "urgent_by": item.urgent_by,
        }
    )
    change = ChangeItem(
        meeting_id,
        item_id,
        content.title,
        item.text,
        content.recommendations,
        content.sensitivity,
        reason,
        states=kept,
    )
    change_item(work, change)


def _own_item(work: Work, report: Report, meeting_id: str) -> str:
    """The item that this report was accepted into before, if it still stands there."""
    if report.item_id is None:
        return ""
    item = work.session.get(AgendaItem, report.item_id)
    stands = item is not None and item.meeting_id == meeting_id and item.removed_at is None
    return report.item_id if stands else ""


def _must_be_acceptable(report: Report, command: AcceptReport) -> None:
    newer = report.state is ReportState.ACCEPTED and report.version > report.accepted_version
    if report.state is not ReportState.SUBMITTED and not newer:
        raise WrongState(
            "This version is on the agenda already."
            if report.state is ReportState.ACCEPTED
            else f"The report is {report.state.label.lower()}: only a submitted one can be accepted."
        )
    if command.meeting_id != report.meeting_id:
        # Its print names the meeting, so it is meant for another one first and printed anew.
        raise WrongState("The report is meant for another meeting. Say first that it is for this one.")
    if command.version != report.version:
        raise WrongState("The report was changed since you opened this page. Look at it again first.")


def _version(work: Work, report: Report) -> ReportVersion:
    query = select(ReportVersion).where(
        ReportVersion.report_id == report.id, ReportVersion.number == report.version
    )
    version = work.session.scalar(query.execution_options(populate_existing=True))
    assert version is not None
    return version
