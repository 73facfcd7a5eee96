"""What follows from who was connected."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.conferencing.attendance import events as events
from meetings.conferencing.attendance import operations as operations
from meetings.conferencing.attendance.queries import confirmed_of, has_rows
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.doors import today


@meeting_step("connections", order=45)
def connections_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Who was connected, once there is something to compare."""
    if meeting.status is MeetingStatus.PLANNED or not actor.may(
        Permission.WRITE_MINUTES, meeting.body_id, today()
    ):
        return None
    if not has_rows(session, meeting.id):
        return None
    link = StepAction("Compare with the roll call", f"/desk/meetings/{meeting.id}/connections")
    confirmed = len(confirmed_of(session, meeting.id))
    words = f"{confirmed} confirmed." if confirmed else "Nobody is confirmed yet."
    return Step(
        "Who was connected", bool(confirmed) or meeting.status is not MeetingStatus.CLOSED, words, (link,)
    )
