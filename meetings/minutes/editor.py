"""The page on which minutes are written, as data: what the record supplies beside the places for text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
from meetings.minutes.slots import Slot, TextConflict, laid_out

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

    @property
    def can_have_actions(self) -> bool:
        """Whether it is an item of the agenda."""
        return not self.item.is_section


@dataclass
class _Page:
    typed: Mapping[str, str]
    theirs: Mapping[str, str]
    count: int = 0
    items: list[EditorItem] = field(default_factory=list)

    def place(self, slot: Slot, label: str) -> Place:
        self.count += 1
        html = self.typed.get(slot.id, slot.html)
        unsaved = slot.id in self.typed
        return Place(slot.id, html, label, self.count, self.theirs.get(slot.id), unsaved)


def editor_items(
    document: MinutesDocument,
    typed: Mapping[str, str] | None = None,
    conflicts: tuple[TextConflict, ...] = (),
) -> tuple[EditorItem, ...]:
    """Every minute with its places. `typed` is shown in place of what is kept, with `conflicts` beside it."""
    page = _Page(typed or {}, {c.slot_id: c.theirs for c in conflicts})
    for item in document.items:
        page.items.append(EditorItem(item, tuple(_rows(page, item))))
    return tuple(page.items)


def homeless(document: MinutesDocument, conflicts: tuple[TextConflict, ...]) -> tuple[TextConflict, ...]:
    """Conflicts about places that the newest version does not have any more."""
    known = {each.id for item in document.items for each in laid_out(item) if isinstance(each, Slot)}
    return tuple(c for c in conflicts if c.slot_id not in known)


def _rows(page: _Page, item: MinuteItem) -> list[Row]:
    rows: list[Row] = []
    run: list[Block | Place] = []
    after = ""
    elements = list(laid_out(item))
    for n, each in enumerate(elements):
        if not isinstance(each, Slot):
            run.append(each)
            after = _NAMES.get(type(each), "note")
            continue
        place = page.place(each, _label(item, after))
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
