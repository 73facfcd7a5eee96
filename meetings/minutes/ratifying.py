"""A motion that ratifies what an earlier meeting decided, minute by minute."""

from __future__ import annotations

from meetings.documents.richtext import plain
from meetings.minutes import wording
from meetings.minutes.document import MinuteItem, MinutesDocument, Resolution


def ratification(document: MinutesDocument) -> str:
    """The text, a line for each minute that decided something; empty where nothing was decided.

    The document is the one its reader may see: of what was decided in private the public form names the number alone.
    """
    lines = [_line(item) for item in document.items if _decided(item) or _apart(item)]
    if not lines:
        return ""
    day = wording.day(document.held_on)
    lead = f"That the following decisions of the meeting of {document.body} held on {day} be ratified:"
    return "\n".join((lead, *lines))


def _decided(item: MinuteItem) -> tuple[Resolution, ...]:
    return tuple(block for block in item.blocks if isinstance(block, Resolution))


def _apart(item: MinuteItem) -> bool:
    return any(block.id == f"separate-{item.item_id}" for block in item.blocks)


def _line(item: MinuteItem) -> str:
    where = f"Minute {item.number.rstrip('.')} ({item.heading})" if item.number else item.heading
    if not _decided(item):
        return where
    said = " ".join(" ".join(plain(part).split()) for block in _decided(item) for part in block.parts)
    return f"{where}: {said}"
