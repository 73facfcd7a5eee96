"""What follows by itself: files that are ready are fetched, captions sent on, what is kept no longer deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.conferencing.attendance.around import vote_times
from meetings.conferencing.queries import room_by_ref
from meetings.connections.news import news
from meetings.kernel.actor import SYSTEM
from meetings.ports.providers import Happened
from meetings.recordings.events import RecordingPublished, TranscriptPublished
from meetings.recordings.models import Recording, RecordingPolicy, Transcript
from meetings.recordings.retention import overdue
from meetings.recordings.rules import Source, State
from meetings.recordings.usecases.fetched import ask_for_recordings
from meetings.recordings.usecases.keeping import DeleteDue, delete_due
from meetings.recordings.usecases.sent import SendAgain, ask_for_chapters, send_again, send_captions
from meetings.runtime.jobs import JobContext
from meetings.runtime.reactions import on, then
from meetings.runtime.timed import timed
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting
from meetings.voting.models import Vote


@vote_times
def votes_open(session: Session, meeting_id: str) -> Iterator[tuple[datetime, datetime | None]]:
    """When each vote was open, so that a gap in somebody's connection over it is seen."""
    query = select(Vote.opened_at, Vote.closed_at).where(Vote.meeting_id == meeting_id)
    yield from session.execute(query.order_by(Vote.opened_at))


@news("recording_ready", "transcript_ready")
def files_ready(work: Work, provider: str, happened: Happened) -> None:
    """The provider has something: bring it over."""
    room = room_by_ref(work.session, provider, happened.ref)
    if room is not None:
        ask_for_recordings(work, room.meeting_id, provider)


def send_chapters(work: Work, meeting_id: str, fact: RecordingPublished) -> None:
    """Once it is published, its chapters stand below it where it is watched."""
    ask_for_chapters(work, meeting_id, fact.recording_id)


@timed(every=3600)
def keep_no_longer(context: JobContext) -> None:
    """Delete files whose last day has passed."""
    now = context.runner.clock.now()
    zone = context.runner.timezone
    with context.runner.read() as session:
        query = (
            select(Recording, Meeting.starts_at, Meeting.opened_at, RecordingPolicy)
            .join(Meeting, Meeting.id == Recording.meeting_id)
            .outerjoin(RecordingPolicy, RecordingPolicy.body_id == Meeting.body_id)
            .where(Recording.source == Source.FILE, Recording.state != State.DELETED)
        )
        due = [
            row.id
            for row, starts_at, opened_at, policy in session.execute(query)
            if overdue(
                row, (opened_at or starts_at).astimezone(zone).date(), policy, now.astimezone(zone).date()
            )
        ]
    for recording_id in due:
        context.runner.run(delete_due, DeleteDue(recording_id), actor=SYSTEM)


@timed(every=3600)
def captions_anew(context: JobContext) -> None:
    """Send captions that were corrected since they were sent, where they still are public."""
    query = select(Transcript.id).where(
        Transcript.published_at.is_not(None), Transcript.sent_version < Transcript.version
    )
    with context.runner.read() as session:
        due = list(session.scalars(query))
    for transcript_id in due:
        context.runner.run(send_again, SendAgain(transcript_id), actor=SYSTEM)


on(TranscriptPublished, then(send_captions))
on(RecordingPublished, then(send_chapters))
