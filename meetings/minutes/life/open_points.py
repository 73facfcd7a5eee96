"""Everything open before minutes go on: what the text misses, what it gives away, comments, and days that have come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.bodies.queries import members_of
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.after import welsh_note
from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.counting import add_working, calendar_of, in_words
from meetings.deadlines.rules.profiles import value
from meetings.kernel.errors import WrongState
from meetings.minutes.document import MinutesDocument
from meetings.minutes.life.disclosure import GivenAway, given_away
from meetings.minutes.life.points import Point, points_of
from meetings.minutes.life.queries import as_opened, note_of_meeting
from meetings.minutes.queries import document_of, minutes_of
from meetings.schedule.queries import MeetingRow, meeting_of

#: From a meeting to what stands open about its minutes elsewhere: comments that nobody has answered.
PointSource = Callable[[Session, str], Iterable[Point]]
_SOURCES: list[PointSource] = []


def point_source(source: PointSource) -> PointSource:
    """Let another module put points on the list. Registering twice is once."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def open_points(session: Session, meeting_id: str, timezone: ZoneInfo) -> tuple[Point, ...]:
    """The list for the newest version."""
    row = minutes_of(session, meeting_id)
    if row is None:
        return ()
    meeting = meeting_of(session, meeting_id)
    document = document_of(session, row)
    shown = as_opened(session, meeting_id, document)
    given = tuple(
        Point(f"gives:{g.code}", g.sentence, g.item_id) for g in giving_away(session, meeting, shown)
    )
    elsewhere = tuple(point for source in _SOURCES for point in source(session, meeting_id))
    days = tuple(_days(session, meeting, timezone, published=row.is_public))
    return (*points_of(document, _members(session, meeting, timezone)), *given, *elsewhere, *days)


def giving_away(session: Session, meeting: MeetingRow, shown: MinutesDocument) -> tuple[GivenAway, ...]:
    """What the public form of a document would give away of what is kept back."""
    return given_away(shown)


def draft_due(law: Law, held_on: date) -> date | None:
    """By when draft minutes are published, by the council's own choice; None: it has chosen no day."""
    days = value(law, "draft_minutes_days", held_on).number
    return add_working(held_on, days, calendar_of(law)) if days else None


def note_due(law: Law, held_on: date) -> date | None:
    """By when the note of a meeting is published; None where the law asks for none."""
    try:
        return date.fromisoformat(str(welsh_note(law, held_on).result))
    except WrongState:
        return None


def _days(session: Session, meeting: MeetingRow, timezone: ZoneInfo, *, published: bool) -> Iterator[Point]:
    law, held = law_of(session), meeting.starts_at.astimezone(timezone).date()
    due = draft_due(law, held)
    if due is not None and not published:
        yield Point("due:draft", f"Publish the draft by {in_words(due)}.", minor=True)
    note = note_due(law, held)
    if note is not None and note_of_meeting(session, meeting.id) is None:
        yield Point("due:note", f"Publish the note of the meeting by {in_words(note)}.", minor=True)


def _members(session: Session, meeting: MeetingRow, timezone: ZoneInfo) -> list[str]:
    on = meeting.starts_at.astimezone(timezone).date()
    return [m.name for m in members_of(session, meeting.body_id, on)]
