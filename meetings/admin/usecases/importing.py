"""A meeting from another system: stored whole, known again, brought up to date when it has changed there."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import select

from meetings.admin.events import MeetingImported
from meetings.admin.moderngov.imported import ImportedMeeting, ImportedStatus, Unplaced
from meetings.admin.usecases.agenda import store_agenda
from meetings.admin.usecases.attendance import store_attendance
from meetings.admin.usecases.bodies import body_for
from meetings.admin.usecases.minutes import store_minutes
from meetings.bodies.queries import body_of
from meetings.db.record import facts_of
from meetings.kernel.errors import Denied, Invalid
from meetings.kernel.permissions import Permission
from meetings.minutes.queries import was_held_here
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingMode, MeetingStatus
from meetings.schedule.rules import LONGEST_MINUTES
from meetings.schedule.usecases import (
    AnnounceMeeting,
    ArrangeMeeting,
    CancelMeeting,
    ChangeMeeting,
    announce,
    arrange_meeting,
    cancel_meeting,
    change_meeting,
)

NO_COMMITTEE = "Imported meetings"
_REMOTE_WORDS = ("virtual", "online", "remote", "zoom", "teams")
_NOT_HELD = {
    ImportedStatus.CANCELLED: "Cancelled (imported)",
    ImportedStatus.POSTPONED: "Postponed (imported)",
}
_USUAL_MINUTES = 120


class Fate(StrEnum):
    """What became of a meeting."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class StoreMeeting:
    """A meeting as read. `body` is the committee's name where the file gives none, or to put it elsewhere."""

    origin: str
    meeting: ImportedMeeting
    body: str = ""


@dataclass(frozen=True)
class StoredMeeting:
    """The meeting here, and what could not be placed."""

    meeting_id: str
    fate: Fate
    unplaced: tuple[Unplaced, ...] = ()


@use_case(permission=Permission.IMPORT)
def store_meeting(work: Work, command: StoreMeeting) -> StoredMeeting:
    """Store a meeting, or bring the one of the same number up to date.

    Raises Invalid when it has no date or no number, Denied for a body that this officer does not look after.
    """
    imported, ref = command.meeting, _ref(command.meeting)
    known = work.session.scalar(select(Meeting).where(Meeting.source_ref == ref).with_for_update())
    last = _last_import(work, known)
    body_id, named = _body(work, command, known, last)
    for wanted in {body_id, known.body_id if known else body_id}:
        _must_be_allowed(work, wanted)
    if known is not None and was_held_here(work.session, known.id):
        note = Unplaced(
            "meeting (held here since: its record is not replaced)", f"number {imported.source_id}"
        )
        return StoredMeeting(known.id, Fate.SAME, (note,))
    digest = hashlib.sha256(repr(imported).encode()).hexdigest()
    if known is not None and last is not None and last.digest == digest and known.body_id == body_id:
        return StoredMeeting(known.id, Fate.SAME, tuple(_notes(command, known, named)))
    meeting = known or _arranged(work, imported, body_id, ref)
    was_cancelled = meeting.status is MeetingStatus.CANCELLED
    notes = _notes(command, meeting, named)
    if known is not None:
        _bring_up_to_date(work, known, imported, body_id)
    begins, ends = opened_closed(work, imported)
    notes += store_agenda(work, meeting, imported)
    notes += store_attendance(work, meeting, imported, begins, ends)
    _finish(work, meeting, imported, was_cancelled)
    notes += store_minutes(work, meeting, imported)
    body = body_of(work.session, body_id).name
    work.record(meeting.id, MeetingImported(command.origin[:300], ref, digest, body, named))
    return StoredMeeting(meeting.id, Fate.CHANGED if known else Fate.NEW, tuple(notes))


def _ref(imported: ImportedMeeting) -> str:
    if imported.date is None:
        raise Invalid("This meeting has no date, so it cannot be put into the calendar.")
    if not imported.source_id:
        raise Invalid("This meeting has no number of its own, so it could not be known again.")
    return f"moderngov:meeting:{imported.source_id}"[:300]


def _last_import(work: Work, known: Meeting | None) -> MeetingImported | None:
    entries = list(facts_of(work.session, known.id, types=(MeetingImported,))) if known else []
    fact = entries[-1].fact if entries else None
    return fact if isinstance(fact, MeetingImported) else None


def _body(
    work: Work, command: StoreMeeting, known: Meeting | None, last: MeetingImported | None
) -> tuple[str, bool]:
    """The body it belongs to, and whether a person named it: that stands until a person names another."""
    imported, name = command.meeting, command.body.strip()
    if name:
        return body_for(work, name, "")[0], True
    if known is not None and last is not None and (last.named or not imported.body_title):
        return known.body_id, last.named
    return body_for(work, imported.body_title or NO_COMMITTEE, imported.body_id)[0], False


