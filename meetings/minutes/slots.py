"""The places of a minute where officers write: what the record supplies stands fast, their words go between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from meetings.documents.richtext import clean, from_plain, is_blank, plain
from meetings.minutes.document import Action, Block, MinuteItem, MinutesDocument, Narrative

#: Behind the id of a place: the same place in the other language.
_TWIN = "-cy"
_TAG = re.compile(r"<[A-Za-z/!]")


@dataclass(frozen=True)
class Slot:
    """A place for text. `html` is empty where nothing has been written."""

    id: str
    html: str


@dataclass(frozen=True)
class TextConflict:
    """A text that two people changed: neither version is thrown away."""

    slot_id: str
    heading: str
    mine: str
    theirs: str
    #: what both began with
    base: str = ""


def start_slot(item_id: str) -> str:
    """The id of the text that stands before everything else in a minute."""
    return f"start-{item_id}"


def slot_after(block_id: str) -> str:
    """The id of the text that follows a block of the record."""
    return f"after-{block_id}"


def twin_slot(slot_id: str) -> str:
    """The id of the same place in the Welsh of minutes that are kept in both languages."""
    return f"{slot_id}{_TWIN}"


def heading_slot(item_id: str) -> str:
    """The id of the heading in Welsh; where none is given the English one stands there."""
    return f"heading-{item_id}"


def laid_out(item: MinuteItem) -> Iterator[Slot | Block]:
    """The blocks of the record in order, with the place for text before, between and after them."""
    written = {block.id for block in item.blocks if isinstance(block, Narrative)}
    free: str | None = start_slot(item.item_id)
    for block in item.blocks:
        if isinstance(block, Narrative):
            yield Slot(block.id, block.html)
            free = None
            continue
        if free is not None:
            yield Slot(_unused(free, written), "")
        yield block
        free = slot_after(block.id)
    if free is not None:
        yield Slot(_unused(free, written), "")


def texts_of(document: MinutesDocument) -> dict[str, str]:
    """The text of every place, empty ones too; those of the Welsh under ids of their own."""
    return {slot.id: slot.html for _, slot in _slots(document)}


def with_texts(document: MinutesDocument, texts: Mapping[str, str]) -> MinutesDocument:
    """The document with these texts, cleaned; a blank one leaves its place empty. Others stay as they are."""
    own, other = _parted(texts)
    twin = document.twin
    if twin is not None and other:
        said = {item.item_id: item.heading for item in document.items}
        twin = replace(twin, items=tuple(_headed(i, other, said) for i in twin.items))
        twin = with_texts(twin, other)
    return replace(document, items=tuple(_with_texts(item, own) for item in document.items), twin=twin)


def changed_texts(document: MinutesDocument, sent: Mapping[str, str]) -> dict[str, str]:
    """Those of the texts sent that differ from the document's, cleaned; unknown places count as empty before."""
    before = texts_of(document)
    tidy = {slot_id: tidied(html) for slot_id, html in sent.items()}
    return {slot_id: html for slot_id, html in tidy.items() if html != before.get(slot_id, "")}


def conflicts_of(
    base: MinutesDocument, newest: MinutesDocument, mine: Mapping[str, str]
) -> tuple[TextConflict, ...]:
    """The texts that were changed here (from `base`) and meanwhile by somebody else (in `newest`) as well."""
    then, now = texts_of(base), texts_of(newest)
    headings = {slot.id: heading for document in (base, newest) for heading, slot in _slots(document)}
    return tuple(
        TextConflict(slot_id, headings.get(slot_id, ""), html, now.get(slot_id, ""), then.get(slot_id, ""))
        for slot_id, html in mine.items()
        if (slot_id not in now and html) or now.get(slot_id, "") not in (then.get(slot_id, ""), html)
    )


def with_record(
    fresh: MinutesDocument, drafted: MinutesDocument, written: MinutesDocument
) -> MinutesDocument:
    """The record read again, with what officers wrote in place of what was drafted then.

    `drafted` is the draft that `written` came from: a text that differs between them was written by hand.
    """
    then, now = texts_of(drafted), texts_of(written)
    by_hand = {slot_id: html for slot_id, html in now.items() if html != then.get(slot_id, "")}
    kept = with_texts(fresh, by_hand)
    lost = {slot_id: html for slot_id, html in by_hand.items() if html and slot_id not in texts_of(fresh)}
    own, other = _parted(lost)
    if kept.twin and written.twin:
        kept = replace(kept, twin=_put_back(kept.twin, written.twin, other))
    return _put_back(kept, written, own)


