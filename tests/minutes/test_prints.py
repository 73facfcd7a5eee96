"""Each form of a version: made once beside the PDF, given to whom it is for, and void with it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import text

from meetings.admin.verify import check_stream
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.documents.docx_out import MEDIA_TYPE
from meetings.documents.pdf_process import PdfRenderer
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.jobs import JOBS
from meetings.minutes.prints.queries import prints_of
from meetings.minutes.usecases import (
    ApproveMinutes,
    ConfirmMinutes,
    PublishMinutes,
    approve_minutes,
    confirm_minutes,
    publish_minutes,
)
from meetings.room.usecases import CloseMeeting, TakeNote, close_meeting, take_note
from meetings.runtime.jobs import JobContext
from tests.documents import pdfs
from tests.documents.word_check import problems, text_of
from tests.factories.private import take_privately
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting
from tests.minutes.test_jobs import payloads

CANARY = "zq9canary7f3ab41c"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


def held(site: Site) -> Sitting:
    """A meeting with an open item and an exempt one, closed."""
    world = site.world
    sitting = world.body(members=3).meeting("Buses", publish=False)
    exempt = AddItem(
        sitting.id,
        f"Sale of {CANARY}",
        sensitivity=Sensitivity.EXEMPT,
        exemption="paragraph 3",
        interest_test="Bids would suffer",
    )
    sitting.items.append(world.run(add_item, exempt))
    world.run(publish_agenda, PublishAgenda(sitting.id))
    sitting.open()
    world.run(take_note, TakeNote(sitting.id, "The Chair spoke of buses."))
    take_privately(sitting, sitting.items[1])
    world.run(take_note, TakeNote(sitting.id, f"The price was {CANARY}."))
    world.run(close_meeting, CloseMeeting(sitting.id))
    return sitting


def read(site: Site, sha256: str) -> bytes:
    with site.parts.services.storage.open(sha256) as file:
        return file.read()


def test_every_form_is_kept_with_the_version_and_given_to_whom_it_is_for(site: Site) -> None:
    world, sitting = site.world, held(site)
    page = f"/meetings/{sitting.id}/minutes"
    with PdfRenderer() as renderer:
        context = JobContext(world.runner, site.parts.services.storage, renderer.render)
        for _ in range(2):
            JOBS["minutes.render"](context, payloads(world)[-1])
        kept = forms_of(site, sitting)
        assert set(kept) == {"docx", "full_docx", "data"}
        assert CANARY in " ".join(text_of(read(site, kept["full_docx"])))
        for form in ("docx", "data"):
            assert CANARY.encode() not in read(site, kept[form])
        public_word = read(site, kept["docx"])
        assert problems(public_word) == problems(read(site, kept["full_docx"])) == []
        assert CANARY not in " ".join(text_of(public_word))
        assert "The Chair spoke of buses." in " ".join(text_of(public_word))
        _officers_have_them(site, sitting, kept)
        assert [site.public.get(page + ending).status_code for ending in (".docx", ".json")] == [404, 404]
        world.run(approve_minutes, ApproveMinutes(sitting.id, 1))
        world.run(publish_minutes, PublishMinutes(sitting.id, 1))
        _public_has_them(site, sitting, public_word)
        assert _verified(site, sitting) == ()
        world.later(minutes=30 * 24 * 60)
        world.run(confirm_minutes, ConfirmMinutes(sitting.id, 1, date(2026, 12, 22), "Councillor A. Abara"))
        assert forms_of(site, sitting) == {}
        assert CANARY not in " ".join(text_of(site.public.get(f"{page}.docx").data))
        JOBS["minutes.render"](context, payloads(world)[-1])
    signed = forms_of(site, sitting)
    assert signed["docx"] != kept["docx"]
    assert json.loads(read(site, signed["data"]))["status"] == "confirmed"
    assert json.loads(site.public.get(f"{page}.json").data)["signed_by"] == "Councillor A. Abara"
    with world.runner.database.write() as session:
        session.execute(
            text("UPDATE minutes_print SET sha256 = :other WHERE form = 'docx'"), {"other": kept["docx"]}
        )
    assert _verified(site, sitting) == ("the Word file of minutes version 1 is not the file that was made",)


def forms_of(site: Site, sitting: Sitting) -> dict[str, str]:
    with site.world.runner.read() as session:
        return {form.value: sha256 for form, sha256 in prints_of(session, sitting.id, 1).items()}


def _verified(site: Site, sitting: Sitting) -> tuple[str, ...]:
    with site.world.runner.read() as session:
        return check_stream(session, site.parts.services.storage, sitting.id).differences


def _officers_have_them(site: Site, sitting: Sitting, kept: dict[str, str]) -> None:
    desk = f"/desk/meetings/{sitting.id}/minutes"
    for address, form in ((".docx", "docx"), (".docx?full=1", "full_docx"), (".json?version=1", "data")):
        answer = site.officer.get(desk + address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store, private")
        assert answer.data == read(site, kept[form])
        assert site.public.get(desk + address).status_code in (302, 303)
    assert site.officer.get(f"{desk}.docx?version=9").status_code == 404
    assert site.member(sitting.body.members[1]).get(f"{desk}.docx?full=1").status_code == 403


def _public_has_them(site: Site, sitting: Sitting, word: bytes) -> None:
    page = f"/meetings/{sitting.id}/minutes"
    listed = site.public.get(page).get_data(as_text=True)
    assert f'href="{page}.docx"' in listed
    assert f'href="{page}.json"' in listed
    answer = site.public.get(f"{page}.docx")
    assert (answer.mimetype, answer.data) == (MEDIA_TYPE, word)
    data = site.public.get(f"{page}.json")
    assert data.mimetype == "application/json"
    again = site.public.get(f"{page}.json", headers={"If-None-Match": data.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    pdf = site.public.get(f"{page}.pdf").data
    with pdfs.opened(pdf) as opened:
        assert opened.attachments["minutes.json"].get_file().read_bytes() == data.data
        assert opened.Root.AF[0].AFRelationship == pikepdf.Name.Data
    assert CANARY.encode() not in data.data
    assert io.BytesIO(pdf).read(8) == b"%PDF-1.7"
    folder = Path(site.parts.settings.data)
    (folder / "published.pdf").write_bytes(pdf)
    found = pdfs.broken_rules(folder / "published.pdf", standards=("PDFUA-1", "PDFA-3A"))
    assert list(found.values()) == [[]]
