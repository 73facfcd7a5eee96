"""Notices of motion on the desk: a panel of those that wait for an answer, and a step of their meeting."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.motions.models import MotionNotice
from meetings.motions.notices import notices_of_meeting, rows_of
from meetings.motions.rules import NoticeState
from meetings.schedule.desk import PanelData, PanelRow, Step, StepAction, desk_panel, meeting_step
from meetings.schedule.queries import MeetingRow
from meetings.schedule.rules import bodies_for
from meetings.web.doors import today
from meetings.web.formats import long_date, plural
from meetings.web.services import services

_SHOWN = 6


@desk_panel(order=16)
def notices_to_answer(session: Session, actor: Actor) -> PanelData | None:
    """Motions that members gave notice of. No panel while there are none."""
    if not actor.may(Permission.PREPARE_MEETING, None, today()):
        return None
    bodies = bodies_for(actor, Permission.PREPARE_MEETING, today())
    query = select(MotionNotice).where(MotionNotice.state == NoticeState.SUBMITTED)
    if bodies is not None:
        query = query.where(MotionNotice.body_id.in_(bodies))
    waiting = rows_of(session, list(session.scalars(query.order_by(MotionNotice.submitted_at).limit(_SHOWN))))
    if not waiting:
        return None
    tz = services().config.timezone
    rows = tuple(
        PanelRow(
            f"/desk/meetings/{n.meeting_id}/notices",
            n.title,
            f"{n.mover}, for {n.meeting_title}, {long_date(n.starts_at, tz)}",
            "Given in",
            "blue",
        )
        for n in waiting
    )
    return PanelData("Notices of motion", rows)


@meeting_step("notices", order=16)
def notices_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """How many notices of a meeting are answered; none where there are none."""
    rows = notices_of_meeting(session, meeting.id)
    if not rows:
        return None
    open_ = [n for n in rows if n.state in (NoticeState.SUBMITTED, NoticeState.SUGGESTED)]
    text = f"{len(rows) - len(open_)} of {plural(len(rows), 'notice')} answered."
    actions = (StepAction("Notices of motion", f"/desk/meetings/{meeting.id}/notices"),)
    return Step("Notices of motion", not open_, text, actions)
