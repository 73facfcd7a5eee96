"""A corrected notice of two decisions, with facts, reasons and a contact."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.decisions.rules.document import NoticeDocument, NoticeKind, Part, Section
from meetings.documents.printing import page
from meetings.forwardplan.rules.document import Line


def pages() -> Iterator[str]:
    parts = (
        Part("Decision", ("That the car park be closed.", "That it be sold.")),
        Part("Reasons", ("It costs more than it brings in.",)),
    )
    facts = (
        Line("Decided by", "Cabinet"),
        Line("Key decision", "Yes"),
        Line("Takes effect", "2 February 2021"),
    )
    document = NoticeDocument(
        council="Eastmere and Saltwick Borough Council",
        kind=NoticeKind.CORRECTION,
        number=14,
        title="Cabinet, Tuesday 26 January 2021",
        published="Published on Thursday 28 January 2021 at 4.10pm",
        law="Regulation 12 of the Access to Information Regulations 2012",
        lead=("These decisions can be called in until 4 February 2021.",),
        sections=(Section("D1: Car park", facts, parts), Section("D2: Market", facts[:1], parts[:1])),
        changes=("The day on which it takes effect was wrong.",),
        contact=("Democratic Services", "01632 960 100"),
    )
    yield page("pdf/decision_notice.html", doc=document, sha256=document.sha256)
