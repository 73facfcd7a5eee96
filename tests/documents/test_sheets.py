"""Printed agendas and reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.documents.pdf_process import PdfRenderer
from meetings.documents.sheets import (
    AgendaLine,
    AgendaSheet,
    ReportSection,
    ReportSheet,
    agenda_page,
    report_page,
)
from tests.documents import pdfs

AGENDA = AgendaSheet(
    council="Eastmere and Saltwick Borough Council",
    body="Planning Committee",
    meeting_title="Ordinary meeting",
    day="Wednesday 3 March 2021",
    time="6pm",
    place="Council Chamber, Civic Centre, Harbour Street, Eastmere",
    mode="in person and by video",
    members=tuple(
        f"Councillor {name}" for name in ("H Hollis (Chair)", "O Cattermole", "G Blyth-Carrow", "J Ash")
    ),
    published_on="23 February 2021",
    signed_by="Dr Miriam Okonjo-Lindqvist, Chief Executive",
    contact=("Ben Iqbal, Democratic Services", "01632 960 100", "democracy@eastmere.example"),
    notes="<p>This meeting is open to the public and may be filmed.</p>"
    "<h3>Speaking</h3><p>Ask by noon the day before.</p>",
    lines=(
        AgendaLine(number="1", title="Apologies for absence"),
        AgendaLine(
            number="2",
            title="Declarations of interest",
            text="<p>Members are asked to declare interests.</p>",
        ),
        AgendaLine(title="Applications", is_heading=True),
        AgendaLine(
            number="3",
            title="21/00417/FUL: land at the rear of 4 to 18 (even) Harbour Street, Eastmere, TS99 1AA",
            text="<h4>Proposal</h4><p>Twelve flats with <strong>a shop</strong>.</p>",
            recommendation="Approve subject to conditions 1 to 14.\n\nDelegate the section 106 agreement.",
            papers=("Report of the Head of Planning (34 pages)", "Drawings (12 pages)"),
        ),
        AgendaLine(
            number="4",
            title="Enforcement",
            exemption="paragraph 6 of Part 1 of Schedule 12A",
            recommendation="Agree.",
        ),
    ),
    version=2,
)

REPORT = ReportSheet(
    council="Eastmere and Saltwick Borough Council",
    body="Cabinet",
    day="Tuesday 26 January 2021",
    subject="Harbour Street car park & the market",
    author="Ruth Sandiford",
    post="Director of Finance",
    facts=(("Wards", "Harbour; Old Town"), ("Key decision", "Yes")),
    recommendations=(
        "That <strong>the car park</strong> be closed.",
        "<p>That:</p><ul><li>a</li><li>b</li></ul>",
    ),
    sections=(
        ReportSection(heading="Purpose", html="<p>To decide.</p>"),
        ReportSection(heading="Finance", html="<h4>Costs</h4><p>None.</p><script>alert(1)</script>"),
    ),
    background=("Consultation responses, 2020",),
)


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as renderer:
        yield renderer


def test_agenda_prints_every_line_and_recommendation(renderer: PdfRenderer) -> None:
    words = pdfs.words(renderer.render(agenda_page(AGENDA)))
    for expected in (
        "Agenda: Ordinary meeting (version 2)",
        "Wednesday 3 March 2021 at 6pm",
        "You are summoned to this meeting",
        "H Hollis (Chair)",
        "1. Apologies for absence",
        "Recommended Approve subject to conditions 1 to 14. Delegate the section 106 agreement.",
        "Report of the Head of Planning (34 pages)",
        "Not for publication: paragraph 6 of Part 1 of Schedule 12A",
    ):
        assert expected in words


def test_agenda_without_business_says_so() -> None:
    bare = AgendaSheet(council="C", body="B", meeting_title="M", day="D", time="T", place="P")
    assert "There is no business yet." in agenda_page(bare)


def test_report_prints_its_recommendations_and_sections(renderer: PdfRenderer) -> None:
    words = pdfs.words(renderer.render(report_page(REPORT)))
    for expected in (
        "Harbour Street car park & the market",
        "Report of Ruth Sandiford, Director of Finance",
        "Wards: Harbour; Old Town",
        "Recommendations That the car park be closed. That: a b",
        "1. Purpose To decide. 2. Finance Costs None.",
        "Background papers Consultation responses, 2020",
    ):
        assert expected in words
    assert "alert" not in words


def test_agenda_and_report_keep_to_the_rules_of_pdf_ua(renderer: PdfRenderer, tmp_path: Path) -> None:
    paths = (tmp_path / "agenda.pdf", tmp_path / "report.pdf")
    for path, html in zip(paths, (agenda_page(AGENDA), report_page(REPORT)), strict=True):
        path.write_bytes(renderer.render(html))
    assert pdfs.broken_rules(*paths) == {str(path): [] for path in paths}
