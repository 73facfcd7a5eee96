"""Exempt minutes that were opened, as everybody reads them: the stored version stays what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from meetings.minutes import wording
from meetings.minutes.blocks import Note, Summary
from meetings.minutes.document import MinuteItem, MinutesDocument


@dataclass(frozen=True)
class Opening:
    """That somebody decided to open a minute."""

    item_id: str
    opened_on: date
    by: str
    reason: str
    opened_at: datetime
    review_on: date | None = None
    leave_of: str = ""


def with_opened(document: MinutesDocument, openings: Mapping[str, Opening]) -> MinutesDocument:
    """The document with those minutes among the public ones, each with who opened it and why."""
    if not openings:
        return document
    twin = with_opened(document.twin, openings) if document.twin else None
    items = tuple(_item(item, openings.get(item.item_id)) for item in document.items)
    return replace(document, items=items, twin=twin)


def _item(item: MinuteItem, opening: Opening | None) -> MinuteItem:
    if opening is None:
        return item
    text = (
        f"This minute was not for publication until {wording.day(opening.opened_on)}, when {opening.by} opened it: "
        f"{opening.reason.rstrip('.')}"
    )
    said = tuple(block for block in item.blocks if not isinstance(block, Summary))
    note = Note(id=f"opened-{item.item_id}", text=text)
    return replace(item, is_exempt=False, blocks=(note, *said))
