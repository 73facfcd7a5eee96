"""What a provider recorded is here now: a recording each, with the times it told, and what is said in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from meetings.conferencing.queries import broadcast_of_meeting, rooms_of_meeting
from meetings.connections.usecases import Ask, ask
from meetings.kernel.permissions import Permission
from meetings.recordings.events import RecordingFetched
from meetings.recordings.models import Recording
from meetings.recordings.rules import Segment, Source, State
from meetings.recordings.usecases.adding import new_row, put_in
from meetings.recordings.usecases.stretches import keep_stretches
from meetings.recordings.usecases.transcripts import AddTranscript, keep_transcript
from meetings.recordings.vtt import Line
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting
from meetings.schedule.usecases import lock_meeting


@dataclass(frozen=True)
class FetchedFile:
    """A file that is in our storage."""

    key: str
    kind: str
    media_type: str
    sha256: str
    size: int
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class FetchedText:
    """A transcript that was read. `started_at`: of the recording it belongs to, where that is told."""

    key: str
    language: str
    lines: tuple[Line, ...]
    sha256: str
    started_at: datetime | None


@dataclass(frozen=True)
class FetchRecordings:
    """Bring over what a provider has recorded."""

    meeting_id: str
    provider: str


@use_case(permission=Permission.PUBLISH, scope=body_of_meeting)
def fetch_recordings(work: Work, command: FetchRecordings) -> int:
    """Ask for it: from every room at that provider, or its stream. How many are asked about."""
    lock_meeting(work.session, command.meeting_id)
    return ask_for_recordings(work, command.meeting_id, command.provider)


def ask_for_recordings(work: Work, meeting_id: str, provider: str) -> int:
    """The same from within; asked again in the same minute it is asked once."""
    at = f"{work.now:%Y%m%d%H%M}"
    asked = [
        (r.key, False) for r in rooms_of_meeting(work.session, meeting_id) if r.provider == provider and r.ref
    ]
    broadcast = broadcast_of_meeting(work.session, meeting_id)
    if broadcast is not None and broadcast.provider == provider and broadcast.ref:
        asked.append((broadcast.key, True))
    for key, is_broadcast in asked:
        payload = {"key": key, "broadcast": is_broadcast}
        ask(work, Ask(provider, "recordings.fetch", f"recordings:{key}:{at}", payload, meeting_id))
    return len(asked)


def keep_fetched(
    work: Work,
    meeting_id: str,
    provider: str,
    files: tuple[FetchedFile, ...],
    texts: tuple[FetchedText, ...],
) -> None:
    """Write down what came; what was written down before stays as it is. Nothing of it is public."""
    lock_meeting(work.session, meeting_id)
    query = select(Recording).where(Recording.meeting_id == meeting_id, Recording.provider == provider)
    known = {r.provider_key for r in work.session.scalars(query)}
    for n, file in enumerate(sorted((f for f in files if f.key not in known), key=_start), start=1):
        title = "Recording of the meeting" if len(files) == 1 else f"Recording of the meeting, part {n}"
        row = new_row(work, meeting_id, title, Source.FILE)
        row.kind, row.provider, row.provider_key = file.kind, provider, file.key
        row.sha256, row.size, row.media_type = file.sha256, file.size, file.media_type
        put_in(work, row)
        work.record(meeting_id, RecordingFetched(row.id, file.sha256, file.size))
        if file.started_at is not None and file.ended_at is not None and file.ended_at > file.started_at:
            length = (file.ended_at - file.started_at).total_seconds()
            keep_stretches(work, row, [Segment(row.id, file.started_at, 0, length)])
    for text in texts:
        _keep_text(work, meeting_id, provider, text, {f.key: f.started_at for f in files})


def _keep_text(
    work: Work, meeting_id: str, provider: str, text: FetchedText, starts: dict[str, datetime | None]
) -> None:
    """Put it to the recording that began when it did, or to the only one there is."""
    query = select(Recording).where(
        Recording.meeting_id == meeting_id, Recording.provider == provider, Recording.state != State.DELETED
    )
    rows = list(work.session.scalars(query.order_by(Recording.added_at, Recording.id)))
    same = [r for r in rows if text.started_at and starts.get(r.provider_key or "") == text.started_at]
    row = same[0] if same else rows[0] if len(rows) == 1 else None
    if row is not None and text.lines:
        command = AddTranscript(meeting_id, row.id, text.language, text.lines, text.sha256, "provider")
        keep_transcript(work, row, command)


def _start(file: FetchedFile) -> tuple[bool, float, str]:
    return file.started_at is None, file.started_at.timestamp() if file.started_at else 0.0, file.key
