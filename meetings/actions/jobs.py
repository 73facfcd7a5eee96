"""Jobs of actions: the sheet for a meeting as a paper, and pages that somebody asked to have printed."""

from __future__ import annotations

import io
from typing import Any

from meetings.actions.printing import JOB as PRINT
from meetings.actions.printing import KeepPrint, keep_print
from meetings.actions.sheets import for_audience, kept_sheet, same_lines, sheet_of, to_json
from meetings.actions.usecases.sheets import JOB as SHEET
from meetings.actions.usecases.sheets import KeepSheet, keep_sheet, placed
from meetings.agendas.usecases.papers import PaperFile
from meetings.documents.pdf_process import PdfFailed
from meetings.documents.printing import page
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.kernel.secrecy import Audience
from meetings.ports.storage import FileMissing, StorageFailed
from meetings.runtime.jobs import GiveUp, JobContext
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of

PDF = "application/pdf"


def make_sheet(context: JobContext, payload: dict[str, Any]) -> None:
    """Make the sheet of a meeting as it reads now; the same sheet is not made twice."""
    meeting_id = payload["meeting_id"]
    zone, now = context.runner.timezone, context.runner.clock.now()
    with context.runner.read() as session:
        if placed(session, meeting_id) is None or meeting_of(session, meeting_id).status is not (
            MeetingStatus.PLANNED
        ):
            raise GiveUp("the actions are not on this agenda, or the meeting has begun")
        sheet = sheet_of(session, meeting_id, now.astimezone(zone).date(), now, zone)
        kept = kept_sheet(session, meeting_id)
    public = for_audience(sheet, Audience.PUBLIC)
    if kept and same_lines(kept[0], sheet) and (kept[1].paper_id or not public.lines):
        return
    file = _file(context, page("pdf/action_sheet.html", doc=public, exempt=False)) if public.lines else None
    try:
        context.runner.run(keep_sheet, KeepSheet(meeting_id, to_json(sheet), file), actor=SYSTEM)
    except WrongState as error:
        raise GiveUp(str(error)) from error


def print_page(context: JobContext, payload: dict[str, Any]) -> None:
    """Print a page that stands in the storage."""
    sha256 = payload["sha256"]
    try:
        with context.storage.open(sha256) as stream:
            html = stream.read().decode()
    except FileMissing as error:
        raise GiveUp("the page is no longer there") from error
    try:
        pdf = context.storage.put(io.BytesIO(context.render_pdf(html))).sha256
        kept = KeepPrint(sha256, pdf)
    except (PdfFailed, StorageFailed) as error:
        kept = KeepPrint(sha256, None, str(error) or type(error).__name__)
    context.runner.run(keep_print, kept, actor=SYSTEM)


def _file(context: JobContext, html: str) -> PaperFile:
    try:
        pdf = context.render_pdf(html)
        sha256 = context.storage.put(io.BytesIO(pdf)).sha256
    except (PdfFailed, StorageFailed) as error:
        raise RuntimeError(f"the action sheet could not be printed: {error}") from error
    return PaperFile("action-sheet.pdf", PDF, len(pdf), _pages(pdf), sha256)


def _pages(pdf: bytes) -> int:
    # Only here: the worker prints seldom, and most of its life needs no reader of PDFs.
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


JOBS = {SHEET: make_sheet, PRINT: print_page}
