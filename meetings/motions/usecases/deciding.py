"""Withdrawing and deciding motions, with all that follows from a decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from meetings.exclusion.queries import private_now
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.motions import queries
from meetings.motions.checks import problem_before_vote
from meetings.motions.effects import take_effect
from meetings.motions.events import MotionAmended, MotionDecided, MotionWithdrawn
from meetings.motions.late import problem_with_late_item
from meetings.motions.models import Motion
from meetings.motions.rules import MotionKind, MotionStatus
from meetings.motions.usecases.texts import undecided
from meetings.motions.usecases.waiting import drop_foreshadowed
from meetings.room.authority import clerk_or_chair
from meetings.room.quorum import must_be_quorate
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

__all__ = ["decide", "undecided"]


@dataclass(frozen=True)
class WithdrawMotion:
    """By its mover, with the meeting's consent."""

    meeting_id: str
    motion_id: str


@dataclass(frozen=True)
class AgreeMotion:
    """Carried by general assent: nobody asked for a vote."""

    meeting_id: str
    motion_id: str


#: Called with the work and the motion's id; raises to hold a decision back.
MotionCheck = Callable[[Work, str], None]
_BEFORE_DECIDING: list[MotionCheck] = []


def before_deciding(check: MotionCheck) -> None:
    """Let a higher feature hold back a decision without a vote, or a withdrawal."""
    if check not in _BEFORE_DECIDING:
        _BEFORE_DECIDING.append(check)


_BEFORE_AGREEING: list[MotionCheck] = []


def before_agreeing(check: MotionCheck) -> None:
    """Let a higher feature hold back general assent alone: where names must be recorded, it takes a vote."""
    if check not in _BEFORE_AGREEING:
        _BEFORE_AGREEING.append(check)


def held_back(work: Work, motion_id: str) -> None:
    """Raises what higher features raise against a change to this motion."""
    for check in _BEFORE_DECIDING:
        check(work, motion_id)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def withdraw_motion(work: Work, command: WithdrawMotion) -> None:
    """Take a motion back. Raises WrongState once it is decided or being voted on."""
    locked(work, command.meeting_id)
    motion = undecided(work, command.meeting_id, command.motion_id)
    if queries.open_amendment(work.session, motion.id):
        raise WrongState("Decide or withdraw the amendment first.")
    held_back(work, motion.id)
    motion.status = MotionStatus.WITHDRAWN
    work.session.flush()
    work.record(command.meeting_id, MotionWithdrawn(motion.id))
    drop_foreshadowed(work, motion)


@use_case(permission=None)
def agree_motion(work: Work, command: AgreeMotion) -> None:
    """Carry a motion without a vote, for the clerk or whoever presides.

    Raises Denied, and WrongState while a vote on it is open or an amendment undecided.
    """
    clerk_or_chair(work, command.meeting_id)
    open_room(work, command.meeting_id)
    motion = undecided(work, command.meeting_id, command.motion_id)
    if motion.status is MotionStatus.PREPARED:
        raise WrongState("The motion has not been moved yet.")
    must_be_quorate(work, command.meeting_id)
    held_back(work, motion.id)
    for check in _BEFORE_AGREEING:
        check(work, motion.id)
    if problem := problem_before_vote(work.session, motion) or problem_with_late_item(work, motion):
        raise WrongState(problem)
    decide(work, motion.id, carried=True, vote_id=None)


def decide(work: Work, motion_id: str, *, carried: bool, vote_id: str | None) -> None:
    """Carry or lose a motion, with what follows from it: an amended motion, and what its procedure does."""
    motion = work.session.get(Motion, motion_id)
    assert motion is not None
    if queries.open_amendment(work.session, motion_id):
        raise WrongState("Decide the amendment first.")
    motion.status = MotionStatus.CARRIED if carried else MotionStatus.LOST
    motion.decided_at = work.now
    private = private_now(work.session, motion.meeting_id)
    motion.private = motion.private or private
    work.session.flush()
    work.record(motion.meeting_id, MotionDecided(motion_id, carried, vote_id, private))
    if carried and motion.kind is MotionKind.AMENDMENT and motion.parent_id:
        parent = work.session.get(Motion, motion.parent_id)
        assert parent is not None
        parent.text = motion.text
        # Words that came in private are in it now.
        parent.private = parent.private or motion.private
        work.session.flush()
        fact = MotionAmended(parent.id, motion.id, motion.text, bool(motion.private))
        work.record(motion.meeting_id, fact)
    drop_foreshadowed(work, motion)
    take_effect(work, motion, carried=carried)


def nothing_undecided(work: Work, meeting_id: str) -> None:
    """A meeting does not close over a motion that was moved and not decided. Raises WrongState, naming it."""
    query = select(Motion.text).where(Motion.meeting_id == meeting_id, Motion.status == MotionStatus.MOVED)
    text = work.session.scalar(query.limit(1))
    if text is not None:
        raise WrongState(
            f"A motion was moved and is not decided: “{text[:120]}” Decide it or mark it as withdrawn."
        )
