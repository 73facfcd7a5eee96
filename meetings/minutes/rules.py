"""Pure rules of minutes: what each audience reads of them, and how they come from draft to confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from meetings.documents.richtext import is_blank
from meetings.kernel.secrecy import EXEMPT_TITLE, Audience, Sensitivity, may_read, title_for
from meetings.minutes.document import (
    Block,
    Declaration,
    MinuteItem,
    MinutesDocument,
    MinutesStatus,
    Narrative,
    Summary,
)
from meetings.minutes.phrases import phrases
from meetings.minutes.wording import joined

STATUS_WORDS = {
    MinutesStatus.DRAFT: "Draft",
    MinutesStatus.APPROVED: "Approved",
    MinutesStatus.PUBLISHED: "Published as a draft",
    MinutesStatus.CONFIRMED: "Confirmed",
}


def public_rendition(document: MinutesDocument) -> MinutesDocument:
    """What the public reads: an exempt item is listed, and nothing of its minute is given away."""
    return rendition_for(document, Audience.PUBLIC)


def rendition_for(document: MinutesDocument, audience: Audience) -> MinutesDocument:
    """Published minutes as that audience may read them."""
    twin = rendition_for(document.twin, audience) if document.twin else None
    items = tuple(_item_for(item, audience, document.language) for item in document.items)
    return replace(document, items=items, twin=twin)


def as_stored(document: MinutesDocument) -> MinutesDocument:
    """Where minutes stand is kept beside the versions, not in them."""
    return replace(document, version=1, status=MinutesStatus.DRAFT, confirmed_on=None, signed_by=None)


def has_exempt(document: MinutesDocument) -> bool:
    """Whether the public reads less than there is."""
    return any(item.is_exempt for item in document.items)


def unwritten_words(document: MinutesDocument) -> str:
    """A sentence on the items of the agenda under which nothing is written; empty if there is none."""
    bare = [i for i in document.items if not i.is_section and i.heading and not any(map(_says, i.blocks))]
    if not bare:
        return ""
    names = [i.number.rstrip(".") or f"“{i.heading}”" for i in bare]
    numbered = all(i.number for i in bare)
    kind = ("item " if len(bare) == 1 else "items ") if numbered else ""
    return f"Nothing is written under {kind}{joined(names)}."


def not_taken(item_id: str, language: str = "en") -> Declaration:
    """What is said of an item that the meeting closed without."""
    return Declaration(id=f"not-taken-{item_id}", text=phrases(language).room.not_taken)


def why_not_edited(status: MinutesStatus, public_version: int, note: str) -> str:
    """What stands in the way of another version; empty if nothing does."""
    if status is MinutesStatus.CONFIRMED:
        return (
            "These minutes are confirmed and signed. They are corrected by a resolution of a later meeting, "
            "which its own minutes record."
        )
    if public_version and not note:
        return "The public reads these minutes already: say what is corrected, and why."
    return ""


def why_not_confirmed(status: MinutesStatus, version: int, public_version: int) -> str:
    """What stands in the way of confirming them; empty if nothing does."""
    if status is MinutesStatus.CONFIRMED:
        return "These minutes are confirmed already."
    if not public_version:
        return "Publish the minutes first: the body confirms what it has been able to read."
    if public_version != version or status is not MinutesStatus.PUBLISHED:
        return "There is a newer version that is not published. Approve and publish it first."
    return ""


def problem_with_day(on: date, held_on: date, today: date) -> str:
    """What is wrong with a day of confirmation; empty if nothing is.

    The same meeting may confirm them: Local Government Act 1972, Schedule 12, paragraph 41(1).
    """
    if on < held_on:
        return "Minutes cannot be confirmed before the meeting was held"
    if on > today:
        return "This day is still to come"
    return ""


def _says(block: Block) -> bool:
    if isinstance(block, Summary):
        return False
    return not isinstance(block, Narrative) or not is_blank(block.html)


def _item_for(item: MinuteItem, audience: Audience, language: str) -> MinuteItem:
    sensitivity = Sensitivity.EXEMPT if item.is_exempt else Sensitivity.PUBLIC
    if may_read(sensitivity, published=True, audience=audience):
        return item
    blocks: tuple[Block, ...] = ()
    if not item.is_section:
        untouched = any(block.id == not_taken(item.item_id).id for block in item.blocks)
        separate = Declaration(id=f"separate-{item.item_id}", text=phrases(language).room.separate)
        blocks = (not_taken(item.item_id, language) if untouched else separate, *_summaries(item))
    heading = title_for(item.heading, sensitivity, audience)
    if heading == EXEMPT_TITLE:
        heading = phrases(language).page.exempt_item
    return replace(item, heading=heading, blocks=blocks, pages="", reference="", reports=(), recording="")


def _summaries(item: MinuteItem) -> tuple[Summary, ...]:
    """What was written for the public in place of an exempt minute; not why none was needed."""
    return tuple(block for block in item.blocks if isinstance(block, Summary) and not is_blank(block.html))
