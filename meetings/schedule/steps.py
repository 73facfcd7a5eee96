"""The steps of a meeting that the calendar itself knows: arranged, held."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.kernel.actor import Actor
from meetings.schedule.desk import Step, StepAction, meeting_step
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow

_HOLDING = {
    MeetingStatus.OPEN: "The meeting is going on.",
    MeetingStatus.ADJOURNED: "The meeting is adjourned.",
    MeetingStatus.CLOSED: "The meeting is over.",
}


@meeting_step("arranged", order=0)
def arranged(_session: Session, meeting: MeetingRow, _actor: Actor) -> Step:
    """Date and place are known; the public may or may not know of it."""
    if meeting.is_public:
        text = "The public can see the date and place."
        return Step("Date and place", True, text)
    text = "Only officers can see this meeting until its agenda is published, or you announce the date."
    announce = StepAction("Announce the date now", f"/desk/meetings/{meeting.id}/announce", post=True)
    return Step("Date and place", True, text, (announce,))


@meeting_step("hold", order=40)
def hold(_session: Session, meeting: MeetingRow, _actor: Actor) -> Step:
    """The meeting itself."""
    room = f"/desk/meetings/{meeting.id}/room"
    if meeting.status is MeetingStatus.PLANNED:
        if meeting.agenda_version == 0:
            return Step("Hold the meeting", False, "The meeting can be opened once its agenda is published.")
        text = "Mark who is here and open the meeting."
        return Step("Hold the meeting", False, text, (StepAction("Go to the meeting room", room),))
    closed = meeting.status is MeetingStatus.CLOSED
    words = "See the meeting room" if closed else "Go to the meeting room"
    going_on = meeting.status in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED)
    return Step("Hold the meeting", closed, _HOLDING[meeting.status], (StepAction(words, room),), going_on)
