"""What follows from decisions: records when a meeting closes, notices printed, and what other features are told."""

from __future__ import annotations

from meetings.agendas.business.sources import business_waiting
from meetings.decisions.desk import decisions_step, decisions_to_complete
from meetings.decisions.dues import call_in_dues, statement_dues
from meetings.decisions.events import StatementPrintAsked, StatementPublished
from meetings.decisions.law_facts import decisions_facts
from meetings.decisions.usecases import follow_motion, note_listed, record_decisions
from meetings.decisions.waiting import call_ins_waiting
from meetings.minutes.writing.events import MotionTextCorrected
from meetings.room.events import MeetingClosed
from meetings.runtime.reactions import on, queue, then

#: Registered by being imported.
PARTS = (decisions_step, decisions_to_complete, call_in_dues, statement_dues, decisions_facts)
RENDER = "decisions.render"

on(MeetingClosed, then(record_decisions))
on(MotionTextCorrected, then(follow_motion))
on(StatementPublished, queue(RENDER))
on(StatementPrintAsked, queue(RENDER))

business_waiting(call_ins_waiting, note_listed)
