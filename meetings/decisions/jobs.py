"""Printing: each notice of decisions as a PDF, in the worker."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from meetings.db.record import facts_of
from meetings.decisions.events import StatementPrintAsked, StatementPublished
from meetings.decisions.queries import notice_of
from meetings.decisions.usecases import KeepStatementPdf, keep_statement_pdf
from meetings.documents.pdf_process import PdfFailed
from meetings.documents.printing import page
from meetings.kernel.actor import SYSTEM
from meetings.ports.storage import StorageFailed
from meetings.runtime.jobs import GiveUp, Job, JobContext

_ABOUT = (StatementPublished, StatementPrintAsked)


def render_notice(context: JobContext, payload: dict[str, Any]) -> None:
    """Print the notice that a fact is about, and keep it: once, however often it is asked.

    Raises PdfFailed or StorageFailed after noting why, so that it is tried again; GiveUp if there is no such notice.
    """
    stream, seq = payload["stream"], payload["seq"]
    with context.runner.read() as session:
        notice_id = None
        for entry in facts_of(session, stream, since=seq - 1, types=_ABOUT):
            if entry.seq == seq and isinstance(entry.fact, _ABOUT):
                notice_id = entry.fact.notice_id
                break
        if notice_id is None:
            raise GiveUp("there is no such notice to print")
        row, document, _ = notice_of(session, notice_id)
    if row.pdf_sha256 is not None:
        return
    try:
        pdf = context.render_pdf(page("pdf/decision_notice.html", doc=document, sha256=row.sha256))
        sha256 = context.storage.put(io.BytesIO(pdf)).sha256
    except (PdfFailed, StorageFailed) as error:
        reason = str(error) or type(error).__name__
        context.runner.run(keep_statement_pdf, KeepStatementPdf(row.id, error=reason), actor=SYSTEM)
        raise
    context.runner.run(keep_statement_pdf, KeepStatementPdf(row.id, sha256), actor=SYSTEM)


JOBS: Mapping[str, Job] = {"decisions.render": render_notice}