def _must_be_allowed(work: Work, body_id: str) -> None:
    """An officer of one body brings meetings in for that one only."""
    if not work.actor.may(Permission.IMPORT, body_id, work.today):
        name = body_of(work.session, body_id).name
        raise Denied(f"This meeting belongs to {name}. Your account does not bring meetings in for it.")


def starts_at(work: Work, imported: ImportedMeeting) -> datetime:
    """When it begins, council time; midnight where the source gives no time."""
    at = imported.start or imported.actual_start or time(0, 0)
    return datetime.combine(_day(imported), at, work.timezone)


def opened_closed(work: Work, imported: ImportedMeeting) -> tuple[datetime, datetime]:
    """From when to when it sat, as far as the source says; two hours where it does not say when it ended."""
    begins = starts_at(work, imported)
    if imported.actual_start:
        begins = datetime.combine(_day(imported), imported.actual_start, work.timezone)
    finish = imported.actual_finish or imported.planned_finish
    if finish is None:
        return begins, begins + timedelta(minutes=_USUAL_MINUTES)
    ends = datetime.combine(_day(imported), finish, work.timezone)
    return begins, ends if ends > begins else ends + timedelta(days=1)


def _day(imported: ImportedMeeting) -> date:
    assert imported.date is not None
    return imported.date


def _arranged(work: Work, imported: ImportedMeeting, body_id: str, ref: str) -> Meeting:
    command = ArrangeMeeting(
        body_id=body_id,
        starts_at=starts_at(work, imported),
        place=_place(imported),
        mode=_mode(imported),
        planned_minutes=_minutes(work, imported),
        already_held=True,
        source_ref=ref,
    )
    meeting = work.session.get(Meeting, arrange_meeting(work, command))
    assert meeting is not None
    return meeting


def _bring_up_to_date(work: Work, meeting: Meeting, imported: ImportedMeeting, body_id: str) -> None:
    """Open again what an import had closed, and put it where and when it is there now."""
    meeting.status, meeting.body_id = MeetingStatus.PLANNED, body_id
    work.session.flush()
    command = ChangeMeeting(
        meeting_id=meeting.id,
        starts_at=starts_at(work, imported),
        place=_place(imported),
        mode=_mode(imported),
        kind=meeting.kind,
        planned_minutes=_minutes(work, imported),
        broadcast_url=meeting.broadcast_url,
        notice="" if meeting.notice in _NOT_HELD.values() else meeting.notice,
        already_held=True,
    )
    change_meeting(work, command)


def _place(imported: ImportedMeeting) -> str:
    return ", ".join(dict.fromkeys(p for p in (imported.room, imported.location) if p))[:300]


def _mode(imported: ImportedMeeting) -> MeetingMode:
    words = imported.location.lower()
    if not any(w in words for w in _REMOTE_WORDS):
        return MeetingMode.IN_PERSON
    return MeetingMode.HYBRID if " and " in words else MeetingMode.REMOTE


def _minutes(work: Work, imported: ImportedMeeting) -> int:
    if imported.planned_finish is None:
        return _USUAL_MINUTES
    begins = starts_at(work, imported)
    ends = datetime.combine(_day(imported), imported.planned_finish, work.timezone)
    length = ((ends - begins).total_seconds() // 60) % LONGEST_MINUTES
    return int(length) or _USUAL_MINUTES


def _finish(work: Work, meeting: Meeting, imported: ImportedMeeting, was_cancelled: bool) -> None:
    """Known to the public or not, held or not, as it is there."""
    if imported.display_allowed and not meeting.is_public:
        announce(work, AnnounceMeeting(meeting.id))
    elif not imported.display_allowed:
        meeting.is_public = False
    notice = _NOT_HELD.get(imported.status)
    meeting.opened_at = meeting.closed_at = None
    if notice and was_cancelled:
        meeting.status, meeting.notice = MeetingStatus.CANCELLED, notice
    elif notice:
        cancel_meeting(work, CancelMeeting(meeting.id, notice))
    else:
        begins, ends = opened_closed(work, imported)
        if ends < work.now:
            meeting.status = MeetingStatus.CLOSED
            # Nobody is told an end that the source does not say.
            meeting.opened_at, meeting.closed_at = begins, ends if imported.actual_finish else None
    work.session.flush()


def _notes(command: StoreMeeting, meeting: Meeting, named: bool) -> list[Unplaced]:
    imported, notes = command.meeting, []
    if not named and not imported.body_title:
        text = f"not given: it stands under “{NO_COMMITTEE}” until it is imported again with a name"
        notes.append(Unplaced("meeting/committeetitle", text))
    if imported.start is None and imported.actual_start is None and not imported.start_text:
        notes.append(Unplaced("meeting/meetingtime", "not given: it stands at midnight"))
    if imported.is_webcast:
        notes.append(Unplaced("meeting/iswebcast", "yes; where it can be watched is not given"))
    if meeting.is_public and not imported.display_allowed:
        notes.append(Unplaced("meeting/isdisplayallowed", "no longer: it is hidden from the public here too"))
    return notes
