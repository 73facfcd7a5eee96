"""Notices as PDF: made once by the worker, true to the page, and by the rules of PDF/UA."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from integrations.registry import adapters
from meetings.db.outbox import OutboxRow
from meetings.documents.pdf_process import PdfFailed, PdfRenderer
from meetings.forwardplan.jobs import JOBS
from meetings.forwardplan.usecases import PrintNoticeAgain, print_notice_again
from meetings.kernel.errors import WrongState
from meetings.runtime.jobs import GiveUp, JobContext
from tests.documents import pdfs
from tests.forwardplan.plans import CANARY, Town
from tests.forwardplan.test_urgency import exception

RENDER = JOBS["forwardplan.render"]


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as running:
        yield running


def payloads(town: Town) -> list[dict[str, object]]:
    """Every printing that was asked for, in order."""
    with town.world.runner.read() as session:
        rows = session.query(OutboxRow).filter_by(job="forwardplan.render")
        return sorted((row.payload for row in rows), key=lambda p: int(p["seq"]))


def test_notices_are_printed_once_and_keep_to_the_rules(
    town: Town, tmp_path: Path, renderer: PdfRenderer
) -> None:
    context = JobContext(town.world.runner, adapters().storage(tmp_path / "files"), renderer.render)
    town.plan_private(working_title=CANARY, private_note=CANARY)
    first = town.publish()
    town.at(date(2026, 12, 1))
    second = exception(town, town.plan(decide_on=date(2026, 12, 9)))
    paths = []
    for payload, notice_id in zip(payloads(town), (first, second), strict=True):
        RENDER(context, payload)
        RENDER(context, payload)
        row, document = town.notice(notice_id)
        assert row.pdf_sha256 is not None
        with context.storage.open(row.pdf_sha256) as file:
            pdf = file.read()
        said = pdfs.words(pdf)
        for expected in (document.kind.label, document.title, document.law, row.sha256[:20]):
            assert expected in said
        assert CANARY not in said
        paths.append(tmp_path / f"{row.number}.pdf")
        paths[-1].write_bytes(pdf)
    assert pdfs.broken_rules(*paths) == {str(path): [] for path in paths}


def test_a_failure_is_noted_and_can_be_asked_for_again(town: Town, tmp_path: Path) -> None:
    def broken(_html: str) -> bytes:
        raise PdfFailed("the printer is out of ink")

    context = JobContext(town.world.runner, adapters().storage(tmp_path / "files"), broken)
    town.plan()
    notice_id = town.publish()
    with pytest.raises(PdfFailed):
        RENDER(context, payloads(town)[0])
    assert town.notice(notice_id)[0].pdf_error == "the printer is out of ink"
    town.world.run(print_notice_again, PrintNoticeAgain(notice_id))
    assert len(payloads(town)) == 2
    made = JobContext(town.world.runner, context.storage, lambda _html: b"%PDF-1.7 made")
    RENDER(made, payloads(town)[1])
    with pytest.raises(WrongState):
        town.world.run(print_notice_again, PrintNoticeAgain(notice_id))


def test_a_fact_about_something_else_is_given_up(town: Town, tmp_path: Path) -> None:
    context = JobContext(town.world.runner, adapters().storage(tmp_path), lambda _html: b"")
    town.plan()
    town.publish()
    payload = payloads(town)[0]
    with pytest.raises(GiveUp):
        RENDER(context, {**payload, "seq": 1})
