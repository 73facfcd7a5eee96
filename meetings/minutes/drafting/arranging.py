"""The blocks of a minute in the order of the body's style, and the dividers between public and private business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from meetings.minutes.blocks import Block, Declaration, Motion, Resolution, Subheading, VoteResult
from meetings.minutes.document import MinuteItem
from meetings.minutes.style import HouseStyle, Moved, VotePlace


def arranged(item_id: str, blocks: Sequence[Block], style: HouseStyle) -> tuple[Block, ...]:
    """The order of events, unless the body has the vote below the resolution or the decision first."""
    if style.vote_place is VotePlace.AFTER or style.moved is not Moved.TEXT:
        blocks = _votes_below(blocks)
    if style.decision_first:
        blocks = tuple(_decision_first(item_id, blocks, style))
    return tuple(blocks)


def with_parts(items: Iterable[MinuteItem], style: HouseStyle) -> Iterator[MinuteItem]:
    """Dividers above the first minute and wherever private business begins or ends."""
    waiting: list[MinuteItem] = []
    last: bool | None = None
    said = 0
    for item in items:
        if item.is_section:
            waiting.append(item)
            continue
        title = style.private_part if item.is_exempt else style.public_part
        if item.is_exempt is not last and title:
            said += 1
            name = f"part-{'private' if item.is_exempt else 'public'}-{said}"
            yield MinuteItem(item_id=name, number="", heading=title, is_section=True)
        last = item.is_exempt
        yield from waiting
        waiting = []
        yield item
    yield from waiting


def _votes_below(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Each vote with what was said of its majority, directly below the resolution that it made."""
    resolved = {b.id.removeprefix("resolution-") for b in blocks if isinstance(b, Resolution)}
    moved: dict[str, list[Block]] = {}
    rest: list[Block] = []
    for block in blocks:
        made = _made_by(block, blocks)
        if made in resolved:
            moved.setdefault(made, []).append(block)
        else:
            rest.append(block)
    found: list[Block] = []
    for block in rest:
        found.append(block)
        if isinstance(block, Resolution):
            found.extend(moved.get(block.id.removeprefix("resolution-"), ()))
    return tuple(found)


def _made_by(block: Block, blocks: Sequence[Block]) -> str:
    """The motion that a vote decided; empty for other blocks."""
    if isinstance(block, VoteResult):
        return block.motion_id.removeprefix("motion-")
    if isinstance(block, Declaration) and block.id.startswith("rule-"):
        vote = f"vote-{block.id.removeprefix('rule-')}"
        found = next((b for b in blocks if isinstance(b, VoteResult) and b.id == vote), None)
        return found.motion_id.removeprefix("motion-") if found else ""
    return ""


def _decision_first(item_id: str, blocks: Sequence[Block], style: HouseStyle) -> Iterator[Block]:
    resolved = {f"motion-{b.id.removeprefix('resolution-')}" for b in blocks if isinstance(b, Resolution)}
    below = style.vote_place is VotePlace.AFTER or style.moved is not Moved.TEXT
    first = [b for b in blocks if isinstance(b, Resolution) or (below and _goes_along(b, blocks, resolved))]
    rest = [b for b in blocks if b not in first]
    if first and style.decision_heading:
        yield Subheading(id=f"decision-{item_id}", text=style.decision_heading)
    yield from first
    if first and rest and style.discussion_heading:
        yield Subheading(id=f"discussion-{item_id}", text=style.discussion_heading)
    yield from rest


def _goes_along(block: Block, blocks: Sequence[Block], resolved: set[str]) -> bool:
    """The vote of a resolution, and the line that only leads in to it."""
    if isinstance(block, Motion):
        return bool(block.lead) and block.id in resolved
    made = _made_by(block, blocks)
    return bool(made) and f"motion-{made}" in resolved
