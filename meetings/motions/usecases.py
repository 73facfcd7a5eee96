"""Moving, withdrawing and deciding motions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from meetings.bodies.queries import person_names
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.motions import queries, rules
from meetings.motions.effects import effect, take_effect
from meetings.motions.events import MotionAmended, MotionDecided, MotionMoved, MotionPrepared, MotionWithdrawn
from meetings.motions.models import Motion
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.room.queries import item_order, voters_here
from meetings.room.usecases import bring_item_forward
from meetings.room.usecases.meeting import locked, open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class PrepareMotion:
    """A motion typed ahead; it is moved at the meeting."""

    meeting_id: str
    item_id: str
    text: str


@dataclass(frozen=True)
class MoveMotion:
    """`motion_id` moves a prepared one, with the text as given here. An amendment names its parent."""

    meeting_id: str
    text: str
    mover_id: str | None
    seconder_id: str | None = None
    kind: MotionKind = MotionKind.SUBSTANTIVE
    motion_id: str | None = None
    parent_id: str | None = None
    effect: Effect = Effect.NONE
    effect_item_id: str | None = None


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


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def prepare_motion(work: Work, command: PrepareMotion) -> str:
    """Keep a motion ready for an item. Raises Invalid. Returns its id."""
    meeting = locked(work, command.meeting_id)
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED):
        raise WrongState("The meeting is over.")
    if command.item_id not in item_order(work.session, command.meeting_id):
        raise NotFound("That item is not on the published agenda.")
    text = _text(command.text)
    motion = Motion(
        id=new_id(),
        meeting_id=command.meeting_id,
        item_id=command.item_id,
        kind=MotionKind.SUBSTANTIVE,
        status=MotionStatus.PREPARED,
        effect=Effect.NONE,
        position=_position(work, command.meeting_id),
        text=text,
    )
    work.session.add(motion)
    work.session.flush()
    work.record(command.meeting_id, MotionPrepared(motion.id, command.item_id, text))
    return motion.id


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def move_motion(work: Work, command: MoveMotion) -> str:
    """Put a motion before the meeting, on the item being taken. Raises Invalid or WrongState. Returns its id."""
    room = open_room(work, command.meeting_id)
    if room.item_id is None:
        raise WrongState("Take an item first: a motion is moved on an item.")
    _check_people(work, command)
    _check_kind(work, command)
    motion = _prepared(work, command) or Motion(
        id=new_id(), meeting_id=command.meeting_id, position=_position(work, command.meeting_id)
    )
    motion.item_id, motion.text = room.item_id, _text(command.text)
    motion.kind, motion.status = command.kind, MotionStatus.MOVED
    motion.mover_id, motion.seconder_id = command.mover_id, command.seconder_id
    motion.parent_id, motion.moved_at = command.parent_id, work.now
    motion.effect, motion.effect_item_id = command.effect, command.effect_item_id
    work.session.add(motion)
    work.session.flush()
    work.record(command.meeting_id, _moved(work, motion))
    return motion.id


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def withdraw_motion(work: Work, command: WithdrawMotion) -> None:
    """Take a motion back. Raises WrongState once it is decided or being voted on."""
    locked(work, command.meeting_id)
    motion = undecided(work, command.meeting_id, command.motion_id)
    for check in _BEFORE_DECIDING:
        check(work, motion.id)
    motion.status = MotionStatus.WITHDRAWN
    work.record(command.meeting_id, MotionWithdrawn(motion.id))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def agree_motion(work: Work, command: AgreeMotion) -> None:
    """Carry a motion without a vote. Raises WrongState while a vote on it is open or an amendment undecided."""
    open_room(work, command.meeting_id)
    motion = undecided(work, command.meeting_id, command.motion_id)
    if motion.status is MotionStatus.PREPARED:
        raise WrongState("The motion has not been moved yet.")
    for check in _BEFORE_DECIDING:
        check(work, motion.id)
    decide(work, motion.id, carried=True, vote_id=None)


def decide(work: Work, motion_id: str, *, carried: bool, vote_id: str | None) -> None:
    """Carry or lose a motion, with what follows from it: an amended motion, another order of business."""
    motion = work.session.get(Motion, motion_id)
    assert motion is not None
    if queries.open_amendment(work.session, motion_id):
        raise WrongState("Decide the amendment first.")
    motion.status = MotionStatus.CARRIED if carried else MotionStatus.LOST
    work.session.flush()
    work.record(motion.meeting_id, MotionDecided(motion_id, carried, vote_id))
    if carried and motion.kind is MotionKind.AMENDMENT and motion.parent_id:
        parent = work.session.get(Motion, motion.parent_id)
        assert parent is not None
        parent.text = motion.text
        work.session.flush()
        work.record(motion.meeting_id, MotionAmended(parent.id, motion.id, motion.text))
    take_effect(work, motion, carried=carried)


@effect(Effect.ORDER_OF_BUSINESS)
def take_item_next(work: Work, motion: Motion) -> None:
    """The item named in the motion comes next."""
    if motion.effect_item_id:
        bring_item_forward(work, motion.meeting_id, motion.effect_item_id)


def nothing_undecided(work: Work, meeting_id: str) -> None:
    """A meeting does not close over a motion that was moved and not decided. Raises WrongState, naming it."""
    query = select(Motion.text).where(Motion.meeting_id == meeting_id, Motion.status == MotionStatus.MOVED)
    text = work.session.scalar(query.limit(1))
    if text is not None:
        raise WrongState(
            f"A motion was moved and is not decided: “{text[:120]}” Decide it or mark it as withdrawn."
        )


#: Called with the work and the motion's id; raises to hold a decision back.
MotionCheck = Callable[[Work, str], None]
_BEFORE_DECIDING: list[MotionCheck] = []


def before_deciding(check: MotionCheck) -> None:
    """Let a higher feature hold back a decision without a vote, or a withdrawal."""
    if check not in _BEFORE_DECIDING:
        _BEFORE_DECIDING.append(check)


def undecided(work: Work, meeting_id: str, motion_id: str) -> Motion:
    """A motion of this meeting that is still open. Raises NotFound or WrongState."""
    motion = work.session.get(Motion, motion_id)
    if motion is None or motion.meeting_id != meeting_id:
        raise NotFound("There is no such motion at this meeting.")
    if motion.status not in (MotionStatus.MOVED, MotionStatus.PREPARED):
        raise WrongState(f"This motion was {motion.status.value} already.")
    return motion


def _check_people(work: Work, command: MoveMotion) -> None:
    present = {h.person_id for h in voters_here(work.session, command.meeting_id)}
    if problems := rules.problem_with_people(command.mover_id, command.seconder_id, present):
        raise Invalid("Check who moves and seconds.", problems)


def _check_kind(work: Work, command: MoveMotion) -> None:
    if command.kind is MotionKind.AMENDMENT:
        if command.parent_id is None:
            raise Invalid("Choose the motion that is to be amended.", {"parent_id": "Choose the motion"})
        parent = undecided(work, command.meeting_id, command.parent_id)
        if parent.kind is MotionKind.AMENDMENT:
            raise Invalid("An amendment to an amendment cannot be taken: move it when the first is decided.")
        if queries.open_amendment(work.session, parent.id):
            raise WrongState("Another amendment is being debated: one is taken at a time.")
    if command.effect is Effect.ORDER_OF_BUSINESS:
        order = item_order(work.session, command.meeting_id)
        if command.effect_item_id not in order:
            raise Invalid("Choose the item to be taken next.", {"effect_item_id": "Choose the item"})


def _prepared(work: Work, command: MoveMotion) -> Motion | None:
    if command.motion_id is None:
        return None
    motion = undecided(work, command.meeting_id, command.motion_id)
    if motion.status is not MotionStatus.PREPARED:
        raise WrongState("This motion has been moved already.")
    return motion


def _moved(work: Work, motion: Motion) -> MotionMoved:
    names = person_names(work.session, [p for p in (motion.mover_id, motion.seconder_id) if p])
    return MotionMoved(
        motion_id=motion.id,
        item_id=motion.item_id,
        kind=motion.kind,
        text=motion.text,
        mover_id=motion.mover_id,
        mover=names.get(motion.mover_id or "", ""),
        seconder_id=motion.seconder_id,
        seconder=names.get(motion.seconder_id or "", ""),
        parent_id=motion.parent_id,
        effect=motion.effect,
        effect_item_id=motion.effect_item_id,
    )


def _text(raw: str) -> str:
    text = rules.tidy(raw)
    if not text:
        raise Invalid("Type the text of the motion.", {"text": "Type the text of the motion"})
    if len(text) > rules.MAX_TEXT:
        raise Invalid(f"A motion can have {rules.MAX_TEXT:,} characters.", {"text": "Too long"})
    return text


def _position(work: Work, meeting_id: str) -> int:
    last = work.session.scalar(select(func.max(Motion.position)).where(Motion.meeting_id == meeting_id))
    return (last or 0) + 1
