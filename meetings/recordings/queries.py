"""Reads about recordings: what there is for whom, where a moment is in them, and what is said in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.agendas.queries import published_agenda
from meetings.db.reading import once_a_read
from meetings.db.record import facts_of
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded, PrivatePartOpened
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience, may_see_meeting, may_see_proceedings
from meetings.recordings.marks import (
    FACTS,
    Mark,
    Private,
    closed_spans,
    marks_of_facts,
    private_times,
    spans,
)
from meetings.recordings.models import Recording, RecordingPolicy, RecordingSegment, Transcript, TranscriptCue
from meetings.recordings.rows import Cue as Cue
from meetings.recordings.rows import RecordingRow as RecordingRow
from meetings.recordings.rows import TranscriptLine, cue_row, recording_row
from meetings.recordings.rows import TranscriptRow as TranscriptRow
from meetings.recordings.rules import Overlap, Segment, State, private_parts, public_spans
from meetings.room.events import MeetingClosed
from meetings.schedule.models import Meeting, MeetingStatus

NO_RECORDING = "There is no such recording."
_PRIVACY = (ExclusionBegan, PrivatePartOpened, ExclusionEnded, MeetingClosed)


@once_a_read
def recordings_of(session: Session, meeting_id: str, audience: Audience) -> list[RecordingRow]:
    """The recordings of a meeting, in the order in which they begin. Others than officers get published ones.

    A recording that shows a part without the public is given to officers alone, whatever it is marked.
    """
    query = select(Recording).where(Recording.meeting_id == meeting_id)
    if audience is not Audience.OFFICER:
        query = query.where(Recording.state == State.PUBLISHED)
        query = query.join(Meeting, Meeting.id == Recording.meeting_id).where(Meeting.is_public)
    rows = list(session.scalars(query))
    if not rows:
        return []
    segments = _segments_of(session, [r.id for r in rows])
    languages = _languages(session, [r.id for r in rows], published=audience is not Audience.OFFICER)
    found = [recording_row(r, segments.get(r.id, ()), languages.get(r.id, ())) for r in rows]
    if not may_see_proceedings(private=True, audience=audience):
        closed = closed_spans(private_of(session, meeting_id))
        found = [r for r in found if not _shows_private(r, closed)]
    return sorted(found, key=lambda r: (r.segments[0].started_at if r.segments else r.added_at, r.id))


def recording_of(session: Session, recording_id: str, audience: Audience) -> RecordingRow:
    """One recording. Raises NotFound, too, for one that this audience may not have."""
    meeting_id = session.scalar(select(Recording.meeting_id).where(Recording.id == recording_id))
    listed = recordings_of(session, meeting_id, audience) if meeting_id else []
    row = next((r for r in listed if r.id == recording_id), None)
    if row is None:
        raise NotFound(NO_RECORDING)
    return row


def segments(session: Session, meeting_id: str, audience: Audience) -> tuple[Segment, ...]:
    """Every stretch of the meeting that this audience can watch, in order: what `rules.moment_in` asks for."""
    rows = recordings_of(session, meeting_id, audience)
    return tuple(s for r in rows if r.state is not State.DELETED for s in r.segments)


@once_a_read
def marks_of(session: Session, meeting_id: str, audience: Audience) -> tuple[Mark, ...]:
    """Items, votes and speakers with their times, as far as this audience may know them. Two queries."""
    entries = facts_of(session, meeting_id, types=FACTS)
    return marks_of_facts(entries, published_agenda(session, meeting_id), audience)


@once_a_read
def private_of(session: Session, meeting_id: str) -> tuple[Private, ...]:
    """When the public was excluded."""
    return private_times(facts_of(session, meeting_id, types=_PRIVACY))


def private_in(session: Session, meeting_id: str, stretches: Iterable[Segment]) -> tuple[Overlap, ...]:
    """The parts of these stretches that no published recording may show."""
    return private_parts(stretches, closed_spans(private_of(session, meeting_id)))


def transcript_of(
    session: Session, recording_id: str, audience: Audience, language: str = ""
) -> TranscriptRow | None:
    """What is said in a recording; without a language the first there is. None: nothing this audience may read.

    Lines from a time without the public are left out for everybody but officers, for whom they are marked.
    A transcript stands on its own: it can be read where the recording itself is no longer kept or was withdrawn.
    """
    query = select(Transcript, Recording.meeting_id).join(Recording, Recording.id == Transcript.recording_id)
    query = query.where(Transcript.recording_id == recording_id)
    if language:
        query = query.where(Transcript.language == language)
    if audience is not Audience.OFFICER:
        query = query.join(Meeting, Meeting.id == Recording.meeting_id)
        query = query.where(Meeting.is_public, Transcript.published_at.is_not(None))
    # English first, where nothing is asked for
    found = session.execute(query.order_by(Transcript.language != "en", Transcript.language)).first()
    if found is None:
        return None
    row, meeting_id = found
    listed = _segments_of(session, [recording_id]).get(recording_id, ())
    public = public_spans(listed, spans(private_of(session, meeting_id)))
    cues = [cue_row(c, public) for c in cues_of(session, row.id)]
    if not may_see_proceedings(private=True, audience=audience):
        cues = [c for c in cues if not c.private]
    return TranscriptRow(
        row.id,
        recording_id,
        row.language,
        row.origin,
        row.version,
        row.added_at,
        row.added_by,
        row.published_at,
        row.published_by,
        tuple(cues),
    )


def transcripts_of(session: Session, ids: Sequence[str]) -> dict[str, tuple[TranscriptLine, ...]]:
    """The transcripts of these recordings, without their lines. One query."""
    count = select(func.count()).where(TranscriptCue.transcript_id == Transcript.id).scalar_subquery()
    query = select(
        Transcript.recording_id, Transcript.id, Transcript.language, count, Transcript.published_at
    )
    found: dict[str, tuple[TranscriptLine, ...]] = {}
    for row in session.execute(query.where(Transcript.recording_id.in_(ids)).order_by(Transcript.language)):
        found[row[0]] = (*found.get(row[0], ()), TranscriptLine(*row[1:]))
    return found


def cues_of(session: Session, transcript_id: str) -> list[TranscriptCue]:
    """The lines of a transcript as they are stored."""
    query = select(TranscriptCue).where(TranscriptCue.transcript_id == transcript_id)
    return list(session.scalars(query.order_by(TranscriptCue.position)))


def policy_of(session: Session, body_id: str) -> RecordingPolicy | None:
    """How long a body keeps recordings; None: it has decided nothing."""
    return session.get(RecordingPolicy, body_id)


def meeting_of_recording(session: Session, recording_id: str) -> str:
    """The id of its meeting. Raises NotFound."""
    found = session.scalar(select(Recording.meeting_id).where(Recording.id == recording_id))
    if found is None:
        raise NotFound(NO_RECORDING)
    return found


def place_of_transcript(session: Session, transcript_id: str) -> tuple[str, str]:
    """The recording it belongs to, and its language. Raises NotFound."""
    query = select(Transcript.recording_id, Transcript.language).where(Transcript.id == transcript_id)
    found = session.execute(query).first()
    if found is None:
        raise NotFound("There is no such transcript.")
    return found[0], found[1]


def file_of(session: Session, recording_id: str) -> str:
    """The hash of its file; empty: none is kept here."""
    return session.scalar(select(Recording.sha256).where(Recording.id == recording_id)) or ""


def is_kept(session: Session, sha256: str) -> bool:
    """Whether any recording or transcript is this file."""
    used = session.scalar(select(Recording.id).where(Recording.sha256 == sha256).limit(1))
    used = used or session.scalar(select(Transcript.id).where(Transcript.sha256 == sha256).limit(1))
    return used is not None


def is_public(session: Session, meeting_id: str) -> bool:
    """Whether everybody may know of the meeting."""
    public = session.scalar(select(Meeting.is_public).where(Meeting.id == meeting_id))
    return public is not None and may_see_meeting(published=public, audience=Audience.PUBLIC)


def meeting_times(session: Session, meeting_id: str) -> tuple[datetime, datetime | None]:
    """When the meeting began, and when it was over; None: it goes on. One not held here was as the calendar has it."""
    query = select(Meeting.status, Meeting.starts_at, Meeting.planned_minutes, Meeting.opened_at)
    found = session.execute(query.add_columns(Meeting.closed_at).where(Meeting.id == meeting_id)).one()
    if found.status in (MeetingStatus.OPEN, MeetingStatus.ADJOURNED):
        return found.opened_at or found.starts_at, None
    planned = found.starts_at + timedelta(minutes=found.planned_minutes)
    return found.opened_at or found.starts_at, found.closed_at or planned


def segments_of_recording(session: Session, recording_id: str) -> tuple[Segment, ...]:
    """The stretches of one recording."""
    return _segments_of(session, [recording_id]).get(recording_id, ())


def row_of(session: Session, row: Recording) -> RecordingRow:
    """A recording as pages show it."""
    languages = _languages(session, [row.id], published=False).get(row.id, ())
    return recording_row(row, segments_of_recording(session, row.id), languages)


def _shows_private(row: RecordingRow, closed: Sequence[tuple[datetime, datetime | None]]) -> bool:
    """Whether it shows what the public must not see; of one whose times are not known that cannot be ruled out."""
    return bool(closed) and (not row.segments or bool(private_parts(row.segments, closed)))


def _segments_of(session: Session, ids: Sequence[str]) -> dict[str, tuple[Segment, ...]]:
    query = select(RecordingSegment).where(RecordingSegment.recording_id.in_(ids))
    found: dict[str, list[Segment]] = {}
    for r in session.scalars(query.order_by(RecordingSegment.recording_id, RecordingSegment.position)):
        made = Segment(r.recording_id, r.started_at, r.offset_ms / 1000, r.length_ms / 1000)
        found.setdefault(r.recording_id, []).append(made)
    return {key: tuple(sorted(listed, key=lambda s: s.started_at)) for key, listed in found.items()}


def languages_read(session: Session, recording_id: str) -> tuple[str, ...]:
    """In which languages everybody can read what is said in a recording."""
    return _languages(session, [recording_id], published=True).get(recording_id, ())


def _languages(session: Session, ids: Sequence[str], *, published: bool) -> dict[str, tuple[str, ...]]:
    query = select(Transcript.recording_id, Transcript.language).where(Transcript.recording_id.in_(ids))
    if published:
        query = query.where(Transcript.published_at.is_not(None))
    found: dict[str, tuple[str, ...]] = {}
    for recording_id, language in session.execute(query.order_by(Transcript.language)):
        found[recording_id] = (*found.get(recording_id, ()), language)
    return found
