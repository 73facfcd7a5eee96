"""What the clock brings about for reports, what falls due, and what the desk shows of them."""

from __future__ import annotations

from meetings.kernel.actor import SYSTEM
from meetings.reports import dues as dues
from meetings.reports import on_desk as on_desk
from meetings.reports.usecases import Remind, remind_of_deadlines
from meetings.reports.usecases.versions import print_for_meeting
from meetings.runtime.jobs import JobContext
from meetings.runtime.reactions import on, then
from meetings.runtime.timed import timed
from meetings.schedule.events import MeetingChanged

on(MeetingChanged, then(print_for_meeting))


@timed(every=900)
def remind_consultees(context: JobContext) -> None:
    """Remind of answers that are due or late; each reminder is sent once."""
    context.runner.run(remind_of_deadlines, Remind(), actor=SYSTEM)
