"""Published minutes as open data, for programs: what the public reads and nothing else. See docs/open-data.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from meetings.documents.published import data_file
from meetings.documents.richtext import inline, plain, rich
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
from meetings.minutes.document import Apology, Attendee, MinuteItem, MinutesDocument
from meetings.minutes.rules import public_rendition

#: Which schema the data keep to. A change that could mislead a program makes a new number.
SCHEMA = "witan-minutes/1"
NAME = "minutes.json"
ABOUT = "These minutes as data: attendance, items, motions, votes, resolutions and actions"


def open_data(document: MinutesDocument, meeting_id: str) -> dict[str, Any]:
    """The minutes as the public reads them, whoever asks."""
    public = public_rendition(document)
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "version": public.version,
        "status": "confirmed" if public.is_confirmed else "draft",
        "confirmed_on": _day(public.confirmed_on),
        "signed_by": public.signed_by,
        "language": public.language,
        "meeting": _meeting(public, meeting_id),
        "attendance": _attendance(public),
        **_business(public),
    }
    if public.twin is not None:
        twin = public_rendition(public.twin)
        data["translation"] = {"language": twin.language, **_business(twin)}
    return data


def open_data_file(document: MinutesDocument, meeting_id: str) -> bytes:
    """The same as the file that is attached to the PDF and served beside it."""
    return data_file(open_data(document, meeting_id))


def _meeting(document: MinutesDocument, meeting_id: str) -> dict[str, Any]:
    return {
        "id": meeting_id,
        "council": document.council,
        "body": document.body,
        "title": document.meeting_title,
        "kind": document.kind,
        "held_on": _day(document.held_on),
        "started_at": _moment(document.started_at),
        "ended_at": _moment(document.ended_at),
        "timezone": document.timezone,
        "place": document.place,
        "mode": document.mode,
        "presiding": document.presiding,
        "times": [{"at": _moment(note.at), "text": note.text} for note in document.times],
    }


def _attendance(document: MinutesDocument) -> dict[str, Any]:
    return {
        "present": [_attendee(each) for each in document.present],
        "apologies": [_apology(each) for each in document.apologies],
        "absent": list(document.absent_members),
        "in_attendance": [_attendee(each) for each in document.in_attendance],
    }


def _attendee(person: Attendee) -> dict[str, Any]:
    return {
        "name": person.name,
        "post": person.post,
        "group": person.group,
        "ward": person.ward,
        "remote": person.remote,
        "substitute_for": person.substitute_for,
        "visiting": person.visiting,
        "arrived_at": _moment(person.arrived_at),
        "arrived_during_item": person.arrived_item,
        "left_at": _moment(person.left_at),
        "left_during_item": person.left_item,
    }


def _apology(apology: Apology) -> dict[str, Any]:
    return {"name": apology.name, "for_lateness": apology.late, "substitute": apology.substitute}


def _business(document: MinutesDocument) -> dict[str, Any]:
    """The items in order, and what was moved, counted, decided and asked for in them."""
    data: dict[str, Any] = {"items": [_item(item) for item in document.items]}
    for kind, many in _LISTS.items():
        data[many] = [
            {"item": item.item_id, **_SAYS[kind](block)}
            for item in document.items
            for block in item.blocks
            if block.kind == kind
        ]
    return data


def _item(item: MinuteItem) -> dict[str, Any]:
    return {
        "id": item.item_id,
        "number": item.number,
        "agenda_number": item.agenda_number,
        "heading": item.heading,
        "is_heading": item.is_section,
        "is_exempt": item.is_exempt,
        "reports": list(item.reports),
        # All that is written under it, in order: what stands in a list of its own is named by its id.
        "text": [_piece(block) for block in item.blocks if not _is_silent(block)],
    }


def _is_silent(block: Block) -> bool:
    """A decision that no summary is needed is no part of what the public reads."""
    return isinstance(block, Summary) and not block.html


def _piece(block: Block) -> dict[str, Any]:
    if block.kind in _LISTS:
        return {"kind": block.kind, "id": block.id}
    return {"kind": block.kind, "id": block.id, **_SAYS[block.kind](block)}


def _narrative(block: Narrative | Summary) -> dict[str, Any]:
    return {"html": str(rich(block.html)), "text": plain(block.html)}


def _motion(block: Motion) -> dict[str, Any]:
    return {
        "id": block.id,
        "kind": block.motion_kind,
        "text": _text(block.text),
        "mover": block.mover,
        "seconder": block.seconder,
        "outcome": block.outcome,
        "declared": block.sentence or block.declaration,
    }


def _vote(block: VoteResult) -> dict[str, Any]:
    """The count, and the names where the body's minutes give them."""
    options = (
        ("for", block.for_, block.for_names),
        ("against", block.against, block.against_names),
        ("abstain", block.abstain, block.abstain_names),
        ("no vote", block.none, block.none_names),
    )
    return {
        "id": block.id,
        "motion": block.motion_id or None,
        "title": block.title,
        "recorded": block.recorded,
        "counts": [{"option": option, "value": count} for option, count, _ in options],
        "votes": [
            {"name": n, "option": option} for option, _, names in options if block.recorded for n in names
        ],
        "casting_vote": block.casting,
        "casting_vote_by": block.casting_by,
        "declared_at": _moment(block.declared_at),
        "result": block.result,
    }


def _resolution(block: Resolution) -> dict[str, Any]:
    return {
        "id": block.id,
        "motion": _motion_of(block),
        "number": block.number,
        "word": block.word,
        "unanimous": block.unanimous,
        "parts": [_text(part) for part in block.parts],
    }


def _motion_of(block: Resolution) -> str | None:
    """A resolution and the motion it came from have one name, after the word for what they are."""
    kind, _, name = block.id.partition("-")
    return f"motion-{name}" if kind == "resolution" and name else None


def _action(block: Action) -> dict[str, Any]:
    return {"id": block.id, "text": _text(block.text), "owner": block.owner, "due": _day(block.due)}


#: Kinds of blocks that have a list of their own.
_LISTS = {"motion": "motions", "vote": "votes", "resolution": "resolutions", "action": "actions"}
_SAYS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    Narrative.kind: _narrative,
    Summary.kind: _narrative,
    Motion.kind: _motion,
    VoteResult.kind: _vote,
    Resolution.kind: _resolution,
    Action.kind: _action,
    Interest.kind: lambda block: {"text": block.sentence},
    Note.kind: lambda block: {"text": block.text},
    Declaration.kind: lambda block: {"text": block.text, "motion": block.motion_id or None},
    Subheading.kind: lambda block: {"text": block.text},
}


def _text(text: str) -> str:
    """The words of rich or plain text; paragraphs are parted by a line break."""
    return plain(str(inline(text) or rich(text)))


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
