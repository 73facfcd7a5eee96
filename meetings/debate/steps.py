"""The debate among the steps of a meeting: who of the public will speak, and afterwards how the time was shared."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.debate import queries
from meetings.debate.rules import SpeechState
from meetings.kernel.actor import Actor
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.formats import plural


@meeting_step("speakers", order=38)
def speakers_step(session: Session, meeting: MeetingRow, actor: Actor) -> Step | None:
    """Never in the way: a meeting can do without. From the opening on the time line stands here."""
    if not meeting.agenda_version or meeting.status is MeetingStatus.CANCELLED:
        return None
    here = f"/desk/meetings/{meeting.id}"
    rows = [s for s in queries.registered(session, meeting.id) if s.state is not SpeechState.WITHDRAWN]
    text = f"{plural(len(rows), 'speaker')} registered." if rows else "Nobody has registered to speak."
    if meeting.opened_at is None:
        return Step("Public speakers", True, text, (StepAction("Public speakers", f"{here}/speakers"),))
    actions = (
        StepAction("Time line", f"{here}/timeline"),
        StepAction("Speaking time", f"{here}/speaking-time"),
        StepAction("Public speakers", f"{here}/speakers"),
    )
    return Step("Debate", True, "Who spoke, for how long, and what happened when.", actions)
