"""Changes to a motion that nobody votes on: altered with consent, an amendment accepted, put in parts, reasons."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from meetings.exclusion.queries import private_now
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.motions import queries
from meetings.motions.events import AmendmentAccepted, MotionAltered, MotionDivided, ReasonsGiven
from meetings.motions.models import Motion
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases.deciding import held_back
from meetings.motions.usecases.moving import moved
from meetings.motions.usecases.texts import motion_text, next_position, undecided
from meetings.room.usecases.meeting import open_room
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

MOST_PARTS = 30


@dataclass(frozen=True)
class AlterMotion:
    """By its mover. Both consents must have been asked for at the meeting."""

    meeting_id: str
    motion_id: str
    text: str
    seconder_consents: bool = False
    meeting_consents: bool = False


@dataclass(frozen=True)
class AcceptAmendment:
    """The mover of the motion takes the amendment into it."""

    meeting_id: str
    #: the amendment
    motion_id: str
    seconder_consents: bool = False
    meeting_consents: bool = False


@dataclass(frozen=True)
class DivideMotion:
    """`starts`: the numbers of the paragraphs, from 1, with which each part after the first begins."""

    meeting_id: str
    motion_id: str
    starts: tuple[int, ...]


@dataclass(frozen=True)
class GiveReasons:
    """Why the meeting is asked to go against its officers' advice."""

    meeting_id: str
    motion_id: str
    reasons: str


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def alter_motion(work: Work, command: AlterMotion) -> None:
    """Change the words of a motion with consent. Raises Invalid or WrongState."""
    motion = _free(work, command.meeting_id, command.motion_id)
    _consented(
        seconder=command.seconder_consents or motion.seconder_id is None, all_=command.meeting_consents
    )
    before, text = motion.text, motion_text(command.text)
    if text == before:
        raise Invalid("The motion already reads so.", {"text": "Nothing is changed"})
    motion.text = text
    private = _in_private(work, motion)
    work.session.flush()
    work.record(command.meeting_id, MotionAltered(motion.id, before, text, private))


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def accept_amendment(work: Work, command: AcceptAmendment) -> None:
    """Take an amendment into its motion without a vote. Raises Invalid or WrongState."""
    amendment = _free(work, command.meeting_id, command.motion_id)
    if amendment.kind is not MotionKind.AMENDMENT or amendment.parent_id is None:
        raise Invalid("Only an amendment can be accepted.")
    parent = undecided(work, command.meeting_id, amendment.parent_id)
    _consented(
        seconder=command.seconder_consents or parent.seconder_id is None, all_=command.meeting_consents
    )
    amendment.status, amendment.decided_at = MotionStatus.ACCEPTED, work.now
    parent.text = amendment.text
    parent.private = parent.private or amendment.private
    work.session.flush()
    fact = AmendmentAccepted(parent.id, amendment.id, amendment.text, bool(amendment.private))
    work.record(command.meeting_id, fact)


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def divide_motion(work: Work, command: DivideMotion) -> tuple[str, ...]:
    """Put a motion in parts, each voted on by itself. Raises Invalid or WrongState. Returns the parts' ids."""
    motion = _free(work, command.meeting_id, command.motion_id)
    if motion.kind is not MotionKind.SUBSTANTIVE:
        raise Invalid("Only a motion can be put in parts.")
    texts = _parts(motion.text.splitlines(), command.starts)
    motion.status = MotionStatus.DIVIDED
    ids = tuple(new_id() for _ in texts)
    work.session.flush()
    work.record(command.meeting_id, MotionDivided(motion.id, ids))
    for part_id, text in zip(ids, texts, strict=True):
        _move_part(work, motion, part_id, text)
    return ids


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def give_reasons(work: Work, command: GiveReasons) -> None:
    """Write down the reasons. Raises Invalid while there are none, WrongState once it is decided or voted on."""
    motion = _free(work, command.meeting_id, command.motion_id)
    reasons = "\n".join(" ".join(line.split()) for line in command.reasons.splitlines() if line.strip())
    if not reasons:
        raise Invalid("Type the reasons.", {"reasons": "Type the reasons"})
    if len(reasons) > 10_000:
        raise Invalid("Reasons can have 10,000 characters.", {"reasons": "Too long"})
    motion.reasons = reasons
    private = _in_private(work, motion)
    work.session.flush()
    work.record(command.meeting_id, ReasonsGiven(motion.id, reasons, private))


def _in_private(work: Work, motion: Motion) -> bool:
    """Whether words are put into it in private; it is kept from the public from then on."""
    private = private_now(work.session, motion.meeting_id)
    motion.private = motion.private or private
    return private


def _free(work: Work, meeting_id: str, motion_id: str) -> Motion:
    """A motion that is before the meeting with nothing pending on it. Raises WrongState."""
    open_room(work, meeting_id)
    motion = undecided(work, meeting_id, motion_id)
    if motion.status is not MotionStatus.MOVED:
        raise WrongState("The motion has not been moved yet.")
    if queries.open_amendment(work.session, motion.id):
        raise WrongState("Decide the amendment first.")
    held_back(work, motion.id)
    return motion


def _consented(*, seconder: bool, all_: bool) -> None:
    problems = {}
    if not seconder:
        problems["seconder_consents"] = "Ask the seconder"
    if not all_:
        problems["meeting_consents"] = "Ask the meeting"
    if problems:
        raise Invalid("The mover needs the consent of the seconder and of the meeting.", problems)


def _parts(lines: list[str], starts: tuple[int, ...]) -> list[str]:
    cuts = sorted({n for n in starts if 1 < n <= len(lines)})
    if not cuts:
        message = "Choose the paragraphs with which a new part begins."
        raise Invalid(message, {"starts": message})
    if len(cuts) >= MOST_PARTS:
        raise Invalid(f"A motion can be put in {MOST_PARTS} parts.", {"starts": "Too many parts"})
    bounds = [1, *cuts, len(lines) + 1]
    return [motion_text("\n".join(lines[a - 1 : b - 1])) for a, b in pairwise(bounds)]


def _move_part(work: Work, whole: Motion, part_id: str, text: str) -> None:
    part = Motion(
        id=part_id,
        meeting_id=whole.meeting_id,
        item_id=whole.item_id,
        kind=MotionKind.SUBSTANTIVE,
        status=MotionStatus.MOVED,
        effect=Effect.NONE,
        position=next_position(work, whole.meeting_id),
        text=text,
        mover_id=whole.mover_id,
        seconder_id=whole.seconder_id,
        part_of_id=whole.id,
        moved_at=work.now,
        private=whole.private,
        reasons=whole.reasons,
        against_advice=whole.against_advice,
    )
    work.session.add(part)
    work.session.flush()
    work.record(whole.meeting_id, moved(work, part))
