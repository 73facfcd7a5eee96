"""The pages of papers: uploading, replacing, withdrawing, and what report authors see."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest

from meetings.agendas.usecases import (
    AddPaper,
    ChangeItem,
    PaperFile,
    PublishAgenda,
    add_paper,
    change_item,
    publish_agenda,
)
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from tests.documents.files import pdf
from tests.factories.site import Site, Visitor, words
from tests.factories.world import Sitting

FILE = PaperFile("report.pdf", "application/pdf", 900, 2, "ab" * 32)


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return site.world.body(members=2).meeting("Budget", "Libraries", publish=False)


def home(sitting: Sitting) -> str:
    return f"/desk/meetings/{sitting.id}"


def report() -> BytesIO:
    buffer = BytesIO()
    with pdf("Report on libraries", "Second page") as document:
        document.save(buffer)
    buffer.seek(0)
    return buffer


def test_uploading_a_report(site: Site, sitting: Sitting) -> None:
    address = f"{home(sitting)}/papers/new"
    sent = {"file": (report(), "Library_report-final.pdf"), "title": "", "item": sitting.items[1]}
    answer = site.officer.post(address, sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert "Library report final (PDF, 1 KB) 2 pages" in words(site.officer.get(answer.headers["Location"]))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "report.pdf", "This file is empty"),
        (b"Hello, I am no PDF", "report.pdf", "is not a PDF"),
        (b"%PDF-1.7 broken from here on", "report.pdf", "damaged"),
        (b"GIF89a", "report.gif", "neither a PDF nor a Word document"),
        (b"%PDF-" + b"x" * 110_000, "report.pdf", "too large"),
    ],
)
def test_a_bad_file_is_explained_and_the_title_kept(
    site: Site, sitting: Sitting, content: bytes, name: str, said: str
) -> None:
    config = site.parts.services.config
    site.parts.services.config = replace(config, max_paper_bytes=100_000)
    sent = {"file": (BytesIO(content), name), "title": "My long title", "item": sitting.items[1]}
    page = site.officer.post(f"{home(sitting)}/papers/new", sent, content_type="multipart/form-data")
    assert page.status_code == 422
    assert said in words(page)
    assert 'value="My long title"' in page.get_data(as_text=True)
    assert re.search(rf'value="{sitting.items[1]}" selected', page.get_data(as_text=True))


def test_no_file_at_all_asks_for_one(site: Site, sitting: Sitting) -> None:
    page = site.officer.post(
        f"{home(sitting)}/papers/new", {"title": "T"}, content_type="multipart/form-data"
    )
    assert (page.status_code, "Choose a PDF or Word file" in words(page)) == (422, True)


def test_replacing_removing_and_withdrawing_from_the_pages(site: Site, sitting: Sitting) -> None:
    paper_id = site.world.run(add_paper, AddPaper(sitting.id, sitting.items[0], "Report", FILE))
    address = f"{home(sitting)}/papers/{paper_id}"
    sent = {"file": (report(), "new.pdf"), "title": "Final report", "sensitivity": "public"}
    assert site.officer.post(address, sent, content_type="multipart/form-data").status_code == 303
    assert "Final report (PDF, 1 KB) 2 pages" in words(site.officer.get(f"{home(sitting)}/papers"))
    removed = site.officer.post(f"{address}/remove")
    assert "“Final report” is off the agenda." in words(site.officer.get(removed.headers["Location"]))
    assert site.officer.post(f"{address}/restore").status_code == 303
    site.world.run(publish_agenda, PublishAgenda(sitting.id))
    assert site.officer.post(f"{address}/withdraw", {"reason": ""}).status_code == 422
    assert site.officer.post(f"{address}/withdraw", {"reason": "Names"}).status_code == 303
    assert "Names" in words(site.officer.get(f"{home(sitting)}/papers"))


def test_report_authors_upload_and_see_no_exempt_title(site: Site, sitting: Sitting) -> None:
    secret = ChangeItem(
        sitting.id, sitting.items[0], "Sale of land", sensitivity=Sensitivity.EXEMPT, exemption="para 3"
    )
    site.world.run(change_item, secret)
    theirs = site.world.run(add_paper, AddPaper(sitting.id, None, "Theirs", FILE))
    author = Visitor(site.parts, site.world.account("Rhys Pugh", role=Role.AUTHOR))
    for path in ("/papers", "/papers/new"):
        text = words(author.get(home(sitting) + path))
        assert "Sale of land" not in text
        assert "1. Exempt item" in text
        assert "Theirs" not in text
    sent = {"file": (report(), "mine.pdf"), "title": "Mine", "item": sitting.items[0]}
    answer = author.post(f"{home(sitting)}/papers/new", sent, content_type="multipart/form-data")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{home(sitting)}/papers")
    assert "Mine" in words(author.get(f"{home(sitting)}/papers"))
    assert author.get(f"{home(sitting)}/papers/{theirs}").status_code == 404
    assert author.get(f"{home(sitting)}/agenda").status_code == 403
