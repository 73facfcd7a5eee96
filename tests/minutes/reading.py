"""Reads minutes as a person would: the words, line by line."""

from __future__ import annotations

import re
from html import unescape

from meetings.documents.printing import page
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.queries import document_of, minutes_of
from tests.factories.world import World

_TAG = re.compile(r"<[^>]+>")
_LINE_END = re.compile(r"</(p|li|h\d|td|th|caption|tr)>|<br>")


def newest(world: World, meeting_id: str) -> MinutesDocument:
    """The newest version of a meeting's minutes."""
    with world.runner.read() as session:
        row = minutes_of(session, meeting_id)
        assert row is not None
        return document_of(session, row)


def status_of(world: World, meeting_id: str) -> tuple[MinutesStatus, int, int]:
    """Where the minutes stand, the newest version and the public one."""
    with world.runner.read() as session:
        row = minutes_of(session, meeting_id)
    assert row is not None
    return row.status, row.version, row.public_version


def html(document: MinutesDocument) -> str:
    """The minutes as a web page shows them."""
    return page("minutes/_document.html", doc=document)


def words(markup: str) -> list[str]:
    """The lines of a page."""
    text = unescape(_TAG.sub(" ", _LINE_END.sub("\n", markup)))
    return [line for line in (" ".join(each.split()) for each in text.split("\n")) if line]


def minute(document: MinutesDocument, heading: str) -> list[str]:
    """The lines of one minute, below its heading."""
    lines = words(html(document))
    numbers = {f"{item.number}. {item.heading}".strip(): item for item in document.items}
    start = next(n for n, line in enumerate(lines) if line.endswith(heading) and line in numbers)
    rest = lines[start + 1 :]
    stop = next((n for n, line in enumerate(rest) if line in numbers or "meeting ended" in line), len(rest))
    return rest[:stop]
