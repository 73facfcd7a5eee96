"""A renderer that stays warm, and a tagged paper that it made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meetings.documents.pdf_process import PdfRenderer
from meetings.documents.sheets import ReportSection, ReportSheet, report_page


@pytest.fixture(scope="package")
def renderer() -> Iterator[PdfRenderer]:
    with PdfRenderer() as running:
        yield running


@pytest.fixture(scope="package")
def tagged(renderer: PdfRenderer) -> bytes:
    """A report of a few pages, with headings, a list and a table."""
    row = "<tr><td>Library</td><td>120</td></tr>"
    table = (
        "<table><caption>Costs</caption><thead><tr><th scope='col'>Service</th><th scope='col'>Cost</th></tr>"
        f"</thead><tbody>{row * 30}</tbody></table>"
    )
    sheet = ReportSheet(
        council="Northmoor Borough Council",
        body="Planning Committee",
        day="Tuesday 8 December 2026",
        subject="Library hours",
        author="Director of Place",
        recommendations=("That the hours be agreed.",),
        sections=(ReportSection(heading="Background", html=f"<p>Words.</p><ul><li>One</li></ul>{table}"),),
    )
    return renderer.render(report_page(sheet))
