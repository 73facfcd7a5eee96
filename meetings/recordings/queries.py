"""Reads about recordings: what there is for whom, where a moment is in them, and what is said in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.queries import published_agenda
from meetings.db.reading import once_a_read
from meetings.db.record import facts_of
from meetings.exclusion.events import ExclusionBegan, ExclusionEnded, PrivatePartOpened
from meetings.kernel.errors import NotFound
from meetings.kernel.secrecy import Audience, may_see_meeting, may_see_proceedings
from meetings.recordings.addresses import embed_of
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
from meetings.recordings.rules import Overlap, Segment, Source, State, private_parts, public_spans
from meetings.room.events import MeetingClosed
from meetings.schedule.models import Meeting

NO_RECORDING = "There is no such recording."
_PRIVACY = (ExclusionBegan, PrivatePartOpened, ExclusionEnded, MeetingClosed)


@dataclass(frozen=True)
class RecordingRow:
    """A recording as pages show it."""

    id: str
    meeting_id: str
    title: str
    kind: str
    source: Source
    state: State
    #: where it is watched, of a link
    address: str
    #: for a frame that sets no cookies before it is played; empty: none
    embed_url: str
    #: where our own server gives the file; empty for a link
    file_url: str
    media_type: str
    size: int | None
    segments: tuple[Segment, ...]
    #: of published transcripts (for officers: of all)
    languages: tuple[str, ...]
    provider: str
    provider_key: str | None
    added_at: datetime
    added_by: str
    published_at: datetime | None
    withdrawn_reason: str = ""
    keep_until: date | None = None
    keep_for_good: bool = False
    keep_reason: str = ""
    deleted_at: datetime | None = None
    deleted_reason: str = ""

    @property
    def is_public(self) -> bool:
        """Whether everybody may watch it."""
        return self.state is State.PUBLISHED

    @property
    def length(self) -> float:
        """As long as is known, in seconds: to the end of its last stretch."""
        return max((s.end for s in self.segments), default=0.0)


@dataclass(frozen=True)
class Cue:
    """A line of a transcript. Seconds in the recording."""

    position: int
    start: float
    end: float
    speaker: str
    text: str
    corrected: bool = False
    #: said while the public was excluded, or where that cannot be ruled out: never published
    private: bool = False


@dataclass(frozen=True)
class TranscriptRow:
    """A transcript with its lines."""

    id: str
    recording_id: str
    language: str
    origin: str
    version: int
    added_at: datetime
    added_by: str
    published_at: datetime | None
    published_by: str
    cues: tuple[Cue, ...]


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
    found = [_row(r, segments.get(r.id, ()), languages.get(r.id, ())) for r in rows]
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
    cues = [_cue(c, public) for c in cues_of(session, row.id)]
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


def may_be_known(session: Session, meeting_id: str, audience: Audience) -> bool:
    """Whether the meeting is known to that audience."""
    public = session.scalar(select(Meeting.is_public).where(Meeting.id == meeting_id))
    return public is not None and may_see_meeting(published=public, audience=audience)


def _cue(row: TranscriptCue, public: Sequence[tuple[float, float]]) -> Cue:
    start, end = row.start_ms / 1000, row.end_ms / 1000
    private = not any(first <= start and end <= last for first, last in public)
    return Cue(row.position, start, end, row.speaker, row.text, row.corrected_at is not None, private)


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


def _languages(session: Session, ids: Sequence[str], *, published: bool) -> dict[str, tuple[str, ...]]:
    query = select(Transcript.recording_id, Transcript.language).where(Transcript.recording_id.in_(ids))
    if published:
        query = query.where(Transcript.published_at.is_not(None))
    found: dict[str, tuple[str, ...]] = {}
    for recording_id, language in session.execute(query.order_by(Transcript.language)):
        found[recording_id] = (*found.get(recording_id, ()), language)
    return found


def _row(row: Recording, listed: tuple[Segment, ...], languages: tuple[str, ...]) -> RecordingRow:
    is_file = row.source is Source.FILE
    return RecordingRow(
        id=row.id,
        meeting_id=row.meeting_id,
        title=row.title,
        kind=row.kind,
        source=row.source,
        state=row.state,
        address=row.address,
        embed_url="" if is_file else embed_of(row.address),
        file_url=f"/recordings/{row.id}/file" if is_file and row.sha256 else "",
        media_type=row.media_type,
        size=row.size,
        segments=listed,
        languages=languages,
        provider=row.provider,
        provider_key=row.provider_key,
        added_at=row.added_at,
        added_by=row.added_by,
        published_at=row.published_at,
        withdrawn_reason=row.withdrawn_reason,
        keep_until=row.keep_until,
        keep_for_good=row.keep_for_good,
        keep_reason=row.keep_reason,
        deleted_at=row.deleted_at,
        deleted_reason=row.deleted_reason,
    )
