"""What follows from facts about the calendar: live screens are told; the desk has its steps."""

from __future__ import annotations

from meetings.deadlines.events import ClosureAdded
from meetings.runtime.reactions import on, push, then
from meetings.schedule import dues as dues
from meetings.schedule import start as start
from meetings.schedule import steps as steps
from meetings.schedule.alerts import alert_officers
from meetings.schedule.events import MeetingAnnounced, MeetingCancelled, MeetingChanged
from meetings.schedule.members import following as following

on(MeetingAnnounced, push("meeting"))
on(MeetingCancelled, push("meeting"))
on(MeetingChanged, push("meeting"))
on(ClosureAdded, then(alert_officers))
