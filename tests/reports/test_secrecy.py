"""What is exempt in a report stands in no public rendition, letter, fact or page; a control word does."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from meetings.agendas.usecases import PublishAgenda, publish_agenda
from meetings.db.record import RecordedFact
from meetings.documents.pdf_process import PdfRenderer
from meetings.documents.sheets import report_page
from meetings.kernel.secrecy import Sensitivity
from meetings.notifications.models import StoredLetter
from meetings.reports.jobs import render_report
from meetings.reports.printing import Head, sheet_of
from meetings.reports.rules.content import EXEMPT, PUBLIC, Attached, ReportContent, Section
from meetings.reports.usecases import (
    AcceptReport,
    AddAppendix,
    SubmitReport,
    accept_report,
    add_appendix,
    submit_report,
)
from meetings.reports.usecases.files import StoredFile
from meetings.runtime.jobs import JobContext
from tests.documents import pdfs
from tests.factories.site import Site
from tests.reports.workshop import Workshop

CANARIES = ("zanzibarquince", "mauvetortoise", "ochrepelican", "tealbadger", "umberfalcon")
CONTROL = "vermilionheron"
HEAD = Head("Northmoor", "Cabinet", "Tuesday 9 February 2027", "Anna Author", "Head", "paragraph 3")
CONTENT = ReportContent(
    "Award of a contract",
    "That it be awarded.",
    (
        Section("purpose", "Purpose", f"<p>{CONTROL}</p>"),
        Section("bids", "Bids mauvetortoise", "<p>zanzibarquince</p>", exempt=True),
    ),
    no_background=True,
    paragraphs=("3",),
    interest_test="ochrepelican",
    appendices=(
        Attached("a1", "Map", "map.pdf", "application/pdf", 1, 1, "a" * 64),
        Attached("a2", "tealbadger", "umberfalcon.pdf", "application/pdf", 1, 1, "b" * 64, exempt=True),
    ),
)


def test_the_public_sheet_has_nothing_of_what_is_exempt() -> None:
    sheet = sheet_of(CONTENT, PUBLIC, HEAD)
    assert sheet is not None
    html = report_page(sheet)
    assert [word for word in CANARIES if word in html] == []
    assert CONTROL in html
    assert "in a separate annex" in html
    assert "Appendices" in html


def test_the_annex_has_it_and_nothing_else() -> None:
    sheet = sheet_of(CONTENT, EXEMPT, HEAD)
    assert sheet is not None
    html = report_page(sheet)
    assert [word for word in CANARIES if word in html] == ["zanzibarquince", "mauvetortoise", "tealbadger"]
    assert CONTROL not in html
    assert "Not for publication" in html


def test_a_whole_exempt_report_has_no_public_sheet() -> None:
    secret = replace(CONTENT, sensitivity=Sensitivity.EXEMPT)
    assert sheet_of(secret, PUBLIC, HEAD) is None
    sheet = sheet_of(secret, EXEMPT, HEAD)
    assert sheet is not None
    assert CONTROL in report_page(sheet)


def everything_in(content: bytes) -> str:
    """Every string and stream of a PDF, unpacked."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [str(each) for each in pdf.objects]
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                try:
                    found.append(each.read_bytes().decode("latin-1"))
                except (pikepdf.PdfError, zlib.error):
                    continue
    return pdfs.words(content) + " ".join(found)


@pytest.fixture
def printed(site: Site, desk: Workshop) -> Workshop:
    """A part-exempt report, printed, on a published agenda."""
    desk.whole()
    report_id = desk.whole("Award of a contract")
    desk.write(
        report_id,
        section__reasons=f"<p>{CONTROL}</p><table><tr><th>Lot</th></tr><tr><td>1</td></tr></table>",
        section__options="<h4>mauvetortoise</h4><p>zanzibarquince</p>",
        exempt__options=True,
        paragraphs=("3",),
        interest_test="ochrepelican",
    )
    kept = site.parts.services.storage.put(io.BytesIO(b"%PDF-1.7 umberfalcon"))
    file = StoredFile("umberfalcon.pdf", "application/pdf", 20, 1, kept.sha256)
    desk.world.run(add_appendix, AddAppendix(report_id, "tealbadger", file, exempt=True), desk.author)
    desk.world.run(submit_report, SubmitReport(report_id, 4, "Urgent"), desk.author)
    with PdfRenderer() as renderer:
        context = JobContext(desk.world.runner, site.parts.services.storage, renderer.render)
        render_report(context, {"report_id": report_id, "version": 4})
        render_report(context, {"report_id": report_id, "version": 4})
    desk.world.run(accept_report, AcceptReport(report_id, 4, desk.meeting_id, override="Agreed"))
    desk.world.run(publish_agenda, PublishAgenda(desk.meeting_id))
    desk.roles["report"] = report_id
    return desk


def test_canaries_from_end_to_end(site: Site, printed: Workshop, tmp_path: Path) -> None:
    report_id = printed.roles["report"]
    officer = site.officer
    public = officer.get(f"/reports/{report_id}/report.pdf").get_data()
    annex = officer.get(f"/reports/{report_id}/report.pdf?part=exempt").get_data()
    assert [word for word in CANARIES if word in everything_in(public)] == []
    assert CONTROL in everything_in(public)
    assert "zanzibarquince" in everything_in(annex)
    assert CONTROL not in everything_in(annex)
    files = [tmp_path / "public.pdf", tmp_path / "annex.pdf"]
    for path, content in zip(files, (public, annex), strict=True):
        path.write_bytes(content)
    assert list(pdfs.broken_rules(*files).values()) == [[], []]
    for path in ("/", "/meetings", f"/meetings/{printed.meeting_id}"):
        page = site.public.get(path).get_data(as_text=True)
        assert [word for word in CANARIES if word in page] == [], path
    assert "Award of a contract" in site.public.get(f"/meetings/{printed.meeting_id}").get_data(as_text=True)
    with printed.world.runner.read() as session:
        facts = " ".join(
            session.scalars(select(RecordedFact.data).where(RecordedFact.type.like("reports.%")))
        )
        letters = " ".join(session.scalars(select(StoredLetter.text)))
    assert [word for word in CANARIES if word in facts + letters] == []
