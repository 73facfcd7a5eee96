"""The notice of a meeting, with business under headings."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.agendas.sheets.text import Sheet, SheetLine
from meetings.documents.printing import page


def pages() -> Iterator[str]:
    sheet = Sheet(
        council="Eastmere and Saltwick Borough Council",
        label="Summons",
        body="Full Council",
        when="Tuesday 9 February 2021, 6.30pm",
        lead="You are summoned to a meeting of the Full Council.",
        where=("Council Chamber, Civic Centre", "and by video"),
        lines=(
            SheetLine("1", "Apologies for absence", False),
            SheetLine("", "Part 2: not open to the public", True),
            SheetLine("2", "Exempt item", False),
        ),
        closed="The public is likely to be asked to leave for item 2.",
        signed="Dr Miriam Okonjo-Lindqvist, Chief Executive",
        dated="1 February 2021",
    )
    yield page("pdf/meeting_sheet.html", doc=sheet)
