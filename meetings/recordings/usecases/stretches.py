"""Which parts of the meeting a recording shows: entered by an officer, or read from the provider."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete

from meetings.kernel.errors import Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.recordings import queries
from meetings.recordings.events import Stretch, StretchesSet
from meetings.recordings.models import Recording, RecordingSegment
from meetings.recordings.rules import Segment, State, segment_problem
from meetings.recordings.usecases.adding import locked_recording
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting

MOST = 60
_EARLY = timedelta(hours=3)
PRIVATE = (
    "These times show the recording covering a part of the meeting without the public. "
    "Withdraw it first, then cut that part out and enter the times of what is left."
)


@dataclass(frozen=True)
class StretchWish:
    """From when in real time, from where in the file, for how long. Seconds."""

    started_at: datetime
    offset: float
    length: float


@dataclass(frozen=True)
class SetStretches:
    """All stretches of one recording, in place of those that were entered before."""

    meeting_id: str
    recording_id: str
    stretches: tuple[StretchWish, ...]


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def set_stretches(work: Work, command: SetStretches) -> None:
    """Say what the recording shows. Raises Invalid for what cannot be, WrongState for a published one that would then
    show a part without the public."""
    row = locked_recording(work, command.meeting_id, command.recording_id)
    if not 0 < len(command.stretches) <= MOST:
        raise Invalid("Enter at least one stretch.", {"started_at-1": "Enter from when the recording runs"})
    made = _segments(row, command.stretches)
    problem = segment_problem(made) or _far_away(row, made, work)
    if problem:
        raise Invalid(problem, {"started_at-1": problem})
    if row.state is State.PUBLISHED and queries.private_in(work.session, row.meeting_id, made):
        raise WrongState(PRIVATE)
    keep_stretches(work, row, made)


def keep_stretches(work: Work, row: Recording, made: Sequence[Segment]) -> None:
    """Write them down in place of those before; the same again changes nothing."""
    now = [Stretch(s.started_at, round(s.offset * 1000), round(s.length * 1000)) for s in made]
    work.session.execute(delete(RecordingSegment).where(RecordingSegment.recording_id == row.id))
    for n, s in enumerate(now, start=1):
        work.session.add(
            RecordingSegment(
                recording_id=row.id,
                position=n,
                started_at=s.started_at,
                offset_ms=s.offset_ms,
                length_ms=s.length_ms,
            )
        )
    work.session.flush()
    work.record(row.meeting_id, StretchesSet(row.id, tuple(now)))


def _segments(row: Recording, wishes: Sequence[StretchWish]) -> list[Segment]:
    made = [Segment(row.id, w.started_at, w.offset, w.length) for w in wishes]
    return sorted(made, key=lambda s: s.started_at)


def _far_away(row: Recording, made: Sequence[Segment], work: Work) -> str:
    """Times that have nothing to do with the meeting; empty if they have."""
    meeting = queries.meeting_times(work.session, row.meeting_id)
    first = meeting[0] - _EARLY
    last = (meeting[1] or work.now) + _EARLY
    if any(s.ended_at < first or s.started_at > last for s in made):
        return "One of these stretches is hours away from the meeting: check the day and the time"
    return ""
