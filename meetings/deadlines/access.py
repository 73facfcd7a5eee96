"""Who is shown deadlines at all: whoever prepares meetings, looks after the law, or has deadlines of their own."""

from __future__ import annotations

from meetings.kernel.errors import Denied
from meetings.kernel.permissions import Permission
from meetings.web.doors import current_actor, may

CONCERNED = (
    Permission.PREPARE_MEETING,
    Permission.MANAGE_LAW,
    Permission.WRITE_REPORT,
    Permission.CLEAR_REPORT,
)


def require_deadlines() -> None:
    """Refuse whoever has none. Raises Denied."""
    if not any(may(permission) for permission in CONCERNED):
        raise Denied(f"{current_actor().name}, there are no deadlines for your account.")
