"""Days that recordings bring: captions within a fortnight, and the end of what is kept at another address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.deadlines.clocks import ZONE, Due, DueKind, due_source
from meetings.deadlines.rules.base import Citation
from meetings.recordings.models import Recording, RecordingPolicy, Transcript
from meetings.recordings.retention import kept_until
from meetings.recordings.rules import CAPTION_DAYS, Source, State, captions_due
from meetings.schedule.models import Meeting
from meetings.schedule.queries import MeetingRow, meetings_by_id

CAPTIONS = Citation(
    "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 (captions on "
    "recorded video; live video is exempt). The fourteen days are the government's guidance",
    False,
    "https://www.legislation.gov.uk/uksi/2018/952",
)


@due_source
def caption_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """By when a published recording has captions. Two queries."""
    first = datetime.combine(start - timedelta(days=CAPTION_DAYS + 1), time(), ZONE)
    last = datetime.combine(end - timedelta(days=CAPTION_DAYS) + timedelta(days=1), time(), ZONE)
    done = select(Transcript.id).where(
        Transcript.recording_id == Recording.id, Transcript.published_at.is_not(None)
    )
    query = select(Recording.id, Recording.meeting_id, Recording.published_at, done.exists()).where(
        Recording.state == State.PUBLISHED, Recording.published_at >= first, Recording.published_at <= last
    )
    rows = session.execute(query.order_by(Recording.id)).all()
    meetings = meetings_by_id(session, {r[1] for r in rows}) if rows else {}
    for recording_id, meeting_id, published_at, captioned in rows:
        if published_at is None:
            continue
        on = captions_due(published_at.astimezone(ZONE).date())
        if start <= on <= end and meeting_id in meetings:
            yield _due(
                meetings[meeting_id],
                on,
                "Publish captions for the recording",
                f"captions:{recording_id}",
                done=captioned,
            )


@due_source
def keeping_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """When a recording at another address is kept no longer: only a person can delete it there. Two queries."""
    query = (
        select(Recording, Meeting.body_id, Meeting.starts_at, RecordingPolicy)
        .join(Meeting, Meeting.id == Recording.meeting_id)
        .outerjoin(RecordingPolicy, RecordingPolicy.body_id == Meeting.body_id)
        .where(Recording.source == Source.LINK, Recording.state != State.DELETED)
    )
    found = []
    for row, _body_id, starts_at, policy in session.execute(query.order_by(Recording.id)):
        until = kept_until(row, starts_at.astimezone(ZONE).date(), policy)
        if until is not None and start <= until <= end:
            found.append((row, until))
    meetings = meetings_by_id(session, {r.meeting_id for r, _ in found}) if found else {}
    for row, until in found:
        if row.meeting_id in meetings:
            title = "Delete the recording where it is kept"
            yield _due(meetings[row.meeting_id], until, title, f"recording-kept:{row.id}", done=False)


def _due(meeting: MeetingRow, on: date, title: str, key: str, *, done: bool) -> Due:
    held = meeting.starts_at.astimezone(ZONE).date()
    return Due(
        on=on,
        title=title,
        link=f"/desk/meetings/{meeting.id}/recording",
        key=key,
        citation=CAPTIONS if key.startswith("captions:") else None,
        body_id=meeting.body_id,
        body_name=meeting.body_name,
        meeting_id=meeting.id,
        done=done,
        kind=DueKind.AFTER,
        safe_title=f"{title}, meeting on {held.day} {held:%B}",
        note=f"Meeting on {held.day} {held:%B %Y}",
    )
