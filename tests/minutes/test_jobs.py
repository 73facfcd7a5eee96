"""Printing versions: once each, again once signed, and what is said when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from integrations.registry import adapters
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.db.outbox import OutboxRow
from meetings.documents.pdf_process import PdfFailed, PdfRenderer
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.jobs import JOBS
from meetings.minutes.queries import VersionRow, versions_of
from meetings.minutes.usecases import (
    ApproveMinutes,
    ConfirmMinutes,
    PrintAgain,
    PublishMinutes,
    approve_minutes,
    confirm_minutes,
    print_again,
    publish_minutes,
)
from meetings.room.usecases import CloseMeeting, TakeNote, close_meeting, take_note
from meetings.runtime.jobs import GiveUp, JobContext
from tests.factories.private import take_privately
from tests.factories.world import Sitting, World
from tests.minutes.test_editing import edit, minuted
from tests.minutes.test_scenarios import s1


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as running:
        yield running


def context(world: World, folder: Path, renderer: PdfRenderer) -> JobContext:
    return JobContext(world.runner, adapters().storage(folder), renderer.render)


def payloads(world: World) -> list[dict[str, Any]]:
    """Every printing that was asked for, in order."""
    with world.runner.read() as session:
        rows = session.query(OutboxRow).filter_by(job="minutes.render").order_by(OutboxRow.created_at)
        return sorted((row.payload for row in rows), key=lambda payload: int(payload["seq"]))


def render(jobs: JobContext, payload: dict[str, Any]) -> None:
    JOBS["minutes.render"](jobs, payload)


def newest(world: World, sitting: Sitting) -> VersionRow:
    with world.runner.read() as session:
        return versions_of(session, sitting.id)[0]


def text_of(jobs: JobContext, sha256: str | None) -> str:
    assert sha256 is not None
    with jobs.storage.open(sha256) as file:
        pdf = pypdfium2.PdfDocument(file.read())
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_a_totals_only_vote_is_printed_without_names(
    sqlite_world: World, tmp_path: Path, renderer: PdfRenderer
) -> None:
    sitting = s1(sqlite_world)
    jobs = context(sqlite_world, tmp_path / "files", renderer)
    (payload,) = payloads(sqlite_world)
    render(jobs, payload)
    version = newest(sqlite_world, sitting)
    said = text_of(jobs, version.pdf_sha256)
    assert "For 12, against 6, abstained 2. Abstained (no vote cast) 13." in said
    minute = said.split("1. Car parks", 1)[1]
    bare = {name.removeprefix("Councillor ") for name in sqlite_world.names.values()}
    assert {name for name in bare if name in minute} == {"A. Abara", "B. Bright"}
    assert (version.full_pdf_sha256, version.pdf_error) == (None, "")


def test_each_version_is_printed_once_and_again_when_it_is_signed(
    sqlite_world: World, tmp_path: Path, renderer: PdfRenderer
) -> None:
    world, sitting = sqlite_world, minuted(sqlite_world)
    jobs = context(world, tmp_path / "files", renderer)
    edit(world, sitting, 1, second="<p>Added by hand.</p>")
    first, second = payloads(world)
    render(jobs, second)
    draft = newest(world, sitting).pdf_sha256
    render(jobs, second)
    render(jobs, first)
    assert newest(world, sitting).pdf_sha256 == draft
    assert "Draft, version 2." in text_of(jobs, draft)
    assert "Added by hand." in text_of(jobs, draft)
    world.run(approve_minutes, ApproveMinutes(sitting.id, 2))
    world.run(publish_minutes, PublishMinutes(sitting.id, 2))
    world.later(minutes=14 * 24 * 60)
    signing = ConfirmMinutes(sitting.id, 2, date(2026, 12, 9), "Councillor A. Abara")
    world.run(confirm_minutes, signing)
    assert newest(world, sitting).pdf_sha256 is None
    render(jobs, payloads(world)[-1])
    said = text_of(jobs, newest(world, sitting).pdf_sha256)
    assert "Draft" not in said
    assert "signed by Councillor A. Abara" in said


def test_exempt_minutes_are_printed_apart(sqlite_world: World, tmp_path: Path, renderer: PdfRenderer) -> None:
    sitting = sqlite_world.body().meeting("Buses", publish=False)
    depot = AddItem(
        sitting.id,
        "Sale of the depot",
        sensitivity=Sensitivity.EXEMPT,
        exemption="paragraph 3",
        interest_test="Bids would suffer",
    )
    sitting.items.append(sqlite_world.run(add_item, depot))
    sqlite_world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    take_privately(sitting, sitting.items[1])
    sqlite_world.run(take_note, TakeNote(sitting.id, "The price was zq9canary7f3ab41c."))
    sqlite_world.run(close_meeting, CloseMeeting(sitting.id))
    jobs = context(sqlite_world, tmp_path / "files", renderer)
    render(jobs, payloads(sqlite_world)[-1])
    version = newest(sqlite_world, sitting)
    public = text_of(jobs, version.pdf_sha256)
    assert "recorded separately" in public
    assert "canary" not in public
    assert "depot" not in public
    assert "zq9canary7f3ab41c" in text_of(jobs, version.full_pdf_sha256)


def test_a_print_that_failed_says_why_and_can_be_asked_for_again(
    sqlite_world: World, tmp_path: Path, renderer: PdfRenderer
) -> None:
    world, sitting = sqlite_world, minuted(sqlite_world)
    jobs = context(world, tmp_path / "files", renderer)

    def broken(_html: str, **_how: object) -> bytes:
        raise PdfFailed("the PDF process ended")

    (payload,) = payloads(world)
    with pytest.raises(PdfFailed):
        render(replace(jobs, render_pdf=broken), payload)
    assert newest(world, sitting).pdf_error == "the PDF process ended"
    world.run(print_again, PrintAgain(sitting.id, 1))
    assert newest(world, sitting).pdf_error == ""
    again = payloads(world)[-1]
    assert again["seq"] > payload["seq"]
    render(jobs, again)
    assert newest(world, sitting).pdf_sha256 is not None


def test_a_version_that_is_not_there_is_given_up(
    sqlite_world: World, tmp_path: Path, renderer: PdfRenderer
) -> None:
    sitting = minuted(sqlite_world)
    with pytest.raises(GiveUp):
        render(context(sqlite_world, tmp_path, renderer), {"stream": sitting.id, "seq": 1})
