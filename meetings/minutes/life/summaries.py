"""Summaries of exempt minutes in a document: put in, and kept when it is made anew."""

from __future__ import annotations

from dataclasses import replace

from meetings.minutes.blocks import Block, Summary
from meetings.minutes.document import MinuteItem, MinutesDocument


def with_summary(document: MinutesDocument, item_id: str, summary: Summary) -> MinutesDocument:
    """The document with this summary in place of any earlier one."""

    def one(item: MinuteItem) -> MinuteItem:
        if item.item_id != item_id:
            return item
        rest: tuple[Block, ...] = tuple(b for b in item.blocks if not isinstance(b, Summary))
        return replace(item, blocks=(*rest, summary))

    twin = with_summary(document.twin, item_id, summary) if document.twin else None
    return replace(document, items=tuple(map(one, document.items)), twin=twin)


def with_summaries(document: MinutesDocument, written: MinutesDocument) -> MinutesDocument:
    """A document made anew, with the summaries that were written into the one before."""
    for item in written.items:
        for block in item.blocks:
            if isinstance(block, Summary):
                document = with_summary(document, item.item_id, block)
    return document
