"""What follows from the calendar: a meeting that moves takes its room along; one that is cancelled needs none."""

from __future__ import annotations

from meetings.conferencing.models import Broadcast, RemoteRoom
from meetings.conferencing.rules import What
from meetings.conferencing.usecases.arrange import drop
from meetings.conferencing.usecases.asking import ask_broadcast, ask_room
from meetings.runtime.reactions import on, then
from meetings.runtime.work import Work
from meetings.schedule.events import MeetingAnnounced, MeetingCancelled, MeetingChanged
from meetings.schedule.usecases import lock_meeting


def _moved(work: Work, meeting_id: str, _fact: MeetingChanged | MeetingAnnounced) -> None:
    """Whether anything of it concerns the provider is seen when the call is carried out."""
    room = work.session.get(RemoteRoom, meeting_id)
    if room is not None and room.state.stands:
        ask_room(work, room, "update")
    row = work.session.get(Broadcast, meeting_id)
    if row is not None and row.state.stands:
        ask_broadcast(work, row, "update")


def _cancelled(work: Work, meeting_id: str, fact: MeetingCancelled) -> None:
    drop(work, lock_meeting(work.session, meeting_id), tuple(What), fact.reason[:300])


on(MeetingChanged, then(_moved))
on(MeetingAnnounced, then(_moved))
on(MeetingCancelled, then(_cancelled))
