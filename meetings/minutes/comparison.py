"""What changed between two versions of minutes, in words: what was taken out, what was put in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meetings.documents.difference import CONTEXT as CONTEXT
from meetings.documents.difference import Piece as Piece
from meetings.documents.difference import Words as Words
from meetings.documents.difference import difference as difference
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
    Subheading,
    Summary,
    VoteResult,
)
from meetings.minutes.document import Attendee, MinuteItem, MinutesDocument


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


def lines_of(item: MinuteItem) -> Iterator[str]:
    """What stands below the heading of a minute, as plain lines."""
    for block in item.blocks:
        yield from _lines(block)
        yield item.declaration_after(block)


def _texts(document: MinutesDocument) -> dict[str, tuple[str, str]]:
    texts = {"": ("Attendance and times", _text(_attendance(document)))}
    for item in document.items:
        heading = f"{item.number}. {item.heading}" if item.number else item.heading
        heading += " (exempt)" if item.is_exempt else ""
        texts[item.item_id] = (heading, _text(lines_of(item)))
    for item in document.twin.items if document.twin else ():
        texts[f"{item.item_id}-cy"] = (f"{item.heading} (Cymraeg)", _text(lines_of(item)))
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
        case Note() | Declaration() | Subheading():
            yield block.text
        case Summary():
            yield f"Summary for the public: {plain(block.html) or 'not needed: ' + block.reason}"
        case Action():
            due = f", by {block.due_words}" if block.due else ""
            yield f"Action: {block.text} ({block.owner}{due})"
