"""What follows from actions and for them: minutes, agendas, the calendar, reminders, the clerk's console."""

from __future__ import annotations

from meetings.actions import events
from meetings.actions import live as live
from meetings.actions.desk import actions_step as actions_step
from meetings.actions.queries import notes_of
from meetings.actions.usecases import due, reminding, sheets
from meetings.agendas.business.sources import business_waiting
from meetings.kernel.actor import SYSTEM
from meetings.minutes.queries import supply_actions
from meetings.room.events import MeetingClosed
from meetings.runtime.jobs import JobContext
from meetings.runtime.reactions import on, then
from meetings.runtime.timed import timed
from meetings.schedule.events import MeetingArranged, MeetingCancelled, MeetingChanged

#: Letters leave in the day.
FIRST_HOUR, LAST_HOUR = 7, 20

supply_actions(notes_of)
business_waiting(sheets.waiting, sheets.put_down)

for _fact in (MeetingArranged, MeetingChanged, MeetingCancelled):
    on(_fact, then(due.follow_calendar))
for _fact_of_action in (
    events.ActionRecorded,
    events.ActionChanged,
    events.ActionRemoved,
    events.ActionRestored,
    events.ActionStarted,
    events.ActionDone,
    events.ActionNotNeeded,
    events.ActionCarriedForward,
    events.ActionReopened,
    events.MoreTimeAsked,
    events.MoreTimeGiven,
    events.DueMoved,
):
    on(_fact_of_action, then(sheets.refresh))
on(MeetingClosed, then(sheets.note_finished))


@timed(every=600)
def reminders(context: JobContext) -> None:
    """Who is to be reminded today."""
    here = context.runner.clock.now().astimezone(context.runner.timezone)
    if not FIRST_HOUR <= here.hour < LAST_HOUR:
        return
    with context.runner.read() as session:
        waiting = reminding.reminders_due(session, here.date(), context.runner.timezone)
    for each in waiting:
        context.runner.run(reminding.remind, each, actor=SYSTEM)
