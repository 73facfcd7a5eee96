"""What is sent to where a recording is watched: its captions and its description with chapters."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.conferencing.queries import broadcast_of_meeting
from meetings.kernel.secrecy import EXEMPT_TITLE, Audience
from meetings.recordings import queries
from meetings.recordings.addresses import youtube_id
from meetings.recordings.chapters import Chapter, Taken, chapters, described
from meetings.recordings.marks import Mark, MarkKind
from meetings.recordings.rows import RecordingRow
from meetings.recordings.vtt import Line, write
from meetings.schedule.queries import meeting_of


def broadcast_ref(session: Session, meeting_id: str, address: str) -> tuple[str, str] | None:
    """Provider and reference of the broadcast that a recording stands at; None: it is no broadcast of ours."""
    row = broadcast_of_meeting(session, meeting_id)
    if row is None or not row.ref or not address:
        return None
    video = youtube_id(address)
    same = row.watch_url == address or bool(video and video == youtube_id(row.watch_url))
    return (row.provider, row.ref) if same else None


def chapters_of(row: RecordingRow, marks: tuple[Mark, ...]) -> tuple[Chapter, ...]:
    """The chapters of one recording, from marks as the public may know them."""
    taken = [
        Taken(m.at, m.label, m.number, exempt=m.label == EXEMPT_TITLE)
        for m in marks
        if m.kind is MarkKind.ITEM or (m.kind is MarkKind.MEETING and m.key != "opened")
    ]
    return chapters(taken, [(s.started_at, s.offset, s.length) for s in row.segments])


def captions_file(session: Session, recording_id: str, language: str) -> bytes | None:
    """The published text as a caption file; None: there is none."""
    found = queries.transcript_of(session, recording_id, Audience.PUBLIC, language)
    if found is None or not found.cues:
        return None
    lines = [Line(round(c.start * 1000), round(c.end * 1000), c.speaker, c.text) for c in found.cues]
    return write(lines, language=language)


def description_of(session: Session, meeting_id: str, row: RecordingRow, site: str, day: str) -> str:
    """What stands below the recording: which meeting it is, where its papers are, its chapters."""
    meeting = meeting_of(session, meeting_id)
    where = f"\nAgenda, papers and minutes: {site}/meetings/{meeting_id}" if site else ""
    marks = queries.marks_of(session, meeting_id, Audience.PUBLIC)
    return described(f"{meeting.title}, {day}{where}", chapters_of(row, marks))
