"""The page on which minutes are written, as data: what the record supplies beside the places for text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from meetings.documents.richtext import from_plain
from meetings.minutes.document import (
    Action,
    Block,
    Declaration,
    MinuteItem,
    MinutesDocument,
    Motion,
    Resolution,
    VoteResult,
)
from meetings.minutes.phrases import phrases
from meetings.minutes.slots import Slot, TextConflict, heading_slot, laid_out, texts_of, twin_slot
from meetings.minutes.writing.merging import Merged, merge

_NAMES: dict[type[Block], str] = {
    Motion: "motion",
    VoteResult: "vote",
    Resolution: "resolution",
    Action: "action",
    Declaration: "declaration",
}


@dataclass(frozen=True)
class Place:
    """A place for text: what stands there, what it is called, and whose other text is to be put together with it."""

    slot_id: str
    html: str
    label: str
    #: the number by which the page knows it
    number: int
    theirs: str | None = None
    #: whether it was typed and is not kept yet
    unsaved: bool = False
    #: mine and theirs put together word by word, where both changed it
    merged: Merged | None = None
    #: what stood here when they began to type: while both texts are to be put together it is not the newest
    kept: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is anything to see."""
        return bool(self.html) or self.unsaved


@dataclass(frozen=True)
class Row:
    """What the record supplies, with closed places between, and the text that follows it."""

    record: tuple[Block | Place, ...]
    place: Place | None


@dataclass(frozen=True)
class EditorItem:
    """One minute on the page."""

    item: MinuteItem
    rows: tuple[Row, ...]
    #: "cy" for the Welsh of minutes that are kept in both languages
    language: str = "en"

    @property
    def can_have_actions(self) -> bool:
        """Whether it is an item of the agenda."""
        return not self.item.is_section and self.language == "en"


@dataclass
class _Page:
    typed: Mapping[str, str]
    conflicts: Mapping[str, TextConflict]
    count: int = 0
    items: list[EditorItem] = field(default_factory=list)

    def place(self, slot: Slot, label: str) -> Place:
        self.count += 1
        conflict = self.conflicts.get(slot.id)
        if conflict is not None:
            merged = merge(conflict.base, conflict.mine, conflict.theirs)
            return Place(
                slot.id, merged.mine_first, label, self.count, conflict.theirs, True, merged, conflict.base
            )
        html = self.typed.get(slot.id, slot.html)
        return Place(slot.id, html, label, self.count, None, slot.id in self.typed, kept=slot.html)


def editor_items(
    document: MinutesDocument,
    typed: Mapping[str, str] | None = None,
    conflicts: tuple[TextConflict, ...] = (),
) -> tuple[EditorItem, ...]:
    """Every minute with its places. `typed` is shown in place of what is kept, with `conflicts` beside it."""
    page = _Page(typed or {}, {c.slot_id: c for c in conflicts})
    twins = {item.item_id: item for item in document.twin.items} if document.twin else {}
    for item in document.items:
        page.items.append(EditorItem(item, tuple(_rows(page, item))))
        if twin := twins.get(item.item_id):
            page.items.append(_twin(page, twin, item.heading))
    return tuple(page.items)


def homeless(document: MinutesDocument, conflicts: tuple[TextConflict, ...]) -> tuple[TextConflict, ...]:
    """Conflicts about places that the newest version does not have any more."""
    known = texts_of(document)
    return tuple(c for c in conflicts if c.slot_id not in known)


def _twin(page: _Page, item: MinuteItem, english: str) -> EditorItem:
    """The same minute in Welsh, with places of its own, the first for its heading."""
    given = "" if item.heading == english else from_plain(item.heading)
    slot = Slot(twin_slot(heading_slot(item.item_id)), given)
    title = page.place(slot, f"Heading in Welsh of “{english}”")
    rows = (Row((title,), None), *_rows(page, item, welsh=True))
    heading = f"{item.heading} ({phrases('cy').page.language})"
    return EditorItem(replace(item, item_id=twin_slot(item.item_id), heading=heading), rows, "cy")


def _rows(page: _Page, item: MinuteItem, *, welsh: bool = False) -> list[Row]:
    rows: list[Row] = []
    run: list[Block | Place] = []
    after = ""
    elements = list(laid_out(item))
    for n, each in enumerate(elements):
        if not isinstance(each, Slot):
            run.append(each)
            after = _NAMES.get(type(each), "note")
            continue
        slot, label = each, _label(item, after)
        if welsh:
            slot, label = Slot(twin_slot(each.id), each.html), f"{label}, in Welsh"
        place = page.place(slot, label)
        is_last = n == len(elements) - 1
        # What was said before the motion is what officers write most; what came after stands at the end.
        offered = not item.is_section and n in (0, len(elements) - 1)
        if place.is_open or offered:
            rows.append(Row(tuple(run), place))
            run = []
        elif not is_last:
            run.append(place)
    if run:
        rows.append(Row(tuple(run), None))
    return rows


def _label(item: MinuteItem, after: str) -> str:
    where = f"item {item.number}, {item.heading}" if item.number else item.heading
    return f"Text after the {after} at {where}" if after else f"Text of {where}"
