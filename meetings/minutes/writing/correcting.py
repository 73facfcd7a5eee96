"""What the record says wrongly, put right by a further fact with a reason; the record is then read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from meetings.bodies.queries import person_names
from meetings.db.record import facts_of, version_of
from meetings.kernel.errors import NotFound
from meetings.kernel.permissions import Permission
from meetings.minutes import queries
from meetings.minutes.drafting import FACTS
from meetings.minutes.drafting.corrected import Sentence, moved_as, words_of
from meetings.minutes.writing.correction import corrected_by, open_to_correction, reasoned
from meetings.minutes.writing.events import (
    MotionTextCorrected,
    MoverCorrected,
    SentenceCorrected,
)
from meetings.motions.models import Motion
from meetings.room.models import Attendance
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST_REASON = 500
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class CorrectMover:
    """Who moved and who seconded; None: nobody."""

    meeting_id: str
    motion_id: str
    mover_id: str | None
    seconder_id: str | None
    reason: str


@dataclass(frozen=True)
class CorrectMotionText:
    """`before` is the text that was looked at, as it stands in the record."""

    meeting_id: str
    motion_id: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class CorrectSentence:
    """A sentence of the record in other words, where no fact of its own can put it right."""

    meeting_id: str
    block_id: str
    before: str
    after: str
    reason: str


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def correct_mover(work: Work, command: CorrectMover) -> int:
    """Say who moved and seconded. Returns the newest version's number, as all corrections do."""
    meeting = open_to_correction(work, command.meeting_id)
    motion = _motion(work, meeting.id, command.motion_id)
    checks, reason = reasoned(command.reason)
    members = {m.person_id for m in queries.members_at(work.session, meeting.id, work.timezone)}
    there = members | _people_there(work, meeting.id)
    for name in ("mover_id", "seconder_id"):
        chosen = getattr(command, name)
        checks.that(chosen is None or chosen in there, name, "Choose a member who was there")
    same = command.mover_id is not None and command.mover_id == command.seconder_id
    checks.that(not same, "seconder_id", "Nobody seconds their own motion")
    unchanged = (motion.mover_id, motion.seconder_id) == (command.mover_id, command.seconder_id)
    checks.that(not unchanged, "mover_id", "This is what the record says already")
    checks.done()
    ids = [each for each in (command.mover_id, command.seconder_id) if each]
    names = person_names(work.session, ids)
    motion.mover_id, motion.seconder_id = command.mover_id, command.seconder_id
    fact = MoverCorrected(
        motion.id,
        command.mover_id,
        names.get(command.mover_id or "", ""),
        command.seconder_id,
        names.get(command.seconder_id or "", ""),
        reason,
    )
    return corrected_by(work, meeting, fact, f"Mover or seconder corrected: {reason}")


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def correct_motion_text(work: Work, command: CorrectMotionText) -> int:
    """Put a slip in the text of a motion right. What was put to the vote stays in the record as it was put."""
    meeting = open_to_correction(work, command.meeting_id)
    motion = _motion(work, meeting.id, command.motion_id)
    checks, reason = reasoned(command.reason)
    after = checks.text("text", command.after, LONGEST_TEXT)
    checks.that(bool(after), "text", "Enter the text of the motion")
    checks.that(after != command.before, "text", "This is what the record says already")
    moved = moved_as(list(facts_of(work.session, meeting.id, types=FACTS)), motion.id)
    known = command.before in (motion.text, motion.change, moved.text if moved else "")
    checks.that(known, "text", "The motion reads otherwise now: look at it again")
    checks.done()
    if motion.change and motion.change == command.before:
        motion.change = after
    else:
        _put_text(work, motion, command.before, after)
    fact = MotionTextCorrected(motion.id, command.before, after, reason)
    return corrected_by(work, meeting, fact, f"Text of a motion corrected: {reason}")


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def correct_sentence(work: Work, command: CorrectSentence) -> int:
    """Put a sentence of the record in other words. Raises NotFound where it no longer stands."""
    meeting = open_to_correction(work, command.meeting_id)
    checks, reason = reasoned(command.reason)
    after = checks.line("text", command.after, "Enter the sentence as it should read", 2000)
    checks.that(after != command.before, "text", "This is what the record says already")
    checks.done()
    read_to = version_of(work.session, meeting.id)
    document = queries.drafted(work.session, meeting.id, work.timezone, read_to)
    blocks = {block.id: block for item in document.items for block in item.blocks}
    block = blocks.get(command.block_id)
    if not isinstance(block, Sentence) or words_of(block) != command.before:
        raise NotFound("That sentence is not in the record any more: look at the newest version.")
    fact = SentenceCorrected(command.block_id, command.before, after, reason)
    return corrected_by(work, meeting, fact, f"Sentence corrected: {reason}")


def _motion(work: Work, meeting_id: str, motion_id: str) -> Motion:
    motion = work.session.get(Motion, motion_id)
    if motion is None or motion.meeting_id != meeting_id or motion.moved_at is None:
        raise NotFound("That motion is not there any more.")
    return motion


def _put_text(work: Work, motion: Motion, before: str, after: str) -> None:
    """In the motion, and in the amendments whose text is what it was to become."""
    mine = (Motion.id == motion.id) | (Motion.parent_id == motion.id)
    changed: dict[str, Any] = {"text": after}
    work.session.execute(update(Motion).where(mine, Motion.text == before).values(**changed))


def _people_there(work: Work, meeting_id: str) -> set[str]:
    return set(work.session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting_id)))
