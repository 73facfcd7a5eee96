"""How officers' pages reach a meeting: a meeting of a body they do not look after is not there."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.errors import Denied, NotFound
from meetings.kernel.permissions import Permission
from meetings.schedule.queries import MeetingRow, meeting_of
from meetings.schedule.rules import NO_MEETING
from meetings.web.doors import current_actor, may

_DESK = (
    Permission.PREPARE_MEETING,
    Permission.UPLOAD_PAPER,
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_LAW,
)


def desk_meeting(
    session: Session, meeting_id: str, permission: Permission = Permission.PREPARE_MEETING
) -> MeetingRow:
    """The meeting, if the permission is held for its body. Raises the same NotFound as for an unknown one."""
    meeting = meeting_of(session, meeting_id)
    if not may(permission, meeting.body_id):
        raise NotFound(NO_MEETING)
    return meeting


def require_desk() -> None:
    """Refuse whoever has nothing to do at the desk. Raises Denied."""
    if not any(may(permission) for permission in _DESK):
        raise Denied(f"{current_actor().name}, your account has no work at the desk.")
