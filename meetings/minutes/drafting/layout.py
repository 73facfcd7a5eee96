"""The items of the minutes: in the order taken, under their headings, each with what happened at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from meetings.agendas.content import ContentItem
from meetings.agendas.rules import PaperKind
from meetings.kernel.secrecy import Sensitivity
from meetings.minutes import wording
from meetings.minutes.document import Block, Declaration, MinuteItem, Narrative
from meetings.minutes.drafting.arranging import arranged, with_parts
from meetings.minutes.drafting.setting import Setting
from meetings.minutes.drafting.words import rich
from meetings.minutes.rules import not_taken
from meetings.minutes.slots import slot_after, start_slot
from meetings.minutes.style_numbers import APART as APART
from meetings.minutes.style_numbers import with_numbers

#: Where notes stand that were typed before the first item was taken.
OPENING = "opening"


@dataclass(frozen=True)
class Taken:
    """An item as it was called when it was taken."""

    item_id: str
    number: str
    title: str


@dataclass(frozen=True)
class Piece:
    """What is put down at one moment: a note of the clerk's, or a block made when all is known."""

    at: datetime
    note_id: str = ""
    block: Callable[[], Block | None] | None = None


def items_of(
    setting: Setting,
    taken: Sequence[Taken],
    order: Sequence[str],
    pieces: Mapping[str | None, Sequence[Piece]],
    notes: Mapping[str, str],
    *,
    closed: bool,
) -> tuple[MinuteItem, ...]:
    """Every minute. Items that the meeting closed without are listed as not taken."""
    items = [_opening(setting, pieces.get(None, ()), notes)]
    for item_id in _in_order(setting, [t.item_id for t in taken], order, with_rest=closed):
        was = next((t for t in taken if t.item_id == item_id), None)
        blocks = tuple(blocks_of(item_id, pieces.get(item_id, ()), notes))
        blocks = (*_why_lawful(setting, item_id, was is not None), *blocks)
        if was is None:
            blocks = (not_taken(item_id, setting.language), *blocks)
        items.append(_minute(setting, item_id, was, blocks))
        items.append(_apart(items[-1], pieces.get(f"{item_id}{APART}", ()), notes))
    found = [replace(i, blocks=arranged(i.item_id, i.blocks, setting.style)) for i in items if i is not None]
    parted = with_parts(_with_headings(setting, found), setting.style)
    return with_numbers(list(parted), setting.style, setting.numbers)


def blocks_of(item_id: str, pieces: Sequence[Piece], notes: Mapping[str, str]) -> Iterator[Block]:
    """The blocks in the order of events; notes with nothing between them make one text."""
    words: list[str] = []
    slot = start_slot(item_id)
    for piece in pieces:
        block = piece.block() if piece.block else None
        if block is None:
            words.append(notes.get(piece.note_id, ""))
            continue
        yield from _narrative(slot, words)
        words = []
        yield block
        slot = slot_after(block.id)
    yield from _narrative(slot, words)


def _narrative(slot: str, words: Sequence[str]) -> Iterator[Narrative]:
    html = rich("\n".join(words))
    if html:
        yield Narrative(id=slot, html=html)


def _why_lawful(setting: Setting, item_id: str, taken: bool) -> Iterator[Block]:
    """Why an item was taken though it came late, and what was let pass for it.

    The reason for urgency is specified in the minutes (Local Government Act 1972, section 100B(4)(b)).
    """
    item = setting.item(item_id)
    if taken and item is not None and item.urgent_reason:
        text = wording.urgent(item.urgent_by, item.urgent_reason, setting.language)
        yield Declaration(id=f"urgent-{item_id}", text=text)
    for passed in setting.passed:
        if passed.item_id == item_id:
            yield Declaration(id=f"passed-{passed.id}", text=passed.text)


def _opening(setting: Setting, pieces: Sequence[Piece], notes: Mapping[str, str]) -> MinuteItem | None:
    passed = [Declaration(id=f"passed-{p.id}", text=p.text) for p in setting.passed if not p.item_id]
    blocks = (*passed, *blocks_of(OPENING, pieces, notes))
    if not blocks:
        return None
    return MinuteItem(item_id=OPENING, number="", heading=setting.say.page.opening, blocks=blocks)


def _minute(setting: Setting, item_id: str, was: Taken | None, blocks: tuple[Block, ...]) -> MinuteItem:
    published = setting.item(item_id)
    if published is None:
        # On no agenda that is still known: whether it was public cannot be told, so it is not.
        assert was is not None
        return MinuteItem(
            item_id=item_id, number=was.number, heading=was.title, is_exempt=True, blocks=blocks
        )
    return MinuteItem(
        item_id=item_id,
        number=published.number,
        heading=published.title,
        is_exempt=published.sensitivity is not Sensitivity.PUBLIC,
        blocks=blocks,
        recording=setting.recordings.get(item_id, ""),
        pages=setting.pages.get(item_id, "") if setting.style.pack_pages else "",
        reference=setting.references.get(item_id, "") if setting.style.cross_references else "",
        reports=tuple(_reports(published)) if setting.style.list_reports else (),
    )


def _reports(item: ContentItem) -> Iterator[str]:
    """What was before the meeting, by title. On a public item an exempt report is not named."""
    for paper in item.papers:
        hidden = paper.sensitivity is not Sensitivity.PUBLIC and item.sensitivity is Sensitivity.PUBLIC
        if paper.kind is PaperKind.REPORT and not (paper.withdrawn or paper.to_follow or hidden):
            yield f"{paper.title} (supplement {paper.supplement})" if paper.supplement else paper.title


def _apart(item: MinuteItem | None, pieces: Sequence[Piece], notes: Mapping[str, str]) -> MinuteItem | None:
    """What of an item of the public agenda was taken in private: recorded separately."""
    if item is None or item.is_exempt or not pieces:
        return None
    apart = f"{item.item_id}{APART}"
    return replace(
        item, item_id=apart, is_exempt=True, recording="", blocks=tuple(blocks_of(apart, pieces, notes))
    )


def _in_order(setting: Setting, taken: list[str], order: Sequence[str], *, with_rest: bool) -> list[str]:
    """The items as they were taken; the rest each behind the last of those that it would have followed."""
    result = list(taken)
    if not with_rest:
        return result
    agenda = [item.id for item in setting.agenda.items if not item.is_heading]
    planned = [i for i in order if i in agenda] + [i for i in agenda if i not in order]
    for place, item_id in enumerate(planned):
        if item_id not in result:
            before = {*planned[:place]}
            at = max((n + 1 for n, i in enumerate(result) if i in before), default=0)
            result.insert(at, item_id)
    return result


def _with_headings(setting: Setting, items: Sequence[MinuteItem]) -> Iterator[MinuteItem]:
    """Each item below the heading it has on the agenda; said again where the order of business jumps."""
    heading_of: dict[str, MinuteItem | None] = {}
    heading: MinuteItem | None = None
    for line in setting.agenda.items:
        if line.is_heading:
            heading = MinuteItem(
                item_id=line.id,
                number="",
                heading=line.title,
                is_section=True,
                is_exempt=line.sensitivity is not Sensitivity.PUBLIC,
            )
        heading_of[line.id] = heading
    last: MinuteItem | None = None
    said: dict[str, int] = {}
    for item in items:
        above = heading_of.get(item.item_id, last)
        if above is not None and above is not last:
            times = said[above.item_id] = said.get(above.item_id, 0) + 1
            yield above if times == 1 else replace(above, item_id=f"{above.item_id}-{times}")
        last = above
        yield item
