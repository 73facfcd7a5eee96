"""A notice of the forward plan that corrects another, with facts, lists and a contact."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.documents.printing import page
from meetings.forwardplan.rules.document import Line, NoticeDocument, NoticeKind, Section


def pages() -> Iterator[str]:
    document = NoticeDocument(
        council="Eastmere and Saltwick Borough Council",
        kind=NoticeKind.EXCEPTION,
        number=14,
        title="Closing of Harbour Street car park",
        published="Published on Monday 2 November 2020 at 10.42am",
        law="Regulation 10 of the Access to Information Regulations 2012",
        lead=("It is impracticable to wait.",),
        sections=(
            Section("The decision", ("What is to be decided.",), (Line("Who decides", "Cabinet"),)),
            Section("Papers", items_title="These papers can be asked for", items=("A report", "A map")),
        ),
        changes=("The day was 3 November.",),
        corrects="This notice follows notice 13.",
        contact=("Democratic Services", "01632 960 100"),
    )
    yield page("pdf/notice.html", doc=document, sha256=document.sha256)
