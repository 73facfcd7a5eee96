"""A meeting as an entry of people's calendars: in feeds and in invitations it is the same one."""

from __future__ import annotations

from datetime import datetime

from meetings.documents.calendars import CalendarEntry
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow


def uid_of(meeting_id: str) -> str:
    """No host is in it: a council that moves to another address keeps the entries in people's calendars."""
    return f"{meeting_id}@witan"


def entry_of(meeting: MeetingRow, changed: datetime, root: str) -> CalendarEntry:
    """The entry. Everything in it comes from the meeting. `root` is this site's address without a slash at its end."""
    address = f"{root}/meetings/{meeting.id}"
    return CalendarEntry(
        uid=uid_of(meeting.id),
        sequence=meeting.ics_sequence,
        changed_at=changed,
        starts_at=meeting.starts_at,
        ends_at=meeting.planned_end,
        summary=meeting.title,
        location=_place(meeting),
        description=_description(meeting, address),
        url=address,
        cancelled=meeting.status is MeetingStatus.CANCELLED,
    )


def _place(meeting: MeetingRow) -> str:
    if meeting.mode is MeetingMode.REMOTE:
        return meeting.place or "Online"
    return meeting.place


def _description(meeting: MeetingRow, address: str) -> str:
    lines = [meeting.notice, meeting.mode.label, f"Agenda and papers: {address}"]
    if meeting.broadcast_url and meeting.status is not MeetingStatus.CANCELLED:
        lines.append(f"Watch: {meeting.broadcast_url}")
    return "\n".join(line for line in lines if line)
