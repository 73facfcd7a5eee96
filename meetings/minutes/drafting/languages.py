"""Minutes in Welsh, and in both languages: the same record read once more, so that the blocks are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from meetings.db.record import Entry
from meetings.minutes import wording
from meetings.minutes.blocks import Action, Block, Motion, Narrative, Resolution
from meetings.minutes.document import Attendee, MinuteItem, MinutesDocument
from meetings.minutes.drafting.corrected import draft as read
from meetings.minutes.drafting.excluding import worded
from meetings.minutes.drafting.recording import moments
from meetings.minutes.drafting.setting import Setting
from meetings.minutes.phrases import phrases
from meetings.minutes.style import PLAIN, HouseStyle, Language

#: The fields of facts that hold the names of people, with their titles.
_NAMES = frozenset(
    ("name", "names", "mover", "seconder", "proposer", "presiding", "by", "holder", "first", "second")
) | frozenset(("tellers", "witness", "drawn_by", "on_behalf", "remaining"))
#: What a house style says in words, in the language it was chosen in. The other language says it plainly.
_KEPT = (
    "numbers", "number_prefix", "year_start", "sub_numbers", "parts", "votes", "vote_place", "attendance",
    "short_groups", "movement_items", "capital_headings", "time_before_resolution", "decision_first",
    "clock", "language",
    "exclusion_layout", "exclusion_interest", "exclusion_act", "exclusion_described",
)  # fmt: skip


def draft(entries: Iterable[Entry], setting: Setting) -> MinutesDocument:
    """The minutes in the language of the body's style; in both, the Welsh stands in the document as its twin."""
    facts = list(entries)
    if setting.style.recording_links and (setting.broadcast or setting.recorded):
        setting = replace(setting, recordings=moments(facts, setting.broadcast, setting.recorded))
    language = setting.style.language
    if language is Language.ENGLISH:
        return draft_one(facts, setting)
    if language is Language.WELSH:
        return _welsh(facts, setting)
    english = draft_one(facts, setting)
    return replace(english, twin=_twin(english, _welsh(facts, setting)))


def _welsh(facts: Sequence[Entry], setting: Setting) -> MinutesDocument:
    say = phrases("cy")
    style = plainly(setting.style)
    told = replace(
        setting,
        language="cy",
        style=style,
        title=say.page.kinds.get(setting.title, setting.title),
        place=say.page.modes.get(setting.place, setting.place),
        mode=say.page.modes.get(setting.mode, setting.mode),
        resolved_word=wording.word(setting.resolved_word, "cy"),
        members=tuple(replace(m, name=wording.titled(m.name, "cy")) for m in setting.members),
    )
    document = draft_one([replace(e, fact=named(e.fact)) for e in facts], told)
    return replace(
        document,
        language="cy",
        present=tuple(map(_attendee, document.present)),
        in_attendance=tuple(map(_attendee, document.in_attendance)),
        apologies=tuple(replace(a, name=_first(a.name)) for a in document.apologies),
        absent_members=tuple(map(_first, document.absent_members)),
    )


def draft_one(entries: Sequence[Entry], setting: Setting) -> MinutesDocument:
    """The minutes in one language."""
    return worded(read(entries, setting), entries, setting)


def plainly(style: HouseStyle) -> HouseStyle:
    """A house style without its words: its layout holds in every language."""
    known = {f.name for f in fields(HouseStyle)}
    return replace(PLAIN, **{name: getattr(style, name) for name in _KEPT if name in known})


def named(fact: Any) -> Any:
    """A fact with the titles of its people in Welsh."""
    changes = {}
    for field in fields(fact):
        before = getattr(fact, field.name)
        after = _named(before, field.name in _NAMES)
        if after is not before:
            changes[field.name] = after
    return replace(fact, **changes) if changes else fact


def _named(value: Any, is_name: bool) -> Any:
    if isinstance(value, str):
        titled = wording.titled(value, "cy") if is_name else value
        return value if titled == value else titled
    if isinstance(value, tuple) and value:
        found = tuple(_named(each, is_name) for each in value)
        return found if any(a is not b for a, b in zip(found, value, strict=True)) else value
    return named(value) if is_dataclass(value) and not isinstance(value, type) else value


def _attendee(person: Attendee) -> Attendee:
    seats = phrases("cy").page.seats
    return replace(person, name=_first(person.name), post=seats.get(person.post, person.post))


def _first(name: str) -> str:
    """A name at the beginning of a line."""
    return name[:1].upper() + name[1:] if name.startswith("y ") else name


def _twin(english: MinutesDocument, welsh: MinutesDocument) -> MinutesDocument:
    """The Welsh beside the English: what was typed in English is not repeated, what was moved is marked as English."""
    said = {block.id: block for item in english.items for block in item.blocks}
    items = tuple(replace(item, blocks=tuple(_beside(item, said))) for item in welsh.items)
    return replace(welsh, items=items, style=replace(welsh.style, language=Language.WELSH))


def _beside(item: MinuteItem, said: dict[str, Block]) -> Iterable[Block]:
    for block in item.blocks:
        if isinstance(block, Narrative):
            continue
        yield _marked(block, said.get(block.id))


def _marked(block: Block, english: Block | None) -> Block:
    if isinstance(block, Motion) and isinstance(english, Motion) and block.text == english.text:
        return replace(block, text_language="en")
    if isinstance(block, Resolution) and isinstance(english, Resolution) and block.parts == english.parts:
        return replace(block, text_language="en")
    if isinstance(block, Action):
        return replace(block, language="cy", text_language="en")
    return block
