"""Confirmation by a meeting, with the corrections it agreed to; and minutes of bodies that meet no more."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.bodies.queries import body_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.book import rule_for
from meetings.deadlines.usecases import OverrideRule, override_rule
from meetings.kernel.checks import Checks
from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.minutes.document import MinutesDocument, MinutesStatus
from meetings.minutes.events import MinutesEdited
from meetings.minutes.life.accuracy import corrected
from meetings.minutes.life.confirmation import Confirmed, mark_confirmed, must_be_decided
from meetings.minutes.life.events import ConfirmedHere, MinutesCorrected, PutElsewhere
from meetings.minutes.life.models import MinutesCorrection, MinutesElsewhere
from meetings.minutes.life.publication import let_public_read
from meetings.minutes.life.queries import elsewhere_of
from meetings.minutes.life.rules import CorrectionState
from meetings.minutes.models import Minutes
from meetings.minutes.rules import why_not_confirmed
from meetings.minutes.usecases.versions import add_version, locked_minutes, must_be_newest, newest
from meetings.motions.models import Motion
from meetings.motions.rules import MotionStatus
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, body_of_meeting, meeting_of


@dataclass(frozen=True)
class ConfirmAtMeeting:
    """A meeting confirmed a version, by a motion where there was one. They are signed afterwards."""

    meeting_id: str
    version: int
    at_meeting_id: str
    motion_id: str = ""


@dataclass(frozen=True)
class PutBeforeOther:
    """The body meets no more: another one confirms these minutes."""

    meeting_id: str
    body_id: str
    reason: str


@use_case(permission=Permission.CONFIRM_MINUTES, scope=body_of_meeting)
def confirm_at_meeting(work: Work, command: ConfirmAtMeeting) -> int:
    """The minutes are the record, as corrected by that meeting. Returns the confirmed version's number.

    Corrections that were agreed go into a new version; the one that was published as a draft stays readable.
    Raises WrongState or Invalid.
    """
    minutes = locked_minutes(work, command.meeting_id)
    must_be_newest(minutes, command.version)
    why_not = why_not_confirmed(MinutesStatus(minutes.status), minutes.version, minutes.public_version)
    if why_not:
        raise WrongState(why_not)
    at = _confirming(work, minutes, command)
    correct(work, minutes, at)
    must_be_decided(work, minutes)
    on = at.starts_at.astimezone(work.timezone).date()
    mark_confirmed(work, minutes, Confirmed(on, "", at.id, command.motion_id or None))
    held = meeting_of(work.session, minutes.meeting_id).starts_at.astimezone(work.timezone).date()
    work.record(at.id, ConfirmedHere(minutes.meeting_id, held, minutes.version, command.motion_id or None))
    return minutes.version


@use_case(permission=Permission.OVERRIDE_LAW, scope=body_of_meeting)
def put_before_other(work: Work, command: PutBeforeOther) -> None:
    """Let a parent or successor confirm the minutes of a body that meets no more. Raises Invalid, WrongState."""
    minutes = locked_minutes(work, command.meeting_id)
    meeting = meeting_of(work.session, minutes.meeting_id)
    if minutes.status == MinutesStatus.CONFIRMED.value:
        raise WrongState("These minutes are confirmed already.")
    if body_of(work.session, meeting.body_id).is_active:
        raise WrongState("This body still meets: its own next meeting confirms the minutes.")
    if elsewhere_of(work.session, meeting.id) is not None:
        raise WrongState("These minutes have been put before another body already.")
    checks = Checks()
    reason = checks.line("reason", command.reason, "Give the reason; it is recorded with your name", 500)
    other = body_of(work.session, command.body_id) if command.body_id else None
    fits = other is not None and other.is_active and other.id != meeting.body_id
    checks.that(fits, "body_id", "Choose a body that meets")
    checks.done()
    assert other is not None
    row = MinutesElsewhere(meeting_id=meeting.id, body_id=other.id, reason=reason, by=work.actor.name)
    row.by_id, row.at = work.actor.account_id, work.now
    work.session.add(row)
    work.session.flush()
    work.record(meeting.id, PutElsewhere(other.id, other.name, reason))
    law = law_of(work.session)
    rule = rule_for("ME-9-T", law.profile, work.today)
    if rule is not None:
        override_rule(work, OverrideRule(meeting.id, rule.id, "", reason))


def correct(work: Work, minutes: Minutes, at: MeetingRow) -> None:
    """Bring the corrections that were agreed into a new version, which the public reads at once."""
    c = MinutesCorrection
    query = select(c).where(
        c.meeting_id == minutes.meeting_id,
        c.state == CorrectionState.CARRIED,
        c.version == 0,
        c.after_confirmation.is_(False),
    )
    rows = list(work.session.scalars(query.order_by(c.entered_at, c.id)))
    if not rows:
        return
    document: MinutesDocument = newest(work, minutes)
    for row in rows:
        fresh = corrected(document, row.block_id, row.before, row.after)
        if fresh is None:
            raise WrongState(
                f"The words “{row.before[:80]}” do not stand in the minutes any longer. Withdraw that correction, "
                "or propose it again in other words."
            )
        document = fresh
    day = at.starts_at.astimezone(work.timezone)
    note = f"Corrected as agreed at the meeting on {day.day} {day:%B %Y}"
    version = add_version(work, minutes, document, note)
    for row in rows:
        row.version = version.number
    work.session.flush()
    ids = tuple(row.id for row in rows)
    work.record(
        minutes.meeting_id,
        MinutesEdited(version.number, version.sha256, note),
        MinutesCorrected(version.number, version.sha256, ids),
    )
    let_public_read(work, minutes, note)


def _confirming(work: Work, minutes: Minutes, command: ConfirmAtMeeting) -> MeetingRow:
    """The meeting that confirmed. Raises Invalid for one that cannot have, WrongState for one still to come."""
    own = meeting_of(work.session, minutes.meeting_id)
    if not command.at_meeting_id:
        raise Invalid("Choose the meeting.", {"at_meeting_id": "Choose the meeting that confirmed them"})
    at = meeting_of(work.session, command.at_meeting_id)
    elsewhere = elsewhere_of(work.session, own.id)
    bodies = {own.body_id, elsewhere.body_id if elsewhere else own.body_id}
    if at.body_id not in bodies or at.starts_at < own.starts_at:
        text = "Choose a meeting of the same body, held after this one"
        raise Invalid(f"{text}.", {"at_meeting_id": text})
    if at.opened_at is None and at.status is not MeetingStatus.CLOSED:
        raise WrongState("That meeting has not been held yet.")
    if command.motion_id:
        motion = work.session.get(Motion, command.motion_id)
        if motion is None or motion.meeting_id != at.id or motion.status is not MotionStatus.CARRIED:
            raise Invalid(
                "Choose a motion that it carried.", {"motion_id": "Choose a motion that it carried"}
            )
    return at
