"""The meeting's own time: when it is up, what becomes of what is left, and going on longer."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.agendas.models import ItemKind
from meetings.debate import queries
from meetings.debate.events import DebateClosed, SittingExtended, TimeWasUp
from meetings.debate.rules import AtTheTime
from meetings.debate.usecases.common import clear_floor, clear_queue, state_for
from meetings.kernel.errors import WrongState
from meetings.motions.models import Motion
from meetings.room.authority import clerk_or_chair
from meetings.room.queries import items_of, taken_items
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class CallTime:
    """The chair says that the meeting's time is up."""

    meeting_id: str


@use_case(permission=None)
def call_time(work: Work, command: CallTime) -> None:
    """End all debate: what is left is voted on as it stands, or stands over. Raises Denied or WrongState."""
    clerk_or_chair(work, command.meeting_id)
    room = open_room(work, command.meeting_id)
    meeting = locked(work, command.meeting_id)
    limits = queries.limits_of(work.session, meeting.body_id)
    sitting = queries.sitting_of(work.session, meeting, limits)
    if sitting.ends_at is None:
        raise WrongState("This body has no limit on the length of its meetings.")
    if sitting.fell_at is not None:
        return
    if work.now < sitting.ends_at:
        raise WrongState("The meeting’s time is not up yet.")
    clear_floor(work, meeting.id)
    clear_queue(work, meeting.id, room.item_id, "The meeting’s time is up.")
    state = state_for(work, meeting.id)
    state.fell_at, state.choice = work.now, limits.at_the_time
    work.session.flush()
    taken = taken_items(work.session, meeting.id)
    left = [i for i in items_of(work.session, meeting.id) if i.kind is ItemKind.ITEM and i.id not in taken]
    up = TimeWasUp(
        sitting.ends_at, limits.at_the_time, tuple(i.id for i in left), tuple(i.number for i in left)
    )
    work.record(meeting.id, up)


def extend_sitting(work: Work, meeting_id: str, minutes: int | None, motion_id: str | None) -> None:
    """Go on longer: what a carried motion to extend the meeting does."""
    meeting = locked(work, meeting_id)
    limits = queries.limits_of(work.session, meeting.body_id)
    more = minutes if minutes is not None and minutes > 0 else limits.extension
    state = state_for(work, meeting_id)
    state.extended += more
    state.fell_at, state.choice = None, AtTheTime.NOTHING
    work.session.flush()
    sitting = queries.sitting_of(work.session, meeting, limits)
    if sitting.ends_at is not None:
        work.record(meeting_id, SittingExtended(sitting.ends_at, more, motion_id))


def close_debate(work: Work, motion: Motion, *, item_is_left: bool) -> None:
    """What a carried closure does: only the reply is left; `item_is_left`: the meeting goes on to something else."""
    subject = queries.subject_of(work.session, motion.meeting_id, motion.item_id)
    clear_floor(work, motion.meeting_id)
    reason = "The debate is closed." if not item_is_left else "The meeting went on to other business."
    gone = clear_queue(work, motion.meeting_id, motion.item_id, reason)
    state = state_for(work, motion.meeting_id)
    state.closed_motion_id = subject.id if subject else None
    work.session.flush()
    closed = DebateClosed(state.closed_motion_id, motion.item_id, motion.effect.value, motion.id, gone)
    work.record(motion.meeting_id, closed)


def nothing_after_time(work: Work, meeting_id: str) -> None:
    """Where what is left stands over, no further item is taken. Raises WrongState."""
    state = queries.state_of(work.session, meeting_id)
    if state is not None and state.fell_at is not None and state.choice is AtTheTime.ROLL_OVER:
        raise WrongState(
            "The meeting’s time is up: what is left stands over to the next meeting. Close the meeting, or extend it "
            "by a vote."
        )
