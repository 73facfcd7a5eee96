"""The page that stands for a paper which cannot be in a pack."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.documents.pack_sheets import NoticeSheet, notice_page


def pages() -> Iterator[str]:
    yield notice_page(
        NoticeSheet(
            council="Eastmere and Saltwick Borough Council",
            body="Cabinet",
            day="Tuesday 26 January 2021",
            title="Drawings of the sea wall",
            heading="This paper is on the web",
            paragraphs=("It is too large to print.",),
            address="https://eastmere.example/papers/abcdefghijklmnop/drawings-of-the-sea-wall.pdf",
        )
    )
