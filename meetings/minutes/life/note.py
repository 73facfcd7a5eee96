"""The note of a meeting: who was there, apologies, declarations, what was decided and how votes went.

Local Government Act 1972, section 100C(1C) (Wales): within seven working days, the day of the meeting the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from meetings.documents.richtext import plain
from meetings.minutes.blocks import Declaration, Interest, Motion, Resolution, VoteResult
from meetings.minutes.document import MinuteItem, MinutesDocument
from meetings.minutes.rules import public_rendition


@dataclass(frozen=True)
class NoteItem:
    """A decision of the meeting: under which item, what, and the outcome of votes."""

    number: str
    heading: str
    decisions: tuple[str, ...]
    votes: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """The note. Plain text throughout, so that it is the same on the page, in print and as data."""

    council: str
    body: str
    title: str
    held_on: str
    place: str
    attended: tuple[str, ...]
    apologies: tuple[str, ...]
    declarations: tuple[str, ...]
    items: tuple[NoteItem, ...]


def note_of(document: MinutesDocument) -> Note:
    """The note of a meeting, of its public part alone."""
    shown = public_rendition(document)
    items = tuple(i for i in map(_item, shown.items) if i is not None)
    return Note(
        council=shown.council,
        body=shown.body,
        title=shown.meeting_title,
        held_on=shown.held_on.isoformat(),
        place=shown.place or shown.mode,
        attended=tuple(_who(p.name, p.post, remote=p.remote) for p in (*shown.present, *shown.in_attendance)),
        apologies=tuple(
            a.name + (f" (substitute: {a.substitute})" if a.substitute else "") for a in shown.apologies
        ),
        declarations=tuple(b.sentence for i in shown.items for b in i.blocks if isinstance(b, Interest)),
        items=items,
    )


def to_data(note: Note) -> dict[str, Any]:
    """As it is kept and hashed."""
    data: dict[str, Any] = _plain(asdict(note))
    return data


def from_data(data: Mapping[str, Any]) -> Note:
    """The note again."""
    known = {f.name for f in fields(Note)}
    values: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k in known
    }
    values["items"] = tuple(
        NoteItem(i["number"], i["heading"], tuple(i["decisions"]), tuple(i["votes"])) for i in data["items"]
    )
    return Note(**values)


def day_of(note: Note) -> date:
    """When the meeting was held."""
    return date.fromisoformat(note.held_on)


def _item(item: MinuteItem) -> NoteItem | None:
    decisions, votes = tuple(_decisions(item)), tuple(_votes(item))
    if not decisions and not votes:
        return None
    return NoteItem(item.number.rstrip("."), item.heading, decisions, votes)


def _decisions(item: MinuteItem) -> Iterator[str]:
    for block in item.blocks:
        if isinstance(block, Resolution):
            yield f"{block.opening}: " + " ".join(plain(part) for part in block.parts)
        elif isinstance(block, Motion) and block.outcome in ("lost", "withdrawn") and block.declaration:
            yield f"{plain(block.text)} {block.declaration}".strip()
        elif isinstance(block, Declaration) and block.id == f"separate-{item.item_id}":
            yield block.text


def _votes(item: MinuteItem) -> Iterator[str]:
    for block in item.blocks:
        if isinstance(block, VoteResult):
            title = f"{block.title}: " if block.title else ""
            yield f"{title}{block.totals}{'. ' + block.casting_sentence if block.casting_sentence else ''}"


def _who(name: str, post: str, *, remote: bool) -> str:
    return ", ".join(part for part in (name, post, "from elsewhere" if remote else "") if part)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
