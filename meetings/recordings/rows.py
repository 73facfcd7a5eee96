"""Recordings and transcripts as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from meetings.recordings.addresses import embed_of
from meetings.recordings.models import Recording, TranscriptCue
from meetings.recordings.rules import Segment, Source, State


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
class TranscriptLine:
    """A transcript without its lines."""

    id: str
    language: str
    lines: int
    published_at: datetime | None


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


def recording_row(row: Recording, listed: tuple[Segment, ...], languages: tuple[str, ...]) -> RecordingRow:
    """From its table."""
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


def cue_row(row: TranscriptCue, public: Sequence[tuple[float, float]]) -> Cue:
    """From its table; `public`: where in the recording what is said may be published."""
    start, end = row.start_ms / 1000, row.end_ms / 1000
    private = not any(first <= start and end <= last for first, last in public)
    return Cue(row.position, start, end, row.speaker, row.text, row.corrected_at is not None, private)
