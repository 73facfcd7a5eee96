"""Motions typed ahead, and motions put before the meeting."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.profiles import value
from meetings.deadlines.rules.standing_orders import direct_negative
from meetings.exclusion.queries import private_now, words_for
from meetings.kernel.errors import Invalid, NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.motions import queries, rules
from meetings.motions.amending import Change, How, said
from meetings.motions.checks import check_procedure
from meetings.motions.events import AmendmentRuled, MotionMoved, MotionPrepared
from meetings.motions.models import Motion
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases.texts import changed_text, motion_text, names_of, next_position, undecided
from meetings.room.bars import bars_on
from meetings.room.queries import item_order, room_of, voters_here
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
    """`motion_id` moves a prepared one, with the text as given here. An amendment names its parent.

    An amendment comes as the whole text, or as a change to the words of its motion: then `text` is not read.
    """

    meeting_id: str
    text: str
    mover_id: str | None
    seconder_id: str | None = None
    kind: MotionKind = MotionKind.SUBSTANTIVE
    motion_id: str | None = None
    parent_id: str | None = None
    effect: Effect = Effect.NONE
    effect_item_id: str | None = None
    effect_items: tuple[str, ...] = ()
    effect_person_id: str | None = None
    effect_minutes: int | None = None
    effect_note: str = ""
    how: How = How.WHOLE
    words: str = ""
    put: str = ""
    #: the chair has ruled that an amendment which seems to say the opposite is in order
    in_order: bool = False
    #: the chair is satisfied that there was debate enough: for the closure
    debated: bool = False
    against_advice: bool = False
    reasons: str = ""

    @property
    def change(self) -> Change:
        """What an amendment does."""
        return Change(self.how, self.words, self.text if self.how is How.WHOLE else self.put)


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def prepare_motion(work: Work, command: PrepareMotion) -> str:
    """Keep a motion ready for an item. Raises Invalid. Returns its id."""
    meeting = locked(work, command.meeting_id)
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED):
        raise WrongState("The meeting is over.")
    if command.item_id not in item_order(work.session, command.meeting_id):
        raise NotFound("That item is not on the published agenda.")
    motion = Motion(
        id=new_id(),
        meeting_id=command.meeting_id,
        item_id=command.item_id,
        kind=MotionKind.SUBSTANTIVE,
        status=MotionStatus.PREPARED,
        effect=Effect.NONE,
        position=next_position(work, command.meeting_id),
        text=motion_text(command.text),
    )
    work.session.add(motion)
    work.session.flush()
    work.record(command.meeting_id, MotionPrepared(motion.id, command.item_id, motion.text))
    return motion.id


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def move_motion(work: Work, command: MoveMotion) -> str:
    """Put a motion before the meeting, on the item being taken. Raises Invalid or WrongState. Returns its id."""
    room = open_room(work, command.meeting_id)
    if room.item_id is None:
        raise WrongState("Take an item first: a motion is moved on an item.")
    check_people(work, command)
    parent = _parent(work, command)
    check_procedure(work, room.item_id, command)
    text = changed_text(parent, command.change) if parent else motion_text(_words(work, command))
    questioned = _question(parent, text, command)
    motion = _prepared(work, command) or Motion(id=new_id(), meeting_id=command.meeting_id)
    motion.position = next_position(work, command.meeting_id)
    motion.item_id, motion.text = room.item_id, text
    motion.kind, motion.status = command.kind, MotionStatus.MOVED
    motion.mover_id, motion.seconder_id = command.mover_id, command.seconder_id
    motion.parent_id, motion.moved_at = command.parent_id, work.now
    _say_change(motion, command)
    motion.effect, motion.effect_item_id = command.effect, command.effect_item_id
    motion.effect_items, motion.effect_person_id = list(command.effect_items), command.effect_person_id
    motion.effect_minutes, motion.effect_note = command.effect_minutes, command.effect_note.strip()
    motion.against_advice = command.against_advice
    motion.reasons = command.reasons.strip()
    motion.private = private_now(work.session, command.meeting_id)
    work.session.add(motion)
    work.session.flush()
    work.record(command.meeting_id, moved(work, motion))
    if questioned and parent:
        work.record(command.meeting_id, AmendmentRuled(parent.id, motion.id, questioned))
    return motion.id


def _words(work: Work, command: MoveMotion) -> str:
    """What was typed; for an exclusion of which only the items were named, the words of the law."""
    if command.effect is Effect.EXCLUDE_PUBLIC and not command.text.strip():
        return words_for(work.session, command.meeting_id, command.effect_items)
    return command.text


def check_people(work: Work, command: MoveMotion) -> None:
    """Mover and seconder are two voting members who are here. Raises Invalid."""
    room = room_of(work.session, command.meeting_id)
    bars = bars_on(work.session, command.meeting_id, room.item_id if room else None)
    silent = {b.person_id for b in bars if not b.may_speak}
    present = {h.person_id for h in voters_here(work.session, command.meeting_id)} - silent
    problems = rules.problem_with_people(command.mover_id, command.seconder_id, present)
    needed = value(law_of(work.session), "motion_seconder").word == "needed"
    if needed and command.kind is not MotionKind.PROCEDURAL and command.seconder_id is None:
        problems["seconder_id"] = "It needs a seconder before it is debated"
    if problems:
        raise Invalid("Check who moves and seconds.", problems)


def moved(work: Work, motion: Motion) -> MotionMoved:
    """The fact that this motion is before the meeting."""
    mover, seconder = names_of(work, motion.mover_id, motion.seconder_id)
    return MotionMoved(
        motion_id=motion.id,
        item_id=motion.item_id,
        kind=motion.kind,
        text=motion.text,
        mover_id=motion.mover_id,
        mover=mover,
        seconder_id=motion.seconder_id,
        seconder=seconder,
        parent_id=motion.parent_id,
        effect=motion.effect,
        effect_item_id=motion.effect_item_id,
        change=motion.change or "",
        reasons=motion.reasons or "",
        against_advice=bool(motion.against_advice),
        private=bool(motion.private),
        effect_items=tuple(motion.effect_items or ()),
        effect_person_id=motion.effect_person_id,
        effect_minutes=motion.effect_minutes,
        effect_note=motion.effect_note or "",
        part_of_id=motion.part_of_id,
    )


def _parent(work: Work, command: MoveMotion) -> Motion | None:
    """The motion that an amendment would change. Raises Invalid or WrongState."""
    if command.kind is not MotionKind.AMENDMENT:
        return None
    if command.parent_id is None:
        raise Invalid("Choose the motion that is to be amended.", {"parent_id": "Choose the motion"})
    parent = undecided(work, command.meeting_id, command.parent_id)
    if parent.kind is MotionKind.AMENDMENT:
        raise Invalid("An amendment to an amendment cannot be taken: move it when the first is decided.")
    if queries.open_amendment(work.session, parent.id):
        raise WrongState("Another amendment is being debated: one is taken at a time.")
    return parent


def _question(parent: Motion | None, text: str, command: MoveMotion) -> str:
    """Why the amendment is questioned, where the chair has ruled on it. Raises Invalid where nobody has."""
    if parent is None:
        return ""
    answer = direct_negative(parent.text, text if command.how is How.WHOLE else command.put)
    if not answer.result:
        return ""
    why = " ".join(step.text for step in answer.steps)
    if not command.in_order:
        message = f"{why} ({answer.rule.title}.) If the chair rules it in order, say so and move it again."
        raise Invalid(message, {"in_order": "The chair has not ruled that it is in order"})
    return why


def _say_change(motion: Motion, command: MoveMotion) -> None:
    amendment = command.kind is MotionKind.AMENDMENT
    motion.how = command.how.value if amendment else ""
    motion.words, motion.put = command.words.strip(), command.put.strip()
    motion.change = said(command.change) if amendment else ""


def _prepared(work: Work, command: MoveMotion) -> Motion | None:
    if command.motion_id is None:
        return None
    motion = undecided(work, command.meeting_id, command.motion_id)
    if motion.status is not MotionStatus.PREPARED:
        raise WrongState("This motion has been moved already.")
    return motion
