"""The notice of a meeting and the summons as PDFs."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from meetings.agendas.jobs import JOBS
from meetings.agendas.sheets.models import MeetingSheet
from meetings.agendas.usecases import (
    AddItem,
    PublishAgenda,
    SendSummons,
    UnpublishAgenda,
    add_item,
    publish_agenda,
    send_summons,
    unpublish_agenda,
)
from meetings.db.outbox import OutboxRow
from meetings.documents.pdf_process import PdfRenderer
from meetings.kernel.secrecy import Sensitivity
from meetings.runtime.jobs import JobContext
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.documents.pdfs import broken_rules
from tests.factories.site import Site
from tests.factories.world import EVENING, Committee

SECRET = "zq9canary7f3ab41c"


@pytest.fixture
def body(site: Site) -> Committee:
    return site.world.body(members=3)


def print_all(site: Site) -> None:
    """Do what the worker would do of the sheets that wait."""
    with site.world.runner.read() as session:
        rows = [r.payload for r in session.scalars(select(OutboxRow).where(OutboxRow.job == "sheets.render"))]
    with PdfRenderer() as renderer:
        context = JobContext(site.world.runner, site.parts.services.storage, renderer.render)
        for payload in rows:
            JOBS["sheets.render"](context, payload)
            JOBS["sheets.render"](context, payload)


def text(data: bytes) -> str:
    with PdfDocument(io.BytesIO(data)) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def test_notice_and_summons_say_when_where_and_what_and_no_exempt_title(
    site: Site, body: Committee, tmp_path: Path
) -> None:
    meeting = body.meeting("Bus lanes", publish=False)
    site.world.run(
        add_item,
        AddItem(
            meeting.id,
            SECRET,
            sensitivity=Sensitivity.EXEMPT,
            exempt_paragraphs=("3",),
            exemption="paragraph 3",
            interest_test="The price is still open.",
        ),
    )
    site.world.run(publish_agenda, PublishAgenda(meeting.id))
    site.world.run(send_summons, SendSummons(meeting.id, signed_by="Olive Marsh, Chief Executive"))
    waiting = site.public.get(f"/meetings/{meeting.id}/notice.pdf")
    assert (waiting.status_code, waiting.headers["Location"]) == (303, f"/meetings/{meeting.id}")
    print_all(site)
    notice = site.public.get(f"/meetings/{meeting.id}/notice.pdf")
    said = text(notice.data)
    assert "A meeting of the Planning Committee will be held on Tuesday 8 December 2026, 7pm" in " ".join(
        said.split()
    )
    assert "Bus lanes" in said
    assert "likely to be closed for item 2" in " ".join(said.split())
    assert SECRET not in said
    member = site.member(body.members[0])
    summons = member.get(f"/meetings/{meeting.id}/summons.pdf")
    assert summons.headers["Cache-Control"] == "no-store, private"
    assert "You are summoned" in text(summons.data)
    assert "Olive Marsh, Chief Executive" in text(summons.data)
    assert SECRET not in text(summons.data)
    with site.world.runner.read() as session:
        assert len(session.scalars(select(MeetingSheet.id)).all()) == 2
    files = [tmp_path / "notice.pdf", tmp_path / "summons.pdf"]
    for file, answer in zip(files, (notice, summons), strict=True):
        file.write_bytes(answer.data)
    assert [rules for rules in broken_rules(*files).values() if rules] == []


def test_summons_is_for_those_who_are_summoned(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes")
    site.world.run(send_summons, SendSummons(meeting.id))
    print_all(site)
    other = site.world.body("Licensing Committee", members=1)
    address = f"/meetings/{meeting.id}/summons.pdf"
    assert site.public.get(address).status_code == 302
    assert site.member(other.members[0]).get(address).status_code in (200, 404)
    assert site.officer.get(address).status_code == 200


def test_taken_back_there_is_no_notice(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes")
    print_all(site)
    site.world.run(unpublish_agenda, UnpublishAgenda(meeting.id, "Wrong papers"))
    assert site.public.get(f"/meetings/{meeting.id}/notice.pdf").status_code == 404


def test_cancellation_summons_nobody_and_past_meetings_are_not_printed(site: Site, body: Committee) -> None:
    meeting = body.meeting("Bus lanes")
    site.world.run(send_summons, SendSummons(meeting.id))
    site.world.run(cancel_meeting, CancelMeeting(meeting.id, "Snow"))
    site.world.run(send_summons, SendSummons(meeting.id))
    site.world.clock.at = EVENING + timedelta(days=2)
    print_all(site)
    with site.world.runner.read() as session:
        assert session.scalars(select(MeetingSheet.id)).all() == []
