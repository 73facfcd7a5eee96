"""What the officers' desk shows of registers on the overview of a meeting."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.registers.document import Kind
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.doors import today


@meeting_step("registers", order=57)
def registers_step(_session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Once the meeting is over: they are made of themselves."""
    if meeting.status is not MeetingStatus.CLOSED or meeting.opened_at is None:
        return None
    if not actor.may(Permission.WRITE_MINUTES, meeting.body_id, today()):
        return None
    home = f"/desk/meetings/{meeting.id}/registers"
    links = tuple(StepAction(kind.label, f"{home}/{kind.value}") for kind in Kind)
    return Step("Registers", True, "Made from the record, as pages, PDF, Word and tables.", links)
