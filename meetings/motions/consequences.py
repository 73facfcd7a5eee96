"""What carried and lost motions of procedure do, as far as motions, items, people and the public are concerned."""

from __future__ import annotations

from meetings.exclusion.usecases import begin, readmit
from meetings.motions.effects import effect
from meetings.motions.models import Motion
from meetings.motions.rules import Effect, MotionStatus
from meetings.motions.usecases.waiting import put_aside
from meetings.room.queries import here_now
from meetings.room.usecases import AdjournMeeting, Leave, adjourn_meeting, bring_item_forward, leave
from meetings.runtime.work import Work


@effect(Effect.ORDER_OF_BUSINESS)
def take_item_next(work: Work, motion: Motion) -> None:
    """The item named in the motion comes next."""
    if motion.effect_item_id:
        bring_item_forward(work, motion.meeting_id, motion.effect_item_id)


@effect(Effect.NEXT_BUSINESS)
def let_matter_fall(work: Work, motion: Motion) -> None:
    """What is before the meeting is not decided."""
    put_aside(work, motion, MotionStatus.FALLEN, "the meeting proceeded to the next business")


@effect(Effect.ADJOURN_DEBATE)
def adjourn_debate(work: Work, motion: Motion) -> None:
    """What is before the meeting stands over until its item is taken up again."""
    put_aside(work, motion, MotionStatus.ADJOURNED, "the debate was adjourned")


@effect(Effect.REFER)
def refer(work: Work, motion: Motion) -> None:
    """The matter goes elsewhere."""
    put_aside(work, motion, MotionStatus.REFERRED, f"the matter was referred to {motion.effect_note}")


@effect(Effect.WITHDRAW_LEAVE)
def withdraw_with_leave(work: Work, motion: Motion) -> None:
    """The mover has leave to withdraw."""
    put_aside(work, motion, MotionStatus.WITHDRAWN, "leave was given to withdraw it")


@effect(Effect.ADJOURN_MEETING)
def adjourn(work: Work, motion: Motion) -> None:
    """The meeting stands adjourned."""
    until = motion.effect_note.strip()
    adjourn_meeting(work, AdjournMeeting(motion.meeting_id, f"until {until}" if until else "by resolution"))


@effect(Effect.LEAVE_THE_ROOM)
def leave_the_room(work: Work, motion: Motion) -> None:
    """The member named leaves, unless they have gone by themselves."""
    here = {h.person_id for h in here_now(work.session, motion.meeting_id)}
    if motion.effect_person_id in here and motion.effect_person_id:
        leave(work, Leave(motion.meeting_id, motion.effect_person_id))


@effect(Effect.SUSPEND_RULES)
def suspend(_work: Work, _motion: Motion) -> None:
    """The motion itself says which rule: see `checks.suspended`, which every rule asks."""


@effect(Effect.EXCLUDE_PUBLIC)
def exclude_public(work: Work, motion: Motion) -> None:
    """What the public can see stops."""
    begin(work, motion.meeting_id, tuple(motion.effect_items), motion_id=motion.id)


@effect(Effect.READMIT_PUBLIC)
def let_public_in(work: Work, motion: Motion) -> None:
    """The public may come back."""
    readmit(work, motion.meeting_id, motion_id=motion.id)
