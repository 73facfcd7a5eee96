"""Who was at a meeting, from another system: the rows that the room would have left."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from meetings.admin.moderngov.imported import Attendance as Was
from meetings.admin.moderngov.imported import ImportedAttendee, ImportedMeeting, Unplaced
from meetings.admin.usecases.bodies import person_for
from meetings.kernel.ids import new_id
from meetings.room.models import Apology, Attendance
from meetings.room.rules import Capacity, Presence
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting

_PATH = "meeting/attendees/attendee/@attendance"
_LONGEST_NAME = 200


def store_attendance(
    work: Work, meeting: Meeting, imported: ImportedMeeting, begins: datetime, ends: datetime
) -> list[Unplaced]:
    """Replace what an earlier import left. What could not be placed."""
    work.session.execute(delete(Attendance).where(Attendance.meeting_id == meeting.id))
    work.session.execute(delete(Apology).where(Apology.meeting_id == meeting.id))
    notes, met = [], set[str]()
    for attendee in imported.attendees:
        if problem := _problem_with(attendee):
            notes.append(Unplaced(f"{_PATH} ({problem})", attendee.name or attendee.attendance_text))
            continue
        if attendee.attendance is Was.UNKNOWN:
            continue
        post = attendee.role if attendee.attendance is Was.IN_ATTENDANCE else ""
        person_id, _ = person_for(work, attendee.name, attendee.source_id, post=post)
        if person_id in met:
            notes.append(Unplaced(f"{_PATH} (listed twice: the first counts)", attendee.name))
            continue
        met.add(person_id)
        work.session.add(_row(meeting.id, person_id, attendee, begins, ends))
    work.session.flush()
    return notes


def _problem_with(attendee: ImportedAttendee) -> str:
    """Why somebody is not in the list here. A word that is not understood was told by the reader."""
    if not attendee.name.strip() or len(attendee.name) > _LONGEST_NAME:
        return "no usable name"
    return {
        Was.ABSENT: "absent without an apology: lists here have who was present and who apologised",
        Was.EXPECTED: "expected: lists here have who was present and who apologised",
    }.get(attendee.attendance, "")


def _row(
    meeting_id: str, person_id: str, attendee: ImportedAttendee, begins: datetime, ends: datetime
) -> Attendance | Apology:
    if attendee.attendance is Was.APOLOGIES:
        return Apology(meeting_id=meeting_id, person_id=person_id, kind="absence", received_at=begins)
    return Attendance(
        id=new_id(),
        meeting_id=meeting_id,
        person_id=person_id,
        capacity=_capacity(attendee),
        presence=Presence.REMOTE if attendee.virtual else Presence.IN_PERSON,
        arrived_at=begins,
        left_at=ends,
    )


def _capacity(attendee: ImportedAttendee) -> Capacity:
    if attendee.attendance is Was.PRESENT:
        return Capacity.MEMBER
    return Capacity.OFFICER if "officer" in attendee.role.lower() else Capacity.VISITOR
