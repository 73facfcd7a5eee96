"""Accuracy: corrections proposed in the room or by an officer, decided by a meeting, and noted after confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.kernel.checks import Checks
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.kernel.secrecy import Audience
from meetings.minutes.document import MinutesStatus
from meetings.minutes.life.accuracy import Place, places_of, tidy
from meetings.minutes.life.events import (
    CorrectedLater,
    CorrectionDecided,
    CorrectionProposed,
    CorrectionSettled,
)
from meetings.minutes.life.models import MinutesCorrection
from meetings.minutes.life.queries import as_opened, elsewhere_of
from meetings.minutes.life.rules import CorrectionState
from meetings.minutes.life.suitable import minutes_item_at
from meetings.minutes.models import Minutes
from meetings.minutes.queries import MinutesRow, document_of, last_read, minutes_of
from meetings.minutes.usecases.drafts import read_record_again
from meetings.minutes.usecases.versions import locked_minutes
from meetings.motions.models import Motion
from meetings.motions.rules import MotionStatus
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.rules import audience_of

LONGEST = 5000


@dataclass(frozen=True)
class ProposeCorrection:
    """`before`: words as they stand in the minutes; `after`: what should stand there. `by`: empty: who enters it."""

    meeting_id: str
    before: str
    after: str
    reason: str
    by: str = ""
    at_meeting_id: str = ""
    #: which of several places, where the words stand more than once
    block_id: str = ""


@dataclass(frozen=True)
class DecideCorrection:
    """What the meeting made of it."""

    meeting_id: str
    correction_id: str
    state: CorrectionState
    at_meeting_id: str = ""


@dataclass(frozen=True)
class NoteLaterCorrection:
    """A later meeting resolved to correct minutes that were confirmed. Nothing in them is changed."""

    meeting_id: str
    at_meeting_id: str
    before: str
    after: str
    reason: str
    motion_id: str = ""


@use_case(permission=Permission.READ_RESTRICTED, scope=body_of_meeting)
def propose_correction(work: Work, command: ProposeCorrection) -> str:
    """A member or an officer says that minutes are not accurate. Returns the correction's id. Raises Invalid.

    Only accuracy is debated when minutes are confirmed; whether it is accepted is the meeting's to say.
    """
    minutes = locked_minutes(work, command.meeting_id)
    if minutes.status == MinutesStatus.CONFIRMED.value:
        raise WrongState("These minutes are confirmed. A later meeting corrects them by a resolution.")
    if not minutes.public_version:
        raise WrongState("These minutes are still being written: change the draft itself.")
    checks = Checks()
    officer = work.actor.is_system or work.actor.may(
        Permission.WRITE_MINUTES, _body(work, minutes), work.today
    )
    by = checks.line("by", command.by) if officer and command.by.strip() else work.actor.name
    row = _entered(work, minutes, command, checks, by)
    row.state = CorrectionState.PROPOSED
    row.at_meeting_id = _at(work, minutes, command.at_meeting_id)
    work.session.add(row)
    work.session.flush()
    work.record(minutes.meeting_id, CorrectionProposed(row.id, row.item_id, by, row.at_meeting_id))
    return row.id


@use_case(permission=Permission.WRITE_MINUTES, scope=body_of_meeting)
def decide_correction(work: Work, command: DecideCorrection) -> None:
    """Enter what became of a correction. It is minuted by the meeting that decided. Raises NotFound, WrongState."""
    minutes = locked_minutes(work, command.meeting_id)
    query = select(MinutesCorrection).where(
        MinutesCorrection.id == command.correction_id, MinutesCorrection.meeting_id == minutes.meeting_id
    )
    row = work.session.scalar(query.with_for_update())
    if row is None:
        raise NotFound("There is no such correction.")
    if row.state is not CorrectionState.PROPOSED or command.state is CorrectionState.PROPOSED:
        raise WrongState("This correction has been decided already.")
    at = _at(work, minutes, command.at_meeting_id or row.at_meeting_id or "")
    if command.state is not CorrectionState.WITHDRAWN and at is None:
        raise WrongState("Say first which meeting decided on it.")
    row.state, row.at_meeting_id = command.state, at
    row.decided_at, row.decided_by = work.now, work.actor.name
    work.session.flush()
    work.record(minutes.meeting_id, CorrectionSettled(row.id, row.state.value, at))
    if at is not None and command.state is not CorrectionState.WITHDRAWN:
        _minute(work, minutes, row, at)


@use_case(permission=Permission.CONFIRM_MINUTES, scope=body_of_meeting)
def note_later_correction(work: Work, command: NoteLaterCorrection) -> str:
    """Note beside confirmed minutes what a later meeting resolved about them. Raises Invalid, WrongState."""
    minutes = locked_minutes(work, command.meeting_id)
    if minutes.status != MinutesStatus.CONFIRMED.value:
        raise WrongState("These minutes are not confirmed yet: correct them when they are.")
    at = _at(work, minutes, command.at_meeting_id)
    checks = Checks()
    checks.that(at is not None, "at_meeting_id", "Choose the meeting that resolved it")
    motion = work.session.get(Motion, command.motion_id) if command.motion_id else None
    fits = motion is None or (motion.meeting_id == at and motion.status is MotionStatus.CARRIED)
    checks.that(fits, "motion_id", "Choose a motion that this meeting carried")
    proposed = ProposeCorrection(command.meeting_id, command.before, command.after, command.reason)
    row = _entered(work, minutes, proposed, checks, work.actor.name)
    row.state, row.after_confirmation = CorrectionState.CARRIED, True
    row.at_meeting_id, row.motion_id = at, motion.id if motion else None
    row.decided_at, row.decided_by = work.now, work.actor.name
    work.session.add(row)
    work.session.flush()
    assert at is not None
    work.record(minutes.meeting_id, CorrectedLater(row.id, at, row.motion_id))
    return row.id


def _entered(
    work: Work, minutes: Minutes, command: ProposeCorrection, checks: Checks, by: str
) -> MinutesCorrection:
    """The correction as a row, its words found in the text. Raises Invalid."""
    before, after = (
        checks.text("before", command.before, LONGEST),
        checks.text("after", command.after, LONGEST),
    )
    reason = checks.text("reason", command.reason, LONGEST)
    checks.that(bool(reason), "reason", "Say why, or how it is known")
    checks.that(tidy(before) != tidy(after), "after", "These are the same words")
    place = _place(work, minutes, before, command.block_id, checks)
    checks.done()
    assert place is not None
    number = place.item.number.rstrip(".")
    heading = f"{number} {place.item.heading}".strip()
    return MinutesCorrection(
        id=new_id(),
        meeting_id=minutes.meeting_id,
        item_id=place.item.item_id,
        block_id=place.block.id,
        heading=heading,
        before=tidy(before),
        after=tidy(after),
        reason=reason,
        proposed_by=by,
        entered_by=work.actor.name,
        entered_at=work.now,
        decided_by="",
        version=0,
        private=place.item.is_exempt,
    )


def _place(work: Work, minutes: Minutes, before: str, block_id: str, checks: Checks) -> Place | None:
    """Where the words stand, in what this person may read."""
    officer = work.actor.is_system or (
        audience_of(work.actor, _body(work, minutes), work.today) is Audience.OFFICER
    )
    number = minutes.version if officer else minutes.public_version
    whole = document_of(work.session, _row(work, minutes), number)
    document = as_opened(work.session, minutes.meeting_id, whole)
    found = [p for p in places_of(document, before) if officer or not p.item.is_exempt]
    if block_id:
        found = [p for p in found if p.block.id == block_id]
    checks.that(bool(before), "before", "Copy the words that are wrong from the minutes")
    checks.that(bool(found), "before", "These words do not stand in the minutes: copy them from the page")
    many = "These words stand more than once: copy a few words more"
    checks.that(len({p.block.id for p in found}) <= 1, "before", many)
    return found[0] if found else None


def _at(work: Work, minutes: Minutes, at_meeting_id: str) -> str | None:
    """The meeting that decides, if it can be that one. Raises WrongState.

    It is one of the same body, or of the one that they were put before: a correction is minuted there, and whoever
    may write these minutes may not for that write another body's.
    """
    if not at_meeting_id:
        return None
    at, own = meeting_of(work.session, at_meeting_id), meeting_of(work.session, minutes.meeting_id)
    if at.starts_at < own.starts_at or at.status is MeetingStatus.CANCELLED:
        raise WrongState("Choose a meeting that was held later.")
    elsewhere = elsewhere_of(work.session, own.id)
    if at.body_id not in (own.body_id, elsewhere.body_id if elsewhere else own.body_id):
        raise WrongState("Choose a meeting of the same body, or of the one that confirms its minutes.")
    return at.id


def _minute(work: Work, minutes: Minutes, row: MinutesCorrection, at: str) -> None:
    """Have it in the minutes of the meeting that decided, which are read again if they are drafted already."""
    held = document_of(work.session, _row(work, minutes)).held_on
    secret = row.private
    fact = CorrectionDecided(
        row.id,
        minutes.meeting_id,
        held,
        "" if secret else row.heading,
        "" if secret else row.before,
        "" if secret else row.after,
        "" if secret else row.reason,
        row.proposed_by,
        row.state is CorrectionState.CARRIED,
        minutes_item_at(work.session, at, minutes.meeting_id),
        secret,
    )
    work.record(at, fact)
    theirs = work.session.get(Minutes, at)
    if theirs is None or at == minutes.meeting_id or theirs.status == MinutesStatus.CONFIRMED.value:
        return
    if last_read(work.session, at) is not None:
        read_record_again(work, locked_minutes(work, at), "A correction of earlier minutes was decided")


def _row(work: Work, minutes: Minutes) -> MinutesRow:
    row = minutes_of(work.session, minutes.meeting_id)
    assert row is not None
    return row


def _body(work: Work, minutes: Minutes) -> str:
    return meeting_of(work.session, minutes.meeting_id).body_id
