"""A recording is published, or taken back."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.kernel.checks import Checks
from meetings.kernel.errors import WrongState
from meetings.kernel.permissions import Permission
from meetings.recordings import queries
from meetings.recordings.events import RecordingPublished, RecordingWithdrawn
from meetings.recordings.rules import State
from meetings.recordings.standing import why_not_published
from meetings.recordings.usecases.adding import locked_recording
from meetings.recordings.usecases.transcripts import take_back_transcripts
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

LONGEST_REASON = 500


@dataclass(frozen=True)
class PublishRecording:
    """Let everybody watch it."""

    meeting_id: str
    recording_id: str


@dataclass(frozen=True)
class WithdrawRecording:
    """Let nobody watch it here any more. `with_text`: its transcripts are taken back too."""

    meeting_id: str
    recording_id: str
    reason: str
    with_text: bool = True


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def publish_recording(work: Work, command: PublishRecording) -> None:
    """Everybody can watch it from now on. Raises WrongState with what stands in the way."""
    row = locked_recording(work, command.meeting_id, command.recording_id)
    if row.state is State.PUBLISHED:
        return
    stretches = queries.segments_of_recording(work.session, row.id)
    overlaps = queries.private_in(work.session, row.meeting_id, stretches)
    excluded = bool(queries.private_of(work.session, row.meeting_id))
    problem = why_not_published(
        known=queries.is_public(work.session, row.meeting_id),
        going_on=queries.meeting_times(work.session, row.meeting_id)[1] is None,
        excluded=excluded,
        has_times=bool(stretches),
        overlaps=overlaps,
        zone=work.timezone,
    )
    if problem:
        raise WrongState(problem)
    row.state = State.PUBLISHED
    row.published_at = row.published_at or work.now
    row.withdrawn_at, row.withdrawn_reason = None, ""
    work.session.flush()
    work.record(row.meeting_id, RecordingPublished(row.id, row.title))


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def withdraw_recording(work: Work, command: WithdrawRecording) -> None:
    """Take it back. Raises Invalid without a reason, WrongState for one that is not published."""
    row = locked_recording(work, command.meeting_id, command.recording_id)
    if row.state is not State.PUBLISHED:
        raise WrongState("This recording is not published.")
    checks = Checks()
    reason = checks.line("reason", command.reason, "Say why it is withdrawn", LONGEST_REASON)
    checks.done()
    row.state, row.withdrawn_at, row.withdrawn_reason = State.WITHDRAWN, work.now, reason
    work.session.flush()
    work.record(row.meeting_id, RecordingWithdrawn(row.id, row.title, reason))
    if command.with_text:
        take_back_transcripts(work, row, reason)
