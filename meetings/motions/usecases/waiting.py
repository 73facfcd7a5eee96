"""Motions that wait: amendments foreshadowed, debates adjourned, and matters that fall or go elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.exclusion.queries import private_now
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.motions.amending import Change, How, said
from meetings.motions.events import DebateResumed, MotionPrepared, MotionPutAside
from meetings.motions.models import Motion
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases.texts import changed_text, names_of, next_position, undecided
from meetings.room.queries import voters_here
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class ForeshadowAmendment:
    """A further amendment that will be moved once the one being debated is decided."""

    meeting_id: str
    parent_id: str
    mover_id: str | None
    how: How = How.WHOLE
    words: str = ""
    #: what is put in; of a whole text: that text
    put: str = ""
    seconder_id: str | None = None


@dataclass(frozen=True)
class ResumeDebate:
    """Take up again a motion whose debate was adjourned."""

    meeting_id: str
    motion_id: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def foreshadow_amendment(work: Work, command: ForeshadowAmendment) -> str:
    """Keep an amendment for later. Raises Invalid. Returns its id."""
    open_room(work, command.meeting_id)
    parent = undecided(work, command.meeting_id, command.parent_id)
    if parent.kind is not MotionKind.SUBSTANTIVE:
        raise Invalid("Only a motion can be amended.", {"parent_id": "Choose the motion"})
    present = {h.person_id for h in voters_here(work.session, command.meeting_id)}
    if command.mover_id not in present:
        raise Invalid("Choose who would move it.", {"mover_id": "Choose who would move it"})
    motion = _foreshadowed(work, command, parent)
    work.session.add(motion)
    work.session.flush()
    mover, seconder = names_of(work, command.mover_id, command.seconder_id)
    fact = MotionPrepared(
        motion.id,
        motion.item_id,
        motion.text,
        parent.id,
        MotionKind.AMENDMENT,
        motion.mover_id,
        mover,
        motion.seconder_id,
        seconder,
        motion.private,
    )
    work.record(command.meeting_id, fact)
    return motion.id


def _foreshadowed(work: Work, command: ForeshadowAmendment, parent: Motion) -> Motion:
    change = Change(command.how, command.words, command.put)
    return Motion(
        id=new_id(),
        meeting_id=command.meeting_id,
        item_id=parent.item_id,
        kind=MotionKind.AMENDMENT,
        status=MotionStatus.PREPARED,
        effect=Effect.NONE,
        parent_id=parent.id,
        position=next_position(work, command.meeting_id),
        text=changed_text(parent, change),
        how=command.how.value,
        words=command.words.strip(),
        put=command.put.strip() if command.how is not How.WHOLE else "",
        change=said(change),
        mover_id=command.mover_id,
        seconder_id=command.seconder_id,
        private=parent.private or private_now(work.session, command.meeting_id),
    )


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def resume_debate(work: Work, command: ResumeDebate) -> None:
    """Put it before the meeting again. Raises NotFound or WrongState."""
    room = open_room(work, command.meeting_id)
    motion = work.session.get(Motion, command.motion_id)
    if motion is None or motion.meeting_id != command.meeting_id:
        raise NotFound("There is no such motion at this meeting.")
    if motion.status is not MotionStatus.ADJOURNED:
        raise WrongState("The debate on it is not adjourned.")
    if room.item_id != motion.item_id:
        raise WrongState("Take its item first.")
    resume(work, motion)


def resume(work: Work, motion: Motion) -> None:
    """The motion is before the meeting again."""
    motion.status = MotionStatus.MOVED
    work.session.flush()
    work.record(motion.meeting_id, DebateResumed(motion.id))


def put_aside(work: Work, cause: Motion, status: MotionStatus, why: str) -> None:
    """Everything that is before the meeting on this item is left undecided, because of a motion of procedure."""
    query = select(Motion).where(
        Motion.meeting_id == cause.meeting_id,
        Motion.item_id == cause.item_id,
        Motion.status == MotionStatus.MOVED,
        Motion.kind != MotionKind.PROCEDURAL,
        Motion.id != cause.id,
    )
    for motion in work.session.scalars(query.order_by(Motion.position)).all():
        _leave(work, motion, status, why, cause.id)
        if status is not MotionStatus.ADJOURNED:
            drop_foreshadowed(work, motion, why)


def drop_foreshadowed(work: Work, motion: Motion, why: str = "") -> None:
    """Amendments announced to a motion that is decided or withdrawn are not moved any more."""
    if motion.kind is not MotionKind.SUBSTANTIVE:
        return
    query = select(Motion).where(Motion.parent_id == motion.id, Motion.status == MotionStatus.PREPARED)
    for waiting in work.session.scalars(query).all():
        _leave(work, waiting, MotionStatus.FALLEN, why or "its motion was decided without it")


def _leave(work: Work, motion: Motion, status: MotionStatus, why: str, cause_id: str | None = None) -> None:
    motion.status = status
    work.session.flush()
    work.record(motion.meeting_id, MotionPutAside(motion.id, status, why, cause_id))
