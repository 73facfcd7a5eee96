"""The resolution that excludes the public, in the form and the language of the minutes it stands in."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from meetings.agendas.content import ContentItem
from meetings.db.record import Entry
from meetings.documents.richtext import clean
from meetings.exclusion.events import ExclusionBegan
from meetings.exclusion.queries import is_confidential, paragraphs_of
from meetings.exclusion.wording import Excluded, Exclusion, Form, declared, exclusion
from meetings.minutes.blocks import Block, Motion, Note, Resolution
from meetings.minutes.document import MinutesDocument
from meetings.minutes.drafting.setting import Setting
from meetings.minutes.drafting.words import resolution_parts, rich
from meetings.minutes.phrases import fill
from meetings.minutes.style import HouseStyle
from meetings.motions.events import MotionMoved
from meetings.motions.rules import Effect


@dataclass(frozen=True)
class _Words:
    """What was put, and what the minutes make of it."""

    said: str
    now: Exclusion


def form_of(style: HouseStyle) -> Form:
    """How the body words the resolution."""
    return Form(
        style.exclusion_layout, style.exclusion_interest, style.exclusion_act, style.exclusion_described
    )


def worded(document: MinutesDocument, entries: Iterable[Entry], setting: Setting) -> MinutesDocument:
    """With the usual words of exclusion in the body's form. Words that somebody typed instead stay as they are."""
    facts = list(entries)
    found = dict(_found(document, facts, setting))
    notes = dict(_representations(facts, setting))
    if not found and not notes:
        return document
    items = tuple(
        replace(item, blocks=tuple(_blocks(item.blocks, found, notes, setting))) for item in document.items
    )
    return replace(document, items=items)


def _blocks(
    blocks: Sequence[Block],
    found: Mapping[str, _Words | str],
    notes: Mapping[str, tuple[Note, ...]],
    setting: Setting,
) -> Iterator[Block]:
    for block in blocks:
        yield _worded(block, found, setting)
        yield from notes.get(block.id, ())


def _representations(entries: Sequence[Entry], setting: Setting) -> Iterator[tuple[str, tuple[Note, ...]]]:
    """Below the resolution: what came after the meeting in private was announced, for each item it names."""
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, MotionMoved) and fact.effect is Effect.EXCLUDE_PUBLIC:
            named = [i for i in _items(fact.effect_items, setting) if i.id in setting.representations]
            told = tuple(_note(i, setting.representations[i.id], fact.motion_id, setting) for i in named)
            yield f"resolution-{fact.motion_id}", told


def _note(item: ContentItem, count: int, motion_id: str, setting: Setting) -> Note:
    say = setting.say.private
    words = say.representations if count > 1 else say.one_representation if count else say.no_representations
    text = fill(words, number=item.number, count=count)
    return Note(id=f"representations-{motion_id}-{item.id}", text=text)


def _found(
    document: MinutesDocument, entries: Iterable[Entry], setting: Setting
) -> Iterator[tuple[str, _Words | str]]:
    numbers = {item.item_id: item.number.rstrip(".") for item in document.items}
    for entry in entries:
        fact: Any = entry.fact
        if isinstance(fact, MotionMoved) and fact.effect is Effect.EXCLUDE_PUBLIC:
            words = _motion(fact, numbers, setting)
            if words is not None:
                yield f"motion-{fact.motion_id}", words
                yield f"resolution-{fact.motion_id}", words
        elif isinstance(fact, ExclusionBegan) and (sentence := _by_law(fact, setting)):
            yield f"excluded-{fact.exclusion_id}", sentence


def _motion(fact: MotionMoved, numbers: Mapping[str, str], setting: Setting) -> _Words | None:
    items = _items(fact.effect_items or (fact.effect_item_id,), setting)
    if setting.profile is None or not items or any(is_confidential(i) for i in items):
        return None
    # The words that were put name every paragraph of all the items together.
    usual = exclusion(setting.profile, [_excluded(i) for i in items])
    if _plain(usual.text) != _plain(fact.text):
        return None
    told = [_excluded(i, numbers.get(i.id, "")) for i in items]
    return _Words(fact.text, exclusion(setting.profile, told, form_of(setting.style), setting.language))


def _by_law(fact: ExclusionBegan, setting: Setting) -> str:
    items = _items(fact.item_ids, setting)
    if setting.profile is None or fact.motion_id is not None or not items:
        return ""
    ground = items[0].confidential_ground
    if _plain(declared(setting.profile, fact.numbers, ground)) != _plain(fact.words):
        return ""
    return declared(setting.profile, fact.numbers, ground, setting.language)


def _items(item_ids: Sequence[str | None], setting: Setting) -> list[ContentItem]:
    """All of them in the order of the agenda, or none where one is not known any more."""
    found = [setting.item(item_id) for item_id in item_ids if item_id]
    order = {item.id: place for place, item in enumerate(setting.agenda.items)}
    known = [item for item in found if item is not None]
    return sorted(known, key=lambda i: order.get(i.id, len(order))) if len(known) == len(found) else []


def _excluded(item: ContentItem, minute: str = "") -> Excluded:
    return Excluded(item.number, paragraphs_of(item), item.exemption, minute)


def _worded(block: Block, found: Mapping[str, _Words | str], setting: Setting) -> Block:
    words = found.get(block.id)
    if isinstance(words, str):
        return replace(block, text=words.rstrip(".")) if isinstance(block, Note) else block
    if words is None:
        return block
    if isinstance(block, Motion) and block.text == rich(words.said):
        return replace(block, text=clean(rich(words.now.text) + _below(words.now)))
    if isinstance(block, Resolution) and block.parts == resolution_parts(words.said, block.word):
        lead = "".join(resolution_parts(words.now.text.removesuffix(":"), block.word))
        lead = lead if not _below(words.now) else lead.removesuffix("</p>") + ":</p>"
        return replace(block, parts=(clean(lead + _below(words.now)),))
    return block


def _below(words: Exclusion) -> str:
    """What stands below the sentence: the items one by one, or a table of them."""
    if words.points:
        return f"<ul>{''.join(f'<li>{html.escape(point)}</li>' for point in words.points)}</ul>"
    if not words.table:
        return ""
    head = "".join(f'<th scope="col">{html.escape(c)}</th>' for c in words.columns)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(a)}</th><td>{html.escape(b)}</td></tr>' for a, b in words.table
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _plain(text: str) -> str:
    return " ".join(text.split())
