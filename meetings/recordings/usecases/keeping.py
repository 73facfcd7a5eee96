"""How long recordings are kept, who decided that, and their end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from meetings.bodies.queries import body_of, council_stream
from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.recordings import queries
from meetings.recordings.events import KeepingChanged, PolicySet, RecordingDeleted
from meetings.recordings.models import Recording, RecordingPolicy
from meetings.recordings.retention import kept_until, overdue
from meetings.recordings.rules import State
from meetings.recordings.usecases.adding import locked_recording
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST_REASON = 500
LONGEST_DAYS = 36525
DROP = "recordings.drop"


@dataclass(frozen=True)
class SetPolicy:
    """How long a body keeps them. `keep_days` None: for good."""

    body_id: str
    keep_days: int | None
    decided_by: str
    legal_note: str = ""


@dataclass(frozen=True)
class KeepRecording:
    """Keep one otherwise than the policy says: until a day, for good, or (neither) as it says after all."""

    meeting_id: str
    recording_id: str
    until: date | None
    for_good: bool
    reason: str


@dataclass(frozen=True)
class DeleteRecording:
    """Delete the file, or list the address no longer. It cannot be undone."""

    meeting_id: str
    recording_id: str
    reason: str


@dataclass(frozen=True)
class DeleteDue:
    """What the policy says is over."""

    recording_id: str


def _body_of_command(_session: Session, command: SetPolicy) -> str:
    return command.body_id


@use_case(permission=Permission.PUBLISH, scope=_body_of_command)
def set_policy(work: Work, command: SetPolicy) -> None:
    """Set it for every recording of the body, those that are kept already included. Raises Invalid, NotFound."""
    body = body_of(work.session, command.body_id)
    checks = Checks()
    days = command.keep_days
    checks.that(
        days is None or 1 <= days <= LONGEST_DAYS, "keep_days", "Enter a number of days from 1 to 36525"
    )
    decided = checks.line(
        "decided_by", command.decided_by, "Say who decided it, and where that is written down"
    )
    note = checks.text("legal_note", command.legal_note, 2000)
    checks.done()
    row = work.session.get(RecordingPolicy, command.body_id)
    if row is None:
        row = RecordingPolicy(body_id=command.body_id)
        work.session.add(row)
    row.keep_days, row.decided_by, row.legal_note = days, decided, note
    row.set_at, row.set_by = work.now, work.actor.name
    work.session.flush()
    work.record(council_stream(work.session), PolicySet(command.body_id, body.name, days, decided, note))


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def keep_recording(work: Work, command: KeepRecording) -> None:
    """Keep this one longer or less long. Raises Invalid."""
    row = locked_recording(work, command.meeting_id, command.recording_id)
    checks = Checks()
    reason = checks.line("keep_reason", command.reason, "Say why", LONGEST_REASON)
    checks.that(
        command.until is None or command.until > work.today,
        "until",
        "Choose a day after today; to delete it now, use “Delete”",
    )
    checks.done()
    until = None if command.for_good else command.until
    row.keep_until, row.keep_for_good, row.keep_reason = until, command.for_good, reason
    work.session.flush()
    work.record(row.meeting_id, KeepingChanged(row.id, until, command.for_good, reason))


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def delete_recording(work: Work, command: DeleteRecording) -> None:
    """Delete it. What is said in it stays, if it is kept as a transcript. Raises Invalid, WrongState."""
    row = locked_recording(work, command.meeting_id, command.recording_id)
    if row.state is State.PUBLISHED:
        raise WrongState("This recording is published. Withdraw it first.")
    checks = Checks()
    reason = checks.line("delete_reason", command.reason, "Say why it is deleted", LONGEST_REASON)
    checks.done()
    _delete(work, row, reason, by_policy=False)


@use_case(permission=None, system_only=True)
def delete_due(work: Work, command: DeleteDue) -> bool:
    """Delete a file that the policy keeps no longer. False where there is nothing to do (any more)."""
    meeting_id = queries.meeting_of_recording(work.session, command.recording_id)
    row = work.session.get(Recording, command.recording_id, with_for_update=True)
    assert row is not None
    policy = queries.policy_of(
        work.session, body_of_meeting(work.session, DeleteRecording(meeting_id, "", ""))
    )
    held_on = queries.meeting_times(work.session, meeting_id)[0].astimezone(work.timezone).date()
    listed = queries.row_of(work.session, row)
    if not overdue(listed, held_on, policy, work.today):
        return False
    until = kept_until(listed, held_on, policy)
    assert until is not None
    why = (
        row.keep_reason
        if row.keep_until
        else f"the policy of the body, decided by {policy.decided_by}"
        if policy
        else ""
    )
    _delete(work, row, f"Kept until {until.day} {until:%B %Y}: {why}"[:LONGEST_REASON], by_policy=True)
    return True


def _delete(work: Work, row: Recording, reason: str, *, by_policy: bool) -> None:
    sha256 = row.sha256
    row.state, row.deleted_at, row.deleted_reason = State.DELETED, work.now, reason
    row.sha256, row.address = "", ""
    work.session.flush()
    work.record(row.meeting_id, RecordingDeleted(row.id, row.title, reason, by_policy))
    if sha256:
        work.queue(DROP, {"sha256": sha256}, f"{DROP}:{row.id}")
