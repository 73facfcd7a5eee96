"""A recording of a finished meeting of the demonstration: two stretches, a published transcript, a policy.

The sound itself is silence, made here, as long as the meeting: enough to follow and to seek in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from itertools import cycle

from sqlalchemy import select

from meetings.admin.demo.load_people import Cast
from meetings.bodies.queries import person_names
from meetings.conferencing.attendance.folding import Raw, What
from meetings.conferencing.attendance.queries import roll_call_of
from meetings.conferencing.attendance.usecases import KeepRows, keep_rows
from meetings.kernel.secrecy import Audience
from meetings.ports.storage import Storage
from meetings.recordings import queries
from meetings.recordings.marks import Mark, MarkKind
from meetings.recordings.rules import Segment, moment_in
from meetings.recordings.usecases import (
    AddFile,
    AddTranscript,
    PublishRecording,
    PublishTranscript,
    SetPolicy,
    SetStretches,
    StretchWish,
    add_file,
    add_transcript,
    publish_recording,
    publish_transcript,
    set_policy,
    set_stretches,
)
from meetings.recordings.vtt import Line, write
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting, MeetingStatus

#: One frame of silence: MPEG-2, layer III, 8 kbit/s, 16 kHz, one channel. It lasts 36 ms.
_FRAME = bytes((0xFF, 0xF3, 0x18, 0xC0)) + bytes(32)
_FRAME_SECONDS = 0.036
_LATE = timedelta(seconds=40)
_PAUSE = timedelta(seconds=20)
_READ_SECONDS = 5
_NOTE = (
    "Recordings are personal data of those who are seen and heard. They are kept to let residents follow decisions, "
    "and are deleted after the period in the retention schedule. Confirmed minutes remain the record."
)
_SPOKEN = (
    "Thank you, Chair. I have read the report with care, and I am grateful to the officers who wrote it.",
    "Residents in my ward have asked me about this more than about anything else this year.",
    "I would like to understand what it costs, and what happens if we do nothing.",
    "The figures on the second page answer that, and I am content with them.",
    "I support what is recommended. It has taken us a long time to get here.",
    "I am less sure. The consultation was short, and not everybody heard of it.",
    "Could we be told when the work begins, and who will look at it afterwards?",
    "We owe people a clear answer tonight, whichever way we decide.",
)
_GO_ON = (
    "Let me give one example. A neighbour of mine waited eleven weeks for a reply.",
    "That is not a criticism of anybody in this room. It is how the system works today.",
    "So I ask members to look past the first paragraph and at the table in the appendix.",
    "That is all I wanted to say. Thank you.",
)


def load_recordings(work: Work, cast: Cast, storage: Storage) -> None:
    """Where the demonstration has a meeting that was held, without a part in private and with a debate."""
    meeting = _told_most(work)
    if meeting is None:
        return
    loaded_at, actor = work.now, work.actor
    work.actor = cast.actors[cast.content.clerk(next(iter(cast.bodies))).key]
    assert meeting.opened_at is not None, "it was held"
    assert meeting.closed_at is not None, "it was held"
    work.now = min(loaded_at, meeting.closed_at + timedelta(hours=20))
    policy = SetPolicy(meeting.body_id, 730, "Audit and Governance Committee, retention schedule 7.2", _NOTE)
    set_policy(work, policy)
    stretches = _stretches(meeting.opened_at, meeting.closed_at)
    data = _FRAME * round(sum(s.length for s in stretches) / _FRAME_SECONDS)
    stored = storage.put(BytesIO(data))
    title = "Sound recording (silent in this demonstration)"
    recording = add_file(work, AddFile(meeting.id, stored.sha256, stored.size, "audio/mpeg", title))
    set_stretches(work, SetStretches(meeting.id, recording, stretches))
    publish_recording(work, PublishRecording(meeting.id, recording))
    _transcribe(work, storage, meeting, recording)
    _connected(work, meeting)
    work.actor, work.now = actor, loaded_at


def _transcribe(work: Work, storage: Storage, meeting: Meeting, recording: str) -> None:
    marks = queries.marks_of(work.session, meeting.id, Audience.PUBLIC)
    segments = queries.segments_of_recording(work.session, recording)
    lines = tuple(sorted(_lines(marks, segments), key=lambda x: x.start_ms))
    if not lines:
        return
    sha256 = storage.put(BytesIO(write(lines))).sha256
    text = add_transcript(work, AddTranscript(meeting.id, recording, "en", lines, sha256))
    publish_transcript(work, PublishTranscript(meeting.id, text, 1))


def _connected(work: Work, meeting: Meeting) -> None:
    """What a provider told of those who joined from elsewhere: somebody on the list, a device, a caller."""
    opened, closed = meeting.opened_at, meeting.closed_at
    assert opened is not None, "it was held"
    assert closed is not None, "it was held"
    names = person_names(work.session, list(roll_call_of(work.session, meeting.id)))
    half = opened + (closed - opened) / 2
    told = [(name, "", opened - timedelta(minutes=4), closed) for name in sorted(names.values())[:2]]
    told += [("iPad", "", opened + timedelta(minutes=6), half), ("iPad", "", half, closed)]
    told.append(("01632 960 114", "01632 960 114", opened, half))
    rows = tuple(
        Raw("zoom", f"demo-{n}", What.STRETCH, "meeting", start, end, name, phone=phone)
        for n, (name, phone, start, end) in enumerate(told, start=1)
    )
    keep_rows(work, KeepRows(meeting.id, rows, "report"))


def _told_most(work: Work) -> Meeting | None:
    """Of the meetings held of late, all in public, the one with most speeches on its record."""
    query = select(Meeting).where(
        Meeting.status == MeetingStatus.CLOSED,
        Meeting.is_public,
        Meeting.opened_at.is_not(None),
        Meeting.closed_at.is_not(None),
    )
    found: tuple[int, Meeting | None] = (1, None)
    for meeting in work.session.scalars(query.order_by(Meeting.starts_at.desc()).limit(12)).all():
        if queries.private_of(work.session, meeting.id):
            continue
        marks = queries.marks_of(work.session, meeting.id, Audience.PUBLIC)
        spoken = sum(m.kind is MarkKind.SPEAKER for m in marks) * 10 + len(marks)
        if spoken > found[0]:
            found = spoken, meeting
    return found[1]


def _stretches(opened: datetime, closed: datetime) -> tuple[StretchWish, ...]:
    """Begun a little late, interrupted once, and run to the end."""
    start = opened + min(_LATE, (closed - opened) / 10)
    middle = start + (closed - start) * 0.6
    first = (middle - start).total_seconds()
    again = middle + min(_PAUSE, (closed - opened) / 20)
    return (
        StretchWish(start, 0, first),
        StretchWish(again, first, (closed - again).total_seconds()),
    )


def _lines(marks: tuple[Mark, ...], segments: tuple[Segment, ...]) -> Iterator[Line]:
    """What is said at each mark that was recorded, made up for the demonstration."""
    spoken, further = cycle(_SPOKEN), cycle(_GO_ON)
    chair = "The Chair"
    for n, mark in enumerate(marks):
        found = moment_in(segments, mark.at)
        if found is None:
            continue
        place = found[1]
        until = mark.until or (marks[n + 1].at if n + 1 < len(marks) else mark.at + timedelta(seconds=20))
        room = max(2.0, min((until - mark.at).total_seconds(), 4 * _READ_SECONDS))
        match mark.kind:
            case MarkKind.ITEM:
                number = f" {mark.number}" if mark.number else ""
                yield _line(place, chair, f"We come to item{number}: {mark.label}.", room)
            case MarkKind.VOTE:
                yield _line(place, chair, "We move to the vote. Please vote now.", room)
            case MarkKind.SPEAKER:
                texts = [next(spoken)] + [next(further) for _ in range(int(room // _READ_SECONDS) - 1)]
                each = room / len(texts)
                for k, text in enumerate(texts):
                    yield _line(place + k * each, mark.label, text, each)
            case MarkKind.MEETING:
                yield _line(place, chair, f"{mark.label}.", room)


def _line(place: float, speaker: str, text: str, seconds: float) -> Line:
    start = round(place * 1000)
    return Line(start, start + max(500, round(min(seconds, _READ_SECONDS) * 1000) - 100), speaker, text)
