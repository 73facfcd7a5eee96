"""The recording as a step in the life of a meeting, on its page of the desk."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.kernel.permissions import Permission
from meetings.recordings.desk import recording_page
from meetings.recordings.rules import State
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.doors import today
from meetings.web.services import services

_TITLE = "Recording"


@meeting_step("recording", order=60)
def recording_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Published, with captions; or what is missing. A meeting that was not shown to the public need have none."""
    if meeting.status is not MeetingStatus.CLOSED or not actor.may(
        Permission.PUBLISH, meeting.body_id, today()
    ):
        return None
    link = StepAction("Go to the recording", f"/desk/meetings/{meeting.id}/recording")
    page = recording_page(session, meeting, services().config.timezone, today())
    if not page.lines:
        return Step(_TITLE, not meeting.broadcast_url, "No recording is listed.", (link,))
    public = sum(line.row.state is State.PUBLISHED for line in page.lines)
    words = f"{public} published." if public else "Not published."
    pressing = next((m for m in page.missing if m.due is not None or m.urgent), None)
    return Step(_TITLE, bool(public) and pressing is None, pressing.text if pressing else words, (link,))
