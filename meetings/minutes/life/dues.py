"""Days that the life of minutes brings: the draft, the exempt minutes that are looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.models import AgendaItem
from meetings.deadlines.clocks import ZONE, Due, DueKind, due_source
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Citation
from meetings.deadlines.rules.profiles import value
from meetings.minutes.life.exempt import agenda_id, still_closed
from meetings.minutes.life.open_points import draft_due
from meetings.minutes.life.queries import agenda_lines, openings_of
from meetings.minutes.models import Minutes
from meetings.minutes.queries import document_of, minutes_of
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow, meeting_of, meetings_between

#: A draft is due at most this long after its meeting.
_AFTER = timedelta(days=120)


@due_source
def draft_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """By when the draft minutes of closed meetings are published. Three queries and the law's."""
    law = law_of(session)
    first = datetime.combine(start - _AFTER, time(), ZONE).astimezone(UTC)
    last = datetime.combine(end, time(23, 59), ZONE).astimezone(UTC)
    rows = [m for m in meetings_between(session, first, last, None, public_only=False) if _is_over(m)]
    if not rows:
        return
    query = select(Minutes.meeting_id, Minutes.public_version).where(
        Minutes.meeting_id.in_([m.id for m in rows])
    )
    public = {row[0]: row[1] > 0 for row in session.execute(query)}
    for meeting in rows:
        held = meeting.starts_at.astimezone(ZONE).date()
        due = draft_due(law, held)
        if due is not None and start <= due <= end and meeting.id in public:
            yield _due(
                meeting,
                due,
                "Publish the draft minutes",
                f"draft-minutes:{meeting.id}",
                done=public[meeting.id],
                citation=value(law, "draft_minutes_days", held).citation,
            )


@due_source
def review_dues(session: Session, start: date, end: date) -> Iterator[Due]:
    """When exempt minutes are looked at again: information is exempt only so long as the interest in it is."""
    ids = _with_review(session, start, end)
    for meeting_id in ids:
        row = minutes_of(session, meeting_id)
        if row is None or not row.public_version:
            continue
        meeting = meeting_of(session, meeting_id)
        opened = openings_of(session, meeting_id)
        document = document_of(session, row, row.public_version)
        every = still_closed(document, ())
        lines = agenda_lines(session, meeting_id, [agenda_id(item.item_id) for item in every])
        for item in every:
            line = lines.get(agenda_id(item.item_id))
            if line is None or line.review_on is None or not start <= line.review_on <= end:
                continue
            title = "Look again whether an exempt minute must be kept back"
            yield _due(
                meeting,
                line.review_on,
                f"{title}: item {item.number.rstrip('.')}",
                f"exempt-minute:{meeting_id}:{item.item_id}",
                done=item.item_id in opened,
                safe=title,
            )


def _with_review(session: Session, start: date, end: date) -> list[str]:
    """Meetings with an item that is to be looked at again in those days."""
    query = (
        select(AgendaItem.meeting_id)
        .join(Minutes, Minutes.meeting_id == AgendaItem.meeting_id)
        .where(AgendaItem.review_on >= start, AgendaItem.review_on <= end, Minutes.public_version > 0)
        .distinct()
        .order_by(AgendaItem.meeting_id)
    )
    return list(session.scalars(query))


def _is_over(meeting: MeetingRow) -> bool:
    return meeting.status is MeetingStatus.CLOSED


def _due(
    meeting: MeetingRow,
    on: date,
    title: str,
    key: str,
    *,
    done: bool,
    safe: str = "",
    citation: Citation | None = None,
) -> Due:
    held = meeting.starts_at.astimezone(ZONE).date()
    return Due(
        on=on,
        title=title,
        link=f"/desk/meetings/{meeting.id}/minutes/life",
        key=key,
        citation=citation,
        body_id=meeting.body_id,
        body_name=meeting.body_name,
        meeting_id=meeting.id,
        done=done,
        kind=DueKind.AFTER,
        safe_title=f"{safe or title}, meeting on {held.day} {held:%B}",
        note=f"Meeting on {held.day} {held:%B %Y}",
    )
