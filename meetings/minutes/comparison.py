"""What changed between two versions of minutes, in words: what was taken out, what was put in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from meetings.documents.richtext import plain
from meetings.minutes.blocks import (
    Action,
    Block,
    Declaration,
    Interest,
    Motion,
    Narrative,
    Note,
    Resolution,
    VoteResult,
)
from meetings.minutes.document import Attendee, MinuteItem, MinutesDocument

#: Words shown on either side of a change.
CONTEXT = 12
_WORD = re.compile(r"\n|\S+")
_AROUND_LINE_END = re.compile(r" ?\n ?")


class Piece(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    GAP = "gap"


@dataclass(frozen=True)
class Words:
    """A run of words; a gap stands for unchanged words that are left out."""

    piece: Piece
    text: str


@dataclass(frozen=True)
class Change:
    """One minute that reads differently."""

    heading: str
    words: tuple[Words, ...]


def compare(old: MinutesDocument, new: MinutesDocument) -> tuple[Change, ...]:
    """Every minute that differs, in the order of the newer version; removed ones last."""
    before, after = _texts(old), _texts(new)
    changes = []
    for key, (heading, text) in after.items():
        was_heading, was = before.get(key, (heading, ""))
        if was_heading != heading:
            changes.append(Change(heading, difference(f"{was_heading}\n{was}", f"{heading}\n{text}")))
        elif was != text or key not in before:
            changes.append(Change(heading, difference(was, text)))
    gone = [
        Change(heading, difference(text, "")) for key, (heading, text) in before.items() if key not in after
    ]
    return (*changes, *gone)


def difference(old: str, new: str) -> tuple[Words, ...]:
    """Two texts word by word, long stretches without a change left out."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    found: list[Words] = []
    opcodes = matcher.get_opcodes()
    for n, (kind, i1, i2, j1, j2) in enumerate(opcodes):
        if kind == "equal":
            found += _context(a[i1:i2], first=n == 0, last=n == len(opcodes) - 1)
            continue
        if i2 > i1:
            found.append(Words(Piece.REMOVED, _joined(a[i1:i2])))
        if j2 > j1:
            found.append(Words(Piece.ADDED, _joined(b[j1:j2])))
    return tuple(found)


def lines_of(item: MinuteItem) -> Iterator[str]:
    """What stands below the heading of a minute, as plain lines."""
    for block in item.blocks:
        yield from _lines(block)
        yield item.declaration_after(block)


def _context(words: Sequence[str], *, first: bool, last: bool) -> Iterator[Words]:
    head, tail = (0 if first else CONTEXT), (0 if last else CONTEXT)
    if len(words) <= head + tail + 2:
        yield Words(Piece.SAME, _joined(words))
        return
    if head:
        yield Words(Piece.SAME, _joined(words[:head]))
    yield Words(Piece.GAP, "…")
    if tail:
        yield Words(Piece.SAME, _joined(words[-tail:]))


def _joined(words: Sequence[str]) -> str:
    return _AROUND_LINE_END.sub("\n", " ".join(words))


def _texts(document: MinutesDocument) -> dict[str, tuple[str, str]]:
    texts = {"": ("Attendance and times", _text(_attendance(document)))}
    for item in document.items:
        heading = f"{item.number}. {item.heading}" if item.number else item.heading
        heading += " (exempt)" if item.is_exempt else ""
        texts[item.item_id] = (heading, _text(lines_of(item)))
    return texts


def _text(lines: Iterator[str]) -> str:
    return "\n".join(line for line in lines if line)


def _attendance(document: MinutesDocument) -> Iterator[str]:
    yield f"Presiding: {document.presiding}" if document.presiding else ""
    for title, people in (("Present", document.present), ("In attendance", document.in_attendance)):
        for person in people:
            yield f"{title}: {_person(document, person)}"
    for apology in document.apologies:
        yield f"Apologies for {'lateness' if apology.late else 'absence'}: {apology.name}"
    for name in document.absent_members:
        yield f"Absent: {name}"
    for note in document.times:
        yield f"{document.clock(note.at)}: {note.text}"


def _person(document: MinutesDocument, person: Attendee) -> str:
    facts = (person.post, person.group, "remote" if person.remote else "", document.movements(person))
    return ", ".join(fact for fact in (person.name, *facts) if fact)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Narrative():
            yield plain(block.html)
        case Motion():
            yield f"{block.moved}: {plain(block.text)}"
        case VoteResult():
            yield f"{block.title} {block.totals}".strip()
            yield from (f"{row.label}: {', '.join(row.names)}" for row in block.rows if row.names)
            yield block.casting_sentence
        case Resolution():
            yield from (f"{block.opening}: {plain(part)}" for part in block.parts)
        case Interest():
            yield block.sentence
        case Note() | Declaration():
            yield block.text
        case Action():
            due = f", by {block.due_words}" if block.due else ""
            yield f"Action: {block.text} ({block.owner}{due})"
