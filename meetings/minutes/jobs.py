"""Printing: each version as a PDF, in the worker."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.documents.pdf_process import PdfFailed
from meetings.documents.printing import page
from meetings.kernel.actor import SYSTEM
from meetings.minutes import events, queries
from meetings.minutes.document import MinutesDocument
from meetings.minutes.rules import has_exempt, public_rendition
from meetings.minutes.usecases import KeepPdf, keep_pdf
from meetings.ports.storage import StorageFailed
from meetings.runtime.jobs import GiveUp, Job, JobContext

_VERSIONED = (
    events.MinutesDrafted,
    events.MinutesImported,
    events.MinutesEdited,
    events.MinutesConfirmed,
    events.PrintAsked,
)


def render_minutes(context: JobContext, payload: dict[str, Any]) -> None:
    """Print the version that a fact is about, and keep it: once, however often it is asked.

    Raises PdfFailed or StorageFailed after noting why, so that it is tried again; GiveUp if there is no such version.
    """
    meeting_id, seq = payload["stream"], payload["seq"]
    with context.runner.read() as session:
        number = _version_of(session, meeting_id, seq)
        row = queries.minutes_of(session, meeting_id)
        if number is None or row is None:
            raise GiveUp("there is no such version to print")
        document = queries.document_of(session, row, number)
        printed = next(v for v in queries.versions_of(session, meeting_id) if v.number == number)
    if printed.pdf_sha256 is not None:
        return
    try:
        sha256 = _stored(context, public_rendition(document))
        full = _stored(context, document) if has_exempt(document) else None
    except (PdfFailed, StorageFailed) as error:
        reason = str(error) or type(error).__name__
        failed = KeepPdf(meeting_id, number, document.is_confirmed, error=reason)
        context.runner.run(keep_pdf, failed, actor=SYSTEM)
        raise
    done = KeepPdf(meeting_id, number, document.is_confirmed, sha256, full)
    context.runner.run(keep_pdf, done, actor=SYSTEM)


def _version_of(session: Session, meeting_id: str, seq: int) -> int | None:
    for entry in facts_of(session, meeting_id, since=seq - 1, types=_VERSIONED):
        if entry.seq == seq and isinstance(entry.fact, _VERSIONED):
            return entry.fact.version
    return None


def _stored(context: JobContext, document: MinutesDocument) -> str:
    pdf = context.render_pdf(page("pdf/minutes.html", doc=document))
    return context.storage.put(io.BytesIO(pdf)).sha256


JOBS: Mapping[str, Job] = {"minutes.render": render_minutes}
