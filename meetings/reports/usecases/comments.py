"""Remarks on a report: made on a part of it, answered, and settled."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.reports.events import CommentSettled, ReportCommented
from meetings.reports.models import Report, ReportComment
from meetings.reports.queries import body_of_report, clearances_of, content_of, my_clearances
from meetings.reports.rules.material import parts_of
from meetings.reports.usecases.access import own_report, report_to_read, tell
from meetings.reports.usecases.letters import in_words, subject_of, to_authors
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

LONGEST = 5_000


@dataclass(frozen=True)
class Comment:
    """A remark on a part (see `rules.material.parts_of`; empty: the whole), or the answer to another."""

    report_id: str
    text: str
    part: str = ""
    quote: str = ""
    parent_id: str | None = None


@dataclass(frozen=True)
class SettleComment:
    """Say that a remark is dealt with, or is not after all."""

    report_id: str
    comment_id: str
    done: bool


@use_case(permission=Permission.CLEAR_REPORT, scope=body_of_report)
def comment_as_consultee(work: Work, command: Comment) -> str:
    """A consultee's remark; the authors hear of it. Returns its id. Raises Invalid, NotFound."""
    report = report_to_read(work, command.report_id)
    mine = my_clearances(work.session, report.id, work.actor, work.today)
    names = [c.role for c in clearances_of(work.session, report.id) if c.id in mine]
    comment_id = _add(work, report, command, role=", ".join(names)[:100])
    text = f"{work.actor.name} has made a remark on {in_words(report)}."
    to_authors(
        work,
        report,
        subject=f"Remark: {subject_of(report)}",
        text=text,
        # One letter an hour will do, however many remarks are made.
        key=f"report-remark:{report.id}:{work.actor.account_id}:{work.now:%Y%m%d%H}",
    )
    return comment_id


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def comment_as_author(work: Work, command: Comment) -> str:
    """An author's or officer's remark or answer. Returns its id. Raises Invalid, NotFound."""
    return _add(work, own_report(work, command.report_id), command)


@use_case(permission=Permission.WRITE_REPORT, scope=body_of_report)
def settle_comment(work: Work, command: SettleComment) -> None:
    """Mark a remark as dealt with; doing it twice is doing it once. Raises NotFound."""
    report = own_report(work, command.report_id)
    row = _thread(work, report, command.comment_id)
    if (row.done_at is not None) is command.done:
        return
    row.done_at = work.now if command.done else None
    row.done_by = work.actor.name if command.done else ""
    tell(work, report, CommentSettled(report.id, row.id, command.done))


def _add(work: Work, report: Report, command: Comment, role: str = "") -> str:
    checks = Checks()
    text = checks.text("text", command.text, LONGEST)
    checks.that(bool(text), "text", "Write your remark")
    checks.done()
    part, quote = command.part, " ".join(command.quote.split())[:500]
    if command.parent_id is not None:
        thread = _thread(work, report, command.parent_id)
        part, quote = thread.part, ""
        thread.done_at, thread.done_by = (thread.done_at, thread.done_by) if not role else (None, "")
    elif part and part not in parts_of(content_of(work.session, report.id, report.version)):
        part = ""
    row = ReportComment(
        id=new_id(),
        report_id=report.id,
        parent_id=command.parent_id,
        version=report.version,
        part=part,
        quote=quote,
        text=text,
        at=work.now,
        by=work.actor.name,
        by_id=work.actor.account_id,
        role=role,
    )
    work.session.add(row)
    work.session.flush()
    tell(work, report, ReportCommented(report.id, row.id, report.version))
    return row.id


def _thread(work: Work, report: Report, comment_id: str) -> ReportComment:
    row = work.session.get(ReportComment, comment_id)
    if row is None or row.report_id != report.id or row.parent_id is not None:
        raise NotFound("There is no such remark.")
    return row
