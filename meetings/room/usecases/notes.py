"""What the clerk writes down while the meeting goes on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.kernel.errors import Invalid, NotFound
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.room.events import NoteChanged, NoteTaken, PublicCounted
from meetings.room.models import Note
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

MAX_NOTE = 20_000


@dataclass(frozen=True)
class TakeNote:
    """A paragraph for the minutes of the item being taken. Lines that begin with "- " become bullets."""

    meeting_id: str
    text: str


@dataclass(frozen=True)
class ChangeNote:
    """A new text for a note; empty removes it."""

    meeting_id: str
    note_id: str
    text: str


@dataclass(frozen=True)
class CountPublic:
    """Members of the public in the room."""

    meeting_id: str
    count: int


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def take_note(work: Work, command: TakeNote) -> str:
    """Keep a note on the current item. Raises Invalid when it is empty or too long. Returns its id."""
    room = open_room(work, command.meeting_id)
    text = _checked(command.text)
    if not text:
        raise Invalid("Type the note first.", {"text": "Type the note first"})
    last = select(func.max(Note.position)).where(
        Note.meeting_id == command.meeting_id, Note.item_id == room.item_id
    )
    note = Note(
        id=new_id(),
        meeting_id=command.meeting_id,
        item_id=room.item_id,
        position=(work.session.scalar(last) or 0) + 1,
        text=text,
        written_at=work.now,
    )
    work.session.add(note)
    work.record(command.meeting_id, NoteTaken(note.id, note.item_id, text))
    return note.id


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def change_note(work: Work, command: ChangeNote) -> None:
    """Rewrite or remove a note; what it said stays in the record. Raises NotFound."""
    locked(work, command.meeting_id)
    note = work.session.get(Note, command.note_id)
    if note is None or note.meeting_id != command.meeting_id:
        raise NotFound("That note is not there any more.")
    text = _checked(command.text)
    if text == note.text:
        return
    if text:
        note.text = text
    else:
        work.session.delete(note)
    work.record(command.meeting_id, NoteChanged(command.note_id, text))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def count_public(work: Work, command: CountPublic) -> None:
    """Keep the number of members of the public present."""
    room = open_room(work, command.meeting_id)
    if not 0 <= command.count <= 100_000:
        raise Invalid("Type how many members of the public are here.", {"count": "A number from 0"})
    if room.public_count != command.count:
        room.public_count = command.count
        work.record(command.meeting_id, PublicCounted(command.count))


def _checked(text: str) -> str:
    tidy = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(tidy) > MAX_NOTE:
        raise Invalid(
            f"A note can have {MAX_NOTE:,} characters; this has {len(tidy):,}. Split it.",
            {"text": "Too long"},
        )
    return tidy
