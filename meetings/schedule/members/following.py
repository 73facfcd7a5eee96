"""What follows for members' replies when a meeting is moved or cancelled."""

from __future__ import annotations

from meetings.runtime.reactions import on, then
from meetings.runtime.work import Work
from meetings.schedule.events import MeetingCancelled, MeetingChanged
from meetings.schedule.members.usecases.seats import follow


def _follow(work: Work, meeting_id: str, _fact: MeetingChanged | MeetingCancelled) -> None:
    follow(work, meeting_id)


on(MeetingChanged, then(_follow))
on(MeetingCancelled, then(_follow))
