"""Printing: each version as PDF, as Word file and as data, in the worker, before anybody asks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.documents.published import archive_pdf
from meetings.kernel.actor import SYSTEM
from meetings.minutes import events, queries
from meetings.minutes.document import MinutesDocument
from meetings.minutes.events import PrintedForm
from meetings.minutes.life.printed import page_count
from meetings.minutes.life.queries import as_opened, print_mark
from meetings.minutes.prints.data import ABOUT, NAME, open_data_file
from meetings.minutes.prints.making import html_of, word_of
from meetings.minutes.prints.models import PrintForm
from meetings.minutes.rules import has_exempt
from meetings.minutes.usecases import KeepPdf, keep_pdf
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

    Raises what went wrong after noting it, so that it is tried again; GiveUp if there is no such version.
    """
    meeting_id, seq = payload["stream"], payload["seq"]
    with context.runner.read() as session:
        number = _version_of(session, meeting_id, seq)
        row = queries.minutes_of(session, meeting_id)
        if number is None or row is None:
            raise GiveUp("there is no such version to print")
        document = as_opened(session, meeting_id, queries.document_of(session, row, number))
        mark = print_mark(session, meeting_id)
        printed = next(v for v in queries.versions_of(session, meeting_id) if v.number == number)
    if printed.pdf_sha256 is not None:
        return
    try:
        done = _printed(context, meeting_id, document)
    except Exception as error:  # whatever it is, the officer is told and it is tried again
        reason = str(error) or type(error).__name__
        failed = KeepPdf(meeting_id, number, document.is_confirmed, error=reason)
        context.runner.run(keep_pdf, failed, actor=SYSTEM)
        raise
    context.runner.run(keep_pdf, replace(done, mark=mark), actor=SYSTEM)


def _version_of(session: Session, meeting_id: str, seq: int) -> int | None:
    for entry in facts_of(session, meeting_id, since=seq - 1, types=_VERSIONED):
        if entry.seq == seq and isinstance(entry.fact, _VERSIONED):
            return entry.fact.version
    return None


def _printed(context: JobContext, meeting_id: str, document: MinutesDocument) -> KeepPdf:
    """Every form of the version, stored. The data are in the public PDF too."""
    data = open_data_file(document, meeting_id)
    public = html_of(document)
    pdf = archive_pdf(context.render_pdf, public, data=data, name=NAME, about=ABOUT)
    forms = {PrintForm.DATA: data, PrintForm.DOCX: word_of(document, public)}
    full = None
    if has_exempt(document):
        whole = html_of(document, full=True)
        full = _stored(context, archive_pdf(context.render_pdf, whole))
        forms[PrintForm.FULL_DOCX] = word_of(document, whole)
    kept = tuple(PrintedForm(form.value, _stored(context, content)) for form, content in forms.items())
    sha256, pages = _stored(context, pdf), page_count(pdf)
    return KeepPdf(meeting_id, document.version, document.is_confirmed, sha256, full, pages=pages, forms=kept)


def _stored(context: JobContext, content: bytes) -> str:
    return context.storage.put(io.BytesIO(content)).sha256


JOBS: Mapping[str, Job] = {"minutes.render": render_minutes}
