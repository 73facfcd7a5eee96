"""Reports of the demonstration are real PDFs: text to select, a title, headings, and tags for screen readers."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from meetings.admin.demo.agenda import DemoMeeting, DemoReport
from meetings.admin.demo.content import demo_content
from meetings.admin.demo.reports import make_report_pdf
from meetings.admin.demo.schedule import schedule
from meetings.admin.demo.typesetting import Face, font, wrapped
from tests.documents import pdfs

CONTENT = demo_content()
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def papers() -> list[tuple[DemoMeeting, DemoReport]]:
    """Every report, with its meeting."""
    return [(m, i.report) for m in schedule(TODAY) for i in m.items if i.report]


def made(meeting: DemoMeeting, report: DemoReport) -> bytes:
    """The file."""
    return make_report_pdf(report, CONTENT.council, CONTENT.body(meeting.body), meeting.day)


def test_report_holds_all_its_words(papers: list[tuple[DemoMeeting, DemoReport]]) -> None:
    for meeting, report in papers[::20]:
        found = pdfs.words(made(meeting, report))
        assert report.title in found
        for section in report.sections:
            assert section.heading in found
            for part in (*section.paragraphs, *section.points):
                assert " ".join(part.split()[:6]) in found
                assert part.split()[-1] in found


def test_report_is_a4_with_title_language_and_page_numbers(
    papers: list[tuple[DemoMeeting, DemoReport]],
) -> None:
    meeting, report = papers[0]
    data = made(meeting, report)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [round(float(v)) for v in pdf.pages[0].mediabox] == [0, 0, 595, 842]
        assert str(pdf.docinfo["/Title"]) == report.title
        assert str(pdf.Root.Lang) == "en-GB"
        assert f"Page 1 of {len(pdf.pages)}" in pdfs.words(data)
        with pdf.open_outline() as outline:
            numbered = [f"{n}  {s.heading}" for n, s in enumerate(report.sections, 1)]
            assert [entry.title for entry in outline.root] == [report.title, *numbered]


def test_report_is_the_same_each_time(papers: list[tuple[DemoMeeting, DemoReport]]) -> None:
    meeting, report = papers[5]
    assert made(meeting, report) == made(meeting, report)


def test_every_character_has_a_glyph(papers: list[tuple[DemoMeeting, DemoReport]]) -> None:
    used = {c for _, r in papers for s in r.sections for p in (*s.paragraphs, *s.points) for c in p}
    used |= {c for _, r in papers for c in r.title + r.author_name + r.author_post + r.lead}
    used |= set("".join(p.full_name for p in CONTENT.people.values()))
    assert sorted(c for c in used if ord(c) not in font(Face.TEXT).glyphs) == []


def test_exempt_report_says_so(papers: list[tuple[DemoMeeting, DemoReport]]) -> None:
    meeting, report = next((m, r) for m, r in papers if r.exemption)
    assert f"Not for publication. {report.exemption}" in pdfs.words(made(meeting, report))


def test_lines_fit_and_lose_nothing() -> None:
    text = "The Council may act under the general power of competence. " * 5
    lines = wrapped(text, Face.TEXT, 10, 200)
    assert " ".join(lines) == text.strip()
    assert all(font(Face.TEXT).width(line, 10) <= 200 for line in lines)
    assert wrapped("Featherstonehaugh-Cholmondeley-Pryce", Face.TEXT, 10, 20) == [
        "Featherstonehaugh-Cholmondeley-Pryce"
    ]


def test_reports_meet_pdf_ua(papers: list[tuple[DemoMeeting, DemoReport]], tmp_path: Path) -> None:
    table = next((m, r) for m, r in papers if any(s.table for s in r.sections))
    exempt = next((m, r) for m, r in papers if r.exemption)
    ready = next((m, r) for m, r in papers if m.state == "ready")
    paths = []
    for meeting, report in (table, exempt, ready):
        paths.append(tmp_path / report.filename)
        paths[-1].write_bytes(made(meeting, report))
    assert pdfs.broken_rules(*paths) == {str(path): [] for path in paths}
