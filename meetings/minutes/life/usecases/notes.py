"""The note of a meeting, published from the record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.facts import canonical
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.minutes.life.events import NotePublished
from meetings.minutes.life.models import MeetingNote
from meetings.minutes.life.note import note_of, to_data
from meetings.minutes.life.queries import as_opened, note_of_meeting
from meetings.minutes.queries import NO_MINUTES, document_of, minutes_of
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting, make_public


@dataclass(frozen=True)
class PublishNote:
    """Publish what was looked at: the note of the newest version."""

    meeting_id: str
    version: int


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def publish_note(work: Work, command: PublishNote) -> int:
    """Publish the note of a closed meeting, or a corrected one. Returns its number. Raises NotFound, WrongState.

    Local Government Act 1972, section 100C(1C), in Wales: within seven working days beginning with the meeting's day.
    """
    meeting = lock_meeting(work.session, command.meeting_id)
    if meeting.status is not MeetingStatus.CLOSED:
        raise WrongState("The note is published once the meeting is over.")
    row = minutes_of(work.session, meeting.id)
    if row is None:
        raise NotFound(NO_MINUTES)
    if row.version != command.version:
        raise WrongState("The minutes were changed meanwhile. Look at the note again, then publish it.")
    content = to_data(note_of(as_opened(work.session, meeting.id, document_of(work.session, row))))
    sha256 = hashlib.sha256(canonical(content)).hexdigest()
    before = note_of_meeting(work.session, meeting.id)
    if before is not None and before.sha256 == sha256:
        raise WrongState("This note is published already, as it stands.")
    top = select(func.coalesce(func.max(MeetingNote.number), 0)).where(MeetingNote.meeting_id == meeting.id)
    number = (work.session.scalar(top) or 0) + 1
    note = MeetingNote(id=new_id(), meeting_id=meeting.id, number=number, content=content, sha256=sha256)
    note.published_at, note.published_by = work.now, work.actor.name
    work.session.add(note)
    work.session.flush()
    make_public(work, meeting)
    work.record(meeting.id, NotePublished(number, sha256))
    return number
