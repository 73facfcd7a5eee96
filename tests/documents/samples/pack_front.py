"""The front of a pack, and of a restricted supplement with a warning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from meetings.documents.pack_sheets import FrontLine, FrontPaper, FrontSheet, front_page

_PAPERS = (
    FrontPaper(title="Report of the Director of Place", key="p1", pages="pages 5 to 38"),
    FrontPaper(title="Map of the harbour", note="to follow"),
)
_SHEET = FrontSheet(
    council="Eastmere and Saltwick Borough Council",
    body="Cabinet",
    meeting_title="Ordinary meeting",
    day="Tuesday 26 January 2021",
    time="10am",
    place="Committee Room 1",
    mode="in person and by video",
    published_on="15 January 2021",
    signed_by="Dr Miriam Okonjo-Lindqvist",
    papers=_PAPERS,
    lines=(
        FrontLine(title="Apologies", number="1"),
        FrontLine(title="Decisions", is_heading=True, text="<p>For decision.</p>"),
        FrontLine(title="Harbour Street", number="2", text="<h3>Why</h3><p>Because.</p>", papers=_PAPERS,
                  recommendation="Close it.\nSell it."),
        FrontLine(title="Depot", number="3", exemption="paragraph 3", recommendation="Agree."),
    ),
)  # fmt: skip


def pages() -> Iterator[str]:
    yield front_page(_SHEET)
    yield front_page(
        replace(_SHEET, what="Exempt part", warning="Not for publication", note="A price is new", lines=())
    )
