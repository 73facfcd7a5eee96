"""What follows from the facts of the debate, and what the debate does when the meeting moves on."""

from __future__ import annotations

from meetings.agendas.events import AgendaPublished
from meetings.conferencing.entry import keeps_out
from meetings.debate import effects as effects
from meetings.debate import events, parts, queries
from meetings.debate import steps as steps
from meetings.debate.events import SpeechWithdrawn
from meetings.debate.rules import SpeechState
from meetings.debate.usecases.common import clear_floor, finish, pause_floor
from meetings.debate.usecases.time import nothing_after_time
from meetings.motions import events as motions
from meetings.motions.checks import debate_so_far
from meetings.room import events as room
from meetings.room.bars import bar
from meetings.room.queries import room_of
from meetings.room.usecases.meeting import before_moving_on
from meetings.runtime.reactions import on, push, then
from meetings.runtime.work import Work

__all__ = ["parts"]

bar(queries.disorder_bars)
keeps_out(queries.sent_out)
debate_so_far(queries.debate_on)
before_moving_on(nothing_after_time)


def _stop_the_clock(work: Work, meeting_id: str, _fact: room.MeetingAdjourned) -> None:
    pause_floor(work, meeting_id, "adjourned")


def _end_what_goes_on(work: Work, meeting_id: str, _fact: room.ItemTaken | room.MeetingClosed) -> None:
    clear_floor(work, meeting_id)


def _gone(work: Work, meeting_id: str, fact: room.MemberLeft) -> None:
    """Whoever leaves does not speak."""
    floor = queries.floor_of(work.session, meeting_id)
    if floor is not None and floor.person_id == fact.person_id:
        finish(work, floor)
    for speech in queries.interrupted(work.session, meeting_id):
        if speech.person_id == fact.person_id:
            finish(work, speech, hand_back=False)
    state = room_of(work.session, meeting_id)
    for row in queries.waiting(work.session, meeting_id, state.item_id if state else None):
        if row.person_id == fact.person_id:
            row.state = SpeechState.WITHDRAWN
            work.session.flush()
            work.record(meeting_id, SpeechWithdrawn(row.id, "They left the meeting."))


on(room.MeetingAdjourned, then(_stop_the_clock), push("debate"))
on(room.ItemTaken, then(_end_what_goes_on), push("debate"))
on(room.MeetingClosed, then(_end_what_goes_on), push("debate"))
on(room.MemberLeft, then(_gone), push("debate"))

for _kind in (
    events.SpeechAsked,
    events.SpeechWithdrawn,
    events.QueueReordered,
    events.FloorGiven,
    events.SpeechPaused,
    events.SpeechResumed,
    events.SpeechEnded,
    events.SpeechUndone,
    events.SpeechExtended,
    events.DebateClosed,
    events.OrderCalled,
    events.OrderRestored,
    events.TimeWasUp,
    events.SittingExtended,
    room.MeetingOpened,
    room.MeetingResumed,
    room.OrderChanged,
    room.MemberArrived,
    room.ArrivalCorrected,
    motions.MotionMoved,
    motions.MotionDecided,
    motions.MotionWithdrawn,
    motions.MotionDivided,
    motions.MotionPutAside,
    motions.DebateResumed,
    motions.AmendmentAccepted,
    # A new version may have opened or closed the item to the public, or named it differently.
    AgendaPublished,
):
    on(_kind, push("debate"))
