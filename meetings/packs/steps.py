"""The step of a meeting that its packs know: whether they are made."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.packs.queries import packs_of
from meetings.packs.rules import PackKind, PackState
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.formats import plural


@meeting_step("packs", order=32)
def packs(session: Session, meeting: MeetingRow, _actor: Actor) -> Step | None:
    """How far the packs are; before the agenda is published there are none."""
    if meeting.agenda_version == 0:
        return None
    whole = next(
        (p for p in packs_of(session, meeting.id) if p.kind is PackKind.PUBLIC and not p.edition), None
    )
    action = StepAction("See the packs", f"/desk/meetings/{meeting.id}/packs")
    over = meeting.status is MeetingStatus.CLOSED
    if whole is None or not whole.can_be_had:
        text = "No pack was made before the meeting." if over else "The packs are being made."
        return Step("Packs", over, text, (action,))
    text = f"{plural(whole.pages, 'page')} in the public pack."
    if whole.problems:
        text += f" {plural(len(whole.problems), 'paper')} could be better."
    return Step("Packs", over or whole.state is PackState.READY, text, (action,))
