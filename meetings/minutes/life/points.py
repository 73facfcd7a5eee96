"""The list that an officer goes through before minutes go on: what is missing in the text, and what is due."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from meetings.documents.richtext import is_blank, plain
from meetings.minutes.blocks import Declaration, Motion, Narrative, Summary, VoteResult
from meetings.minutes.document import MinuteItem, MinutesDocument
from meetings.minutes.rules import not_taken

#: Words that make the words after them a member's name.
_TITLED = re.compile(
    r"\b(?:Councillors?|Cllrs?\.?|Y Cynghorydd|Cynghorydd|Alderman|Bailie|Provost)\s+"
    r"((?:[A-Z](?:\.|[\w’'-]+)\s+){0,3}[A-Z][\w’'-]+)"
)
#: Words that follow such a title and are no name.
_NO_NAMES = frozenset(
    {"Procedure", "Rule", "Rules", "Development", "Question", "Questions", "Briefing", "Call"}
)


@dataclass(frozen=True)
class Point:
    """Something on the list. `code` is stable, so that what was looked at and left can be kept."""

    code: str
    sentence: str
    item_id: str = ""
    #: worth knowing, without asking anybody to say that they saw it
    minor: bool = False


def points_of(document: MinutesDocument, known: Collection[str] = ()) -> tuple[Point, ...]:
    """Everything open in a text, in its order. `known`: names, besides those who were there."""
    surnames = {_last(name) for name in (*_names(document), *known)}
    found: list[Point] = []
    for item in document.items:
        if not item.is_section:
            found += _of_item(item, surnames)
    return tuple(found)


def private_items(document: MinutesDocument) -> tuple[MinuteItem, ...]:
    """The minutes that the public does not read, without those of items that were not taken."""
    return tuple(i for i in document.items if i.is_exempt and not i.is_section and not _untouched(i))


def summary_of(item: MinuteItem) -> Summary | None:
    """What was written for the public of an exempt minute, or that nothing need be."""
    return next((b for b in item.blocks if isinstance(b, Summary)), None)


def _of_item(item: MinuteItem, surnames: set[str]) -> Iterator[Point]:
    where = item.number.rstrip(".") or f"“{item.heading}”"
    if _untouched(item):
        return
    said = [b for b in item.blocks if not isinstance(b, Summary)]
    if not any(not isinstance(b, Narrative) or not is_blank(b.html) for b in said):
        yield Point(f"unwritten:{item.item_id}", f"Item {where}: nothing is written.", item.item_id)
    if item.is_exempt and summary_of(item) is None:
        text = f"Item {where} is not for publication: write a summary, or say that none is needed."
        yield Point(f"summary:{item.item_id}", text, item.item_id)
    yield from _motions(item, where)
    yield from _unknown_names(item, where, surnames)


def _motions(item: MinuteItem, where: str) -> Iterator[Point]:
    decided = {b.motion_id for b in item.blocks if isinstance(b, VoteResult | Declaration) and b.motion_id}
    for block in item.blocks:
        if isinstance(block, Motion):
            if not block.mover:
                yield Point(f"mover:{block.id}", f"Item {where}: a motion has no mover.", item.item_id)
            elif not block.seconder:
                text = f"Item {where}: a motion has no seconder."
                yield Point(f"seconder:{block.id}", text, item.item_id, minor=True)
            if not (block.outcome or block.sentence) and block.id not in decided:
                text = f"Item {where}: it does not say what became of a motion."
                yield Point(f"outcome:{block.id}", text, item.item_id)
        elif isinstance(block, VoteResult) and not block.result:
            yield Point(f"result:{block.id}", f"Item {where}: a vote has no result.", item.item_id)


def _unknown_names(item: MinuteItem, where: str, surnames: set[str]) -> Iterator[Point]:
    """Names of members in the officers' own words that nobody at the meeting has: misspelt, or somebody else."""
    seen: set[str] = set()
    for block in item.blocks:
        if not isinstance(block, Narrative | Summary):
            continue
        for found in _TITLED.finditer(plain(block.html)):
            words = [w for w in found[1].split() if w not in _NO_NAMES]
            if not words or words[0] != found[1].split()[0]:
                continue
            name = " ".join(words)
            if not any(_bare(w) in surnames for w in words) and name not in seen:
                seen.add(name)
                text = f"Item {where} names Councillor {name}, whom nobody at the meeting is called."
                yield Point(f"name:{item.item_id}:{name}", text, item.item_id)


def _untouched(item: MinuteItem) -> bool:
    return any(block.id == not_taken(item.item_id).id for block in item.blocks)


def _names(document: MinutesDocument) -> Iterator[str]:
    for person in (*document.present, *document.in_attendance):
        yield person.name
    for apology in document.apologies:
        yield apology.name
        if apology.substitute:
            yield apology.substitute
    yield from document.absent_members


def _last(name: str) -> str:
    return _bare(name.split()[-1]) if name.split() else ""


def _bare(word: str) -> str:
    word = word.strip(".,;:()").casefold()
    return word.removesuffix("’s").removesuffix("'s")
