"""What the officers' desk shows of actions on the overview of a meeting."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.actions.queries import actions_of_meeting
from meetings.actions.sheets import on_sheet
from meetings.actions.usecases.sheets import placed
from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingKind, MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.doors import today
from meetings.web.formats import plural


@meeting_step("actions", order=55)
def actions_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Before the meeting the sheet for its agenda; afterwards what it asked for."""
    page = f"/desk/meetings/{meeting.id}/actions"
    if meeting.status is MeetingStatus.PLANNED:
        return _before(session, meeting, actor, page)
    if not actor.may(Permission.WRITE_MINUTES, meeting.body_id, today()) or not meeting.opened_at:
        return None
    found = actions_of_meeting(session, meeting.id)
    undone = [a for a in found if a.done_at is None]
    text = f"{plural(len(found), 'action')} asked for, {len(undone)} open." if found else "None asked for."
    return Step("Actions", not undone, text, (StepAction("Look at the actions", page),))


def _before(session: Session, meeting: MeetingRow, actor: Actor, page: str) -> Step | None:
    if meeting.kind is MeetingKind.EXTRAORDINARY:
        return None
    if not actor.may(Permission.PREPARE_MEETING, meeting.body_id, today()):
        return None
    reported = on_sheet(session, meeting)
    if not reported:
        return None
    there = placed(session, meeting.id) is not None
    text = f"{plural(len(reported), 'action')} of earlier meetings to report"
    text += ": the sheet is on the agenda." if there else ", not on the agenda yet."
    return Step("Actions", there, text, (StepAction("Look at the action sheet", page),))
