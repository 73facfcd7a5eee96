"""What follows from the end of a meeting, and from each new version of its minutes."""

from __future__ import annotations

from meetings.agendas.business.sources import minutes_waiting
from meetings.appointments.usecases import destroy_envelopes
from meetings.minutes import events, queries
from meetings.minutes import law_facts as law_facts
from meetings.minutes.usecases import confirmed as confirmed
from meetings.minutes.usecases import draft_minutes
from meetings.room.events import MeetingClosed
from meetings.runtime.reactions import on, queue, then
from meetings.runtime.work import Work

RENDER = "minutes.render"


def end_of_challenges(work: Work, meeting_id: str, _fact: events.MinutesConfirmed) -> None:
    """Once the minutes are confirmed nobody challenges the meeting's secret rounds any more."""
    destroy_envelopes(work, meeting_id)


on(MeetingClosed, then(draft_minutes))
on(events.MinutesDrafted, queue(RENDER))
on(events.MinutesImported, queue(RENDER))
on(events.MinutesEdited, queue(RENDER))
on(events.MinutesConfirmed, queue(RENDER), then(end_of_challenges))
on(events.PrintAsked, queue(RENDER))

minutes_waiting(queries.waiting_among)
