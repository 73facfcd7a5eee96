"""A report with facts, recommendations of one paragraph and of many, sections and background papers."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.documents.sheets import report_page
from tests.documents.test_sheets import REPORT


def pages() -> Iterator[str]:
    yield report_page(REPORT)
