"""Printing: a version's public part and its exempt annex as tagged PDFs, in the worker."""

from __future__ import annotations

import io
from typing import Any

from meetings.documents.pdf_process import PdfFailed
from meetings.documents.sheets import report_page
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import NotFound
from meetings.ports.storage import StorageFailed
from meetings.reports.printing import Head, head_of, sheet_of, whole_document
from meetings.reports.queries import content_of, report_of
from meetings.reports.rules.content import EXEMPT, PUBLIC, ReportContent
from meetings.reports.usecases import KeepPrint, keep_print
from meetings.runtime.jobs import GiveUp, Job, JobContext


def render_report(context: JobContext, payload: dict[str, Any]) -> None:
    """Print one version and keep it: once, however often it is asked.

    Raises PdfFailed or StorageFailed after noting why, so that it is tried again; GiveUp if there is no such version.
    """
    report_id, number = payload["report_id"], payload["version"]
    try:
        with context.runner.read() as session:
            report = report_of(session, report_id)
            content = content_of(session, report_id, number)
            at = report.meeting_at
            day = at.astimezone(context.runner.timezone).date() if at else None
            head = head_of(session, report, content, day)
    except NotFound as error:
        raise GiveUp("there is no such version to print") from error
    try:
        parts = {part: _printed(context, content, part, head) for part in (PUBLIC, EXEMPT)}
    except (PdfFailed, StorageFailed) as error:
        reason = str(error) or type(error).__name__
        context.runner.run(keep_print, KeepPrint(report_id, number, {}, error=reason), actor=SYSTEM)
        raise
    done = {part: kept for part, kept in parts.items() if kept is not None}
    kept = KeepPrint(report_id, number, done, printed_for=report.meeting_id or "")
    context.runner.run(keep_print, kept, actor=SYSTEM)


def _printed(context: JobContext, content: ReportContent, part: str, head: Head) -> dict[str, Any] | None:
    document = whole_document(content, part)
    if document is not None:
        return {"sha256": document.sha256, "size": document.size, "pages": document.pages}
    sheet = sheet_of(content, part, head)
    if sheet is None:
        return None
    pdf = context.render_pdf(report_page(sheet))
    kept = context.storage.put(io.BytesIO(pdf))
    return {"sha256": kept.sha256, "size": len(pdf), "pages": _pages(pdf)}


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


JOBS: dict[str, Job] = {"reports.render": render_report}
