"""The notice as a PDF: made once by the worker, true to the record, by the rules of PDF/UA, without what is exempt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from integrations.registry import adapters
from meetings.db.outbox import OutboxRow
from meetings.decisions import queries
from meetings.decisions.jobs import JOBS
from meetings.decisions.usecases import PrintStatementAgain, print_statement_again
from meetings.documents.pdf_process import PdfFailed, PdfRenderer
from meetings.kernel.errors import WrongState
from meetings.runtime.jobs import GiveUp, JobContext
from tests.decisions.halls import CANARY, Hall
from tests.documents import pdfs

RENDER = JOBS["decisions.render"]


def broken(_html: str) -> bytes:
    raise PdfFailed("the printer is out of ink")


def payloads(hall: Hall) -> list[dict[str, object]]:
    """Every printing that was asked for, in order."""
    with hall.world.runner.read() as session:
        found = session.query(OutboxRow).filter_by(job="decisions.render")
        return sorted((each.payload for each in found), key=lambda p: int(p["seq"]))


def test_a_notice_is_printed_once_keeps_to_the_rules_and_can_be_asked_for_again(
    hall: Hall, tmp_path: Path
) -> None:
    row = hall.published(
        date(2026, 12, 10), exempt=True, paragraphs=("3",), exempt_note="Prices.", exempt_decision=CANARY
    )
    storage = adapters().storage(tmp_path / "files")

    with hall.world.runner.read() as session:
        notice = queries.notices_of(session, row.id)[0]
    with pytest.raises(PdfFailed):
        RENDER(JobContext(hall.world.runner, storage, broken), payloads(hall)[0])
    hall.world.run(print_statement_again, PrintStatementAgain(notice.id))
    with PdfRenderer() as renderer:
        context = JobContext(hall.world.runner, storage, renderer.render)
        for payload in (*payloads(hall), payloads(hall)[0]):
            RENDER(context, payload)
    with hall.world.runner.read() as session:
        kept, document, _ = queries.notice_of(session, notice.id)
    assert kept.pdf_sha256 is not None
    path = tmp_path / "notice.pdf"
    with storage.open(kept.pdf_sha256) as file:
        path.write_bytes(file.read())
    said = pdfs.words(path.read_bytes())
    for expected in (
        "Notice of decisions",
        "They leak.",
        "Friday 18 December 2026",
        document.law,
        "paragraph 3",
    ):
        assert expected in said
    assert CANARY not in said
    assert pdfs.broken_rules(path) == {str(path): []}
    with pytest.raises(WrongState):
        hall.world.run(print_statement_again, PrintStatementAgain(notice.id))
    with pytest.raises(GiveUp):
        RENDER(context, {**payloads(hall)[0], "seq": 1})
