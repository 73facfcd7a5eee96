"""The actions of earlier meetings, with some of exempt items; and a sheet with nothing on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from meetings.actions.sheets import Sheet, SheetLine
from meetings.documents.printing import page
from meetings.kernel.secrecy import Sensitivity

_LINE = SheetLine(
    action_id="a1",
    meeting_id="m1",
    held="Tuesday 9 February 2021",
    number="4",
    item="Harbour Street car park",
    text="Write to the traders of the market.",
    owner="Director of Place",
    due="1 March 2021",
    status="In hand",
    words="Half of the letters are out.",
    said="Said on 20 February 2021",
    overdue=True,
    finished=False,
)


def pages() -> Iterator[str]:
    lines = (
        *(replace(_LINE, text=f"{_LINE.text} {n}") for n in range(30)),
        replace(_LINE, finished=True, status="Done", words="", said="", overdue=False),
        replace(_LINE, sensitivity=Sensitivity.EXEMPT, number="", item=""),
    )
    sheet = Sheet(
        council="Eastmere and Saltwick Borough Council",
        body="Cabinet",
        when="Tuesday 9 March 2021",
        lines=lines,
        made="1 March 2021",
    )
    yield page("pdf/action_sheet.html", doc=sheet, exempt=True)
    yield page("pdf/action_sheet.html", doc=replace(sheet, lines=()), exempt=False)
