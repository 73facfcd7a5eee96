"""What is due at the next meeting is due on its day: the day follows the calendar."""

from __future__ import annotations

from sqlalchemy import select

from meetings.actions.events import DueMoved
from meetings.actions.models import Action
from meetings.actions.queries import next_meeting_after
from meetings.actions.rules import OPEN, ActionStatus, DueKind
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting


def follow_calendar(work: Work, meeting_id: str, _fact: object) -> None:
    """A meeting was arranged, moved or cancelled: what waits for the body's next one may have another day."""
    body_id = work.session.scalar(select(Meeting.body_id).where(Meeting.id == meeting_id))
    query = (
        select(Action, Meeting)
        .join(Meeting, Meeting.id == Action.meeting_id)
        .where(
            Meeting.body_id == body_id,
            Action.due_kind == DueKind.NEXT_MEETING,
            Action.status.in_(OPEN),
            Action.removed_at.is_(None),
        )
        .order_by(Action.meeting_id, Action.id)
    )
    for action, asked_at in work.session.execute(query).all():
        since = asked_at.starts_at
        if action.status is ActionStatus.CARRIED_FORWARD:
            since = max(since, work.now)
        following = next_meeting_after(work.session, asked_at.body_id, since)
        due = following.starts_at.astimezone(work.timezone).date() if following else None
        if due != action.due:
            action.due = due
            work.session.flush()
            work.record(action.meeting_id, DueMoved(action.id, due))
