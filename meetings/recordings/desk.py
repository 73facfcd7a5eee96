"""What the officers' page of a meeting's recordings shows: each recording, and what is missing by when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.kernel.secrecy import Audience
from meetings.recordings import queries
from meetings.recordings.chapters import Chapter
from meetings.recordings.marks import Mark, MarkKind, closed_spans, spans
from meetings.recordings.models import RecordingPolicy
from meetings.recordings.retention import kept_until
from meetings.recordings.rows import RecordingRow, TranscriptLine
from meetings.recordings.rules import (
    Moment,
    Overlap,
    Source,
    State,
    captions_due,
    moment_from,
    private_parts,
)
from meetings.recordings.sending import chapters_of
from meetings.recordings.standing import private_words, why_not_published
from meetings.schedule.queries import MeetingRow


@dataclass(frozen=True)
class Missing:
    """Something that is still to be done. `due` None: no day is set for it."""

    text: str
    due: date | None = None
    link: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class MarkLine:
    """Something that happened, and where it is in the recordings; None: nowhere."""

    mark: Mark
    moment: Moment | None


@dataclass(frozen=True)
class RecordingLine:
    """A recording on the page."""

    row: RecordingRow
    transcripts: tuple[TranscriptLine, ...]
    overlaps: tuple[Overlap, ...]
    #: the same in words, by place and clock
    private: str
    #: why it cannot be published; empty if it can
    hindered: str
    kept_until: date | None
    captions_by: date | None
    #: as players show them; none where there are too few to be shown
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True)
class RecordingPage:
    """The whole page."""

    meeting: MeetingRow
    lines: tuple[RecordingLine, ...]
    gone: tuple[RecordingRow, ...]
    marks: tuple[MarkLine, ...]
    missing: tuple[Missing, ...]
    policy: RecordingPolicy | None
    #: where the public watched, if no recording has that address yet
    broadcast: str
    excluded: bool

    def line(self, recording_id: str) -> RecordingLine | None:
        """One recording."""
        return next((x for x in self.lines if x.row.id == recording_id), None)


def recording_page(session: Session, meeting: MeetingRow, zone: ZoneInfo, today: date) -> RecordingPage:
    """Read everything for the page."""
    rows = queries.recordings_of(session, meeting.id, Audience.OFFICER)
    policy = queries.policy_of(session, meeting.body_id)
    kept = [r for r in rows if r.state is not State.DELETED]
    marks = queries.marks_of(session, meeting.id, Audience.PUBLIC) if kept else ()
    texts = queries.transcripts_of(session, [r.id for r in kept])
    lines = tuple(
        replace(_line(session, meeting, r, texts.get(r.id, ()), policy, zone), chapters=chapters_of(r, marks))
        for r in kept
    )
    segments = tuple(s for x in lines for s in x.row.segments)
    listed = tuple(MarkLine(m, moment_from(segments, m.at, m.until)) for m in marks)
    taken = {x.row.address for x in lines}
    broadcast = meeting.broadcast_url if meeting.broadcast_url not in taken else ""
    return RecordingPage(
        meeting,
        lines,
        tuple(r for r in rows if r.state is State.DELETED),
        listed,
        missing_of(meeting, lines, policy, zone, today),
        policy,
        broadcast,
        bool(queries.private_of(session, meeting.id)),
    )


def missing_of(
    meeting: MeetingRow,
    lines: tuple[RecordingLine, ...],
    policy: RecordingPolicy | None,
    zone: ZoneInfo,
    today: date,
) -> tuple[Missing, ...]:
    """What is to be done next, the most pressing first."""
    if not lines:
        words = (
            "The public watched this meeting, and no recording of it is listed."
            if meeting.broadcast_url
            else ""
        )
        return (Missing(words, link="#add"),) if words else ()
    found: list[Missing] = []
    for line in lines:
        found += _missing(line, today)
    if policy is None:
        found.append(Missing("Nobody has decided how long recordings of this body are kept.", link="#policy"))
    return tuple(sorted(found, key=lambda m: (not m.urgent, m.due is None, m.due or today)))


def _missing(line: RecordingLine, today: date) -> list[Missing]:
    row, at = line.row, f"#recording-{line.row.id}"
    found = []
    if line.private:
        text = (
            f"“{row.title}” shows a part without the public: {line.private}. Publish it once that is cut out."
        )
        found.append(Missing(text, link=at, urgent=True))
    elif not row.segments:
        text = f"From when to when “{row.title}” shows the meeting is not entered: no item or vote can be found in it."
        found.append(Missing(text, link=at))
    if row.state is State.HELD and not line.private:
        found.append(Missing(f"“{row.title}” is not published.", link=at))
    if line.captions_by is not None and not any(t.published_at for t in line.transcripts):
        late = line.captions_by < today
        text = f"“{row.title}” has no published captions" + (": that is overdue." if late else ".")
        found.append(Missing(text, line.captions_by, at, urgent=late))
    until = line.kept_until
    if until is not None and until < today and row.source is Source.LINK:
        text = f"“{row.title}” was to be kept until this day: delete it where it is, then here."
        found.append(Missing(text, until, at, urgent=True))
    return found


def _line(
    session: Session,
    meeting: MeetingRow,
    row: RecordingRow,
    transcripts: tuple[TranscriptLine, ...],
    policy: RecordingPolicy | None,
    zone: ZoneInfo,
) -> RecordingLine:
    private = queries.private_of(session, meeting.id)
    overlaps = private_parts(row.segments, closed_spans(private))
    hindered = why_not_published(
        known=meeting.is_public,
        going_on=meeting.opened_at is not None and meeting.closed_at is None,
        excluded=bool(spans(private)),
        has_times=bool(row.segments),
        overlaps=overlaps,
        zone=zone,
    )
    held_on = meeting.starts_at.astimezone(zone).date()
    published = row.published_at if row.state is State.PUBLISHED else None
    return RecordingLine(
        row,
        transcripts,
        overlaps,
        private_words(overlaps, zone),
        hindered,
        kept_until(row, held_on, policy),
        captions_due(published.astimezone(zone).date()) if published else None,
    )


def speakers_in(marks: tuple[Mark, ...]) -> tuple[str, ...]:
    """Who spoke, by the record, each once, by name."""
    return tuple(sorted({m.label for m in marks if m.kind is MarkKind.SPEAKER}, key=str.casefold))
