"""What carried procedural motions do to the debate, to the meeting's time and to whoever disturbs it."""

from __future__ import annotations

from meetings.debate import queries
from meetings.debate.models import Speech
from meetings.debate.rules import Step
from meetings.debate.usecases.floor import extend
from meetings.debate.usecases.order import resolved_against
from meetings.debate.usecases.time import close_debate, extend_sitting
from meetings.motions.effects import effect
from meetings.motions.models import Motion
from meetings.motions.rules import Effect
from meetings.room.usecases import AdjournMeeting, adjourn_meeting
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of


@effect(Effect.EXTEND_SPEECH)
def more_time(work: Work, motion: Motion) -> None:
    """Whoever speaks, or the member named, has more time."""
    speech = _spoken_of(work, motion)
    if speech is None:
        return
    limits = queries.limits_of(work.session, meeting_of(work.session, motion.meeting_id).body_id)
    minutes = motion.effect_minutes
    extend(work, speech, minutes * 60 if minutes else limits.more, motion.id)


@effect(Effect.EXTEND_MEETING)
def longer(work: Work, motion: Motion) -> None:
    """The meeting goes on beyond its time."""
    extend_sitting(work, motion.meeting_id, motion.effect_minutes, motion.id)


@effect(Effect.QUESTION_BE_PUT)
def question_put(work: Work, motion: Motion) -> None:
    """No more debate: the mover replies, then the vote."""
    close_debate(work, motion, item_is_left=False)


@effect(Effect.NEXT_BUSINESS)
@effect(Effect.ADJOURN_DEBATE)
def debate_left(work: Work, motion: Motion) -> None:
    """Nobody waits to speak on it any longer."""
    close_debate(work, motion, item_is_left=True)


@effect(Effect.ADJOURN_MEETING)
def adjourned(work: Work, motion: Motion) -> None:
    """The meeting stands adjourned."""
    if meeting_of(work.session, motion.meeting_id).status is MeetingStatus.OPEN:
        adjourn_meeting(work, AdjournMeeting(motion.meeting_id, motion.effect_note))


@effect(Effect.NOT_BE_HEARD)
def not_heard(work: Work, motion: Motion) -> None:
    """The member does not speak again on this item."""
    resolved_against(work, motion, Step.NOT_HEARD)


@effect(Effect.LEAVE_THE_ROOM)
def made_to_leave(work: Work, motion: Motion) -> None:
    """The member leaves."""
    resolved_against(work, motion, Step.LEFT)


def _spoken_of(work: Work, motion: Motion) -> Speech | None:
    """The speech that the motion is about: the named member's, otherwise whoever has the floor or was interrupted."""
    floor = queries.floor_of(work.session, motion.meeting_id)
    broken = queries.interrupted(work.session, motion.meeting_id)
    going = ([floor] if floor else []) + broken
    if motion.effect_person_id is not None:
        going = [s for s in going if s.person_id == motion.effect_person_id]
    return next((s for s in going if not s.kind.interrupts), going[0] if going else None)