def with_actions(
    document: MinutesDocument, actions: Mapping[str, tuple[Action, ...]], removed: str = ""
) -> MinutesDocument:
    """The document with these actions by item: those it has where they stand, new ones at the end of the minute.

    `removed` names one that is no more. Others that it has, from another system, stay.
    """
    twin = None
    if document.twin:
        there = {key: tuple(map(_in_welsh, found)) for key, found in actions.items()}
        twin = with_actions(document.twin, there, removed)
    items = tuple(_with_actions(item, actions.get(item.item_id, ()), removed) for item in document.items)
    return replace(document, items=items, twin=twin)


def tidied(html: str) -> str:
    """A text as it is kept. Without any tag it was typed by hand: lines and paragraphs stay as typed."""
    text = html.replace("\r\n", "\n")
    kept = clean(text) if _TAG.search(text) else from_plain(text)
    return "" if is_blank(kept) else kept


def _slots(document: MinutesDocument) -> Iterator[tuple[str, Slot]]:
    """Every place with the heading it stands under, the Welsh after the English."""
    for item in document.items:
        yield from ((item.heading, each) for each in laid_out(item) if isinstance(each, Slot))
    if document.twin:
        for item, twin in document.pairs:
            if twin is not None:
                html = "" if twin.heading == item.heading else from_plain(twin.heading)
                yield item.heading, Slot(twin_slot(heading_slot(item.item_id)), html)
        for heading, slot in _slots(document.twin):
            yield heading, Slot(twin_slot(slot.id), slot.html)


def _headed(item: MinuteItem, texts: Mapping[str, str], english: Mapping[str, str]) -> MinuteItem:
    html = texts.get(heading_slot(item.item_id))
    if html is None:
        return item
    given = " ".join(plain(tidied(html)).split())
    return replace(item, heading=given or english.get(item.item_id, item.heading))


def _parted(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of the document itself, and those of its Welsh by the ids they have there."""
    own = {slot_id: html for slot_id, html in texts.items() if not slot_id.endswith(_TWIN)}
    other = {i.removesuffix(_TWIN): html for i, html in texts.items() if i.endswith(_TWIN)}
    return own, other


def _in_welsh(action: Action) -> Action:
    return replace(action, language="cy", text_language="en")


def _unused(slot_id: str, written: set[str]) -> str:
    """A place's id; another one where a text that once stood there has come to stand elsewhere."""
    while slot_id in written:
        slot_id += "-again"
    return slot_id


def _with_texts(item: MinuteItem, texts: Mapping[str, str]) -> MinuteItem:
    blocks: list[Block] = []
    for each in laid_out(item):
        if not isinstance(each, Slot):
            blocks.append(each)
        elif html := tidied(texts[each.id]) if each.id in texts else each.html:
            blocks.append(Narrative(id=each.id, html=html))
    return replace(item, blocks=tuple(blocks))


def _put_back(
    document: MinutesDocument, written: MinutesDocument, lost: Mapping[str, str]
) -> MinutesDocument:
    """Texts whose place is gone go to the end of their minute; one whose minute is gone takes that with it."""
    if not lost:
        return document
    items = {item.item_id: item for item in document.items}
    for item in written.items:
        texts = tuple(
            Narrative(id=each.id, html=lost[each.id])
            for each in laid_out(item)
            if isinstance(each, Slot) and each.id in lost
        )
        if texts:
            home = items.get(item.item_id) or replace(item, blocks=())
            items[item.item_id] = replace(home, blocks=home.blocks + texts)
    return replace(document, items=tuple(items.values()))


def _with_actions(item: MinuteItem, actions: tuple[Action, ...], removed: str) -> MinuteItem:
    wanted = {action.id: action for action in actions}
    blocks = [wanted.pop(block.id, block) for block in item.blocks if block.id != removed]
    return replace(item, blocks=(*blocks, *wanted.values()))
