"""Printing a notice when an agenda is published, and a summons when the members are summoned."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.events import AgendaPublished, SummonsSent
from meetings.agendas.sheets.models import MeetingSheet, SheetKind
from meetings.agendas.sheets.text import Sheet, sheet_of
from meetings.agendas.sheets.usecases import KeepSheet, keep_sheet
from meetings.agendas.summons import SummonsKind
from meetings.db.record import Entry, facts_of
from meetings.documents.pdf_process import PdfFailed
from meetings.documents.printing import page
from meetings.kernel.actor import SYSTEM
from meetings.ports.storage import StorageFailed
from meetings.runtime.jobs import GiveUp, JobContext
from meetings.schedule.queries import meeting_of

_ABOUT = (AgendaPublished, SummonsSent)
#: A cancellation summons nobody, and a supplement is part of the agenda.
_SUMMONED = (SummonsKind.SUMMONS.value, SummonsKind.CHANGE.value)


def render_sheet(context: JobContext, payload: dict[str, Any]) -> None:
    """Print the sheet that a fact gives rise to: once, however often it is asked."""
    meeting_id, seq = payload["stream"], payload["seq"]
    with context.runner.read() as session:
        entry = _entry(session, meeting_id, seq)
        there = session.scalar(
            select(MeetingSheet.id).where(MeetingSheet.meeting_id == meeting_id, MeetingSheet.seq == seq)
        )
        made = None if there else _sheet(session, meeting_id, entry, context)
    if made is None:
        return
    kind, version, sheet = made
    try:
        pdf = context.render_pdf(page("pdf/meeting_sheet.html", doc=sheet))
        sha256 = context.storage.put(io.BytesIO(pdf)).sha256
    except (PdfFailed, StorageFailed) as error:
        reason = str(error) or type(error).__name__
        raise RuntimeError(f"the {kind.value} could not be printed: {reason}") from error
    context.runner.run(keep_sheet, KeepSheet(meeting_id, seq, kind, version, sha256), actor=SYSTEM)


def _entry(session: Session, meeting_id: str, seq: int) -> Entry:
    entries = facts_of(session, meeting_id, since=seq - 1, types=_ABOUT)
    entry = next((e for e in entries if e.seq == seq), None)
    if entry is None:
        raise GiveUp("there is nothing to print")
    return entry


def _sheet(
    session: Session, meeting_id: str, entry: Entry, context: JobContext
) -> tuple[SheetKind, int, Sheet] | None:
    meeting = meeting_of(session, meeting_id)
    if meeting.starts_at < context.runner.clock.now():
        # A meeting that was entered after the event: there is nobody to tell.
        return None
    fact = entry.fact
    if isinstance(fact, AgendaPublished):
        kind, version, signed = SheetKind.NOTICE, fact.number, ""
    elif isinstance(fact, SummonsSent) and fact.kind in _SUMMONED:
        kind, version, signed = SheetKind.SUMMONS, fact.version, fact.signed_by
    else:
        return None
    sheet = sheet_of(session, meeting, kind, version, entry.at, signed, context.runner.timezone)
    return None if sheet is None else (kind, version, sheet)
