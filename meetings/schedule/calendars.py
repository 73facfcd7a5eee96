"""A meeting as an entry of people's calendars: in feeds and in invitations it is the same one."""

from __future__ import annotations

from datetime import datetime

from meetings.documents.calendars import CalendarEntry
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import join_path


def uid_of(meeting_id: str) -> str:
    """No host is in it: a council that moves to another address keeps the entries in people's calendars."""
    return f"{meeting_id}@witan"


def entry_of(meeting: MeetingRow, changed: datetime, root: str, *, invited: bool = False) -> CalendarEntry:
    """The entry. Everything in it comes from the meeting. `root` is this site's address without a slash at its end.

    `invited`: for the calendar of somebody with a seat. It leads to our own page, which knows who may come in: whatever
    provider the room is at, and when that changes, the entry stays.
    """
    address = f"{root}/meetings/{meeting.id}"
    online = meeting.mode is not MeetingMode.IN_PERSON and meeting.status is not MeetingStatus.CANCELLED
    join = f"{root}{join_path(meeting.id)}" if invited and online else ""
    return CalendarEntry(
        uid=uid_of(meeting.id),
        sequence=meeting.ics_sequence,
        changed_at=changed,
        starts_at=meeting.starts_at,
        ends_at=meeting.planned_end,
        summary=meeting.title,
        location=_place(meeting),
        description=_description(meeting, address, join),
        url=address,
        cancelled=meeting.status is MeetingStatus.CANCELLED,
        conference=join,
    )


def _place(meeting: MeetingRow) -> str:
    if meeting.mode is MeetingMode.REMOTE:
        return meeting.place or "Online"
    return meeting.place


def _description(meeting: MeetingRow, address: str, join: str) -> str:
    lines = [meeting.notice, meeting.mode.label, f"Agenda and papers: {address}"]
    if join:
        lines.append(f"Join online: {join}")
    if meeting.broadcast_url and meeting.status is not MeetingStatus.CANCELLED:
        lines.append(f"Watch: {meeting.broadcast_url}")
    return "\n".join(line for line in lines if line)
