"""Printing, in the worker, what stands beside the minutes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.deadlines.queries import law_of
from meetings.documents.pdf_process import PdfFailed
from meetings.documents.printing import page
from meetings.kernel.actor import SYSTEM
from meetings.minutes import wording
from meetings.minutes.life.events import SheetAsked
from meetings.minutes.life.exempt import agenda_id, exempt_minutes
from meetings.minutes.life.models import SheetKind
from meetings.minutes.life.note import day_of
from meetings.minutes.life.points import private_items
from meetings.minutes.life.printed import page_count
from meetings.minutes.life.queries import agenda_lines, as_opened, corrections_of, note_of_meeting, sheet_of
from meetings.minutes.life.rules import CorrectionState
from meetings.minutes.life.usecases.sheets import KeepSheet, keep_sheet
from meetings.minutes.queries import document_of, minutes_of
from meetings.minutes.rules import public_rendition
from meetings.ports.storage import StorageFailed
from meetings.runtime.jobs import GiveUp, Job, JobContext
from meetings.web.formats import long_date


def render_sheet(context: JobContext, payload: dict[str, Any]) -> None:
    """Print the sheet that a fact asks for, once. Raises PdfFailed or StorageFailed after noting why, GiveUp."""
    meeting_id = payload["stream"]
    with context.runner.read() as session:
        asked = _asked(session, meeting_id, payload["seq"])
        kind = SheetKind(asked.sheet)
        row = sheet_of(session, meeting_id, kind, asked.version)
        if row is None:
            raise GiveUp("nobody asks for this any longer")
        if row.pdf_sha256 is not None:
            return
        at = row.asked_at
        html = html_of(session, meeting_id, kind, asked.version, context)
    try:
        pdf = context.render_pdf(html)
        sha256 = context.storage.put(io.BytesIO(pdf)).sha256
    except (PdfFailed, StorageFailed) as error:
        reason = str(error) or type(error).__name__
        failed = KeepSheet(meeting_id, kind, asked.version, at, error=reason)
        context.runner.run(keep_sheet, failed, actor=SYSTEM)
        raise
    done = KeepSheet(meeting_id, kind, asked.version, at, sha256, page_count(pdf))
    context.runner.run(keep_sheet, done, actor=SYSTEM)


def html_of(session: Session, meeting_id: str, kind: SheetKind, version: int, context: JobContext) -> str:
    """The page of a sheet. Raises GiveUp where there is nothing to print any more."""
    if kind is SheetKind.NOTE:
        note = note_of_meeting(session, meeting_id)
        if note is None or note.number != version:
            raise GiveUp("there is no such note, or a later one, which is printed by itself")
        published = long_date(note.published_at, context.runner.timezone)
        return page(
            "pdf/meeting_note.html",
            note=note.note,
            day=wording.long_date(day_of(note.note)),
            published=published,
        )
    row = minutes_of(session, meeting_id)
    if row is None:
        raise GiveUp("there are no minutes")
    document = as_opened(session, meeting_id, document_of(session, row, version))
    if kind is SheetKind.EXEMPT:
        ids = [agenda_id(item.item_id) for item in private_items(document)]
        lines = agenda_lines(session, meeting_id, ids)
        return page(
            "pdf/minutes_exempt.html", exempt=exempt_minutes(document, lines, law_of(session).profile)
        )
    corrections = [
        c for c in corrections_of(session, meeting_id) if c.state is CorrectionState.CARRIED and not c.private
    ]
    return page("pdf/minutes_signing.html", doc=public_rendition(document), corrections=corrections)


def _asked(session: Session, meeting_id: str, seq: int) -> SheetAsked:
    for entry in facts_of(session, meeting_id, since=seq - 1, types=(SheetAsked,)):
        if entry.seq == seq and isinstance(entry.fact, SheetAsked):
            return entry.fact
    raise GiveUp("nobody asked for this")


JOBS: Mapping[str, Job] = {"minutes.sheet": render_sheet}
