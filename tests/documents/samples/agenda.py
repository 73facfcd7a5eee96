"""An agenda with a summons, headings, an exempt item and recommendations; and one without business."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.documents.sheets import AgendaSheet, agenda_page
from tests.documents.test_sheets import AGENDA


def pages() -> Iterator[str]:
    yield agenda_page(AGENDA)
    yield agenda_page(AgendaSheet(council="C", body="B", meeting_title="M", day="D", time="T", place="P"))
