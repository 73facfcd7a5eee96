"""The way to the join page from other pages: for whoever belongs to the meeting, while there is a room."""

from __future__ import annotations

from meetings.conferencing.queries import meetings_with_room
from meetings.conferencing.rules import join_path
from meetings.kernel.permissions import Permission
from meetings.schedule.models import MeetingMode, MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.doors import current_actor, may, reading

_OVER = (MeetingStatus.CLOSED, MeetingStatus.CANCELLED)


def join_link(meeting: MeetingRow, *, among_many: bool = False) -> str:
    """The address of the join page for whoever looks at a page; empty where it is nothing for them.

    Nothing is asked of the database for the public: their pages are the same for all. `among_many`: in a list, where
    the manner of the meeting has to do; the join page itself knows the rest.
    """
    if meeting.status in _OVER or not current_actor().signed_in:
        return ""
    if not (may(Permission.JOIN_AS_MEMBER, meeting.body_id) or may(Permission.RUN_MEETING, meeting.body_id)):
        return ""
    if among_many:
        return join_path(meeting.id) if meeting.mode is not MeetingMode.IN_PERSON else ""
    with reading() as session:
        return join_path(meeting.id) if meetings_with_room(session, [meeting.id]) else ""
