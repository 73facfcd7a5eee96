"""The numbers of minutes are taken as they are drafted, and kept with the meeting."""

from __future__ import annotations

from sqlalchemy import select

from meetings.bodies.models import Body
from meetings.bodies.queries import body_of
from meetings.minutes.document import MinutesDocument
from meetings.minutes.house.events import MinutesNumbered
from meetings.minutes.house.models import MinuteNumbersRow
from meetings.minutes.house.queries import Taken, style_of, taken_in, year_of
from meetings.minutes.models import Minutes
from meetings.minutes.style import MinuteNumbers
from meetings.minutes.style_numbers import given, span
from meetings.runtime.work import Work
from meetings.schedule.models import Meeting


def one_at_a_time(work: Work, meeting_id: str) -> None:
    """From here to the end, no other meeting of the same body takes numbers: two would take the same."""
    query = select(Body.id).join(Meeting, Meeting.body_id == Body.id).where(Meeting.id == meeting_id)
    work.session.execute(query.with_for_update(of=Body, key_share=True))


def take_numbers(work: Work, minutes: Minutes, document: MinutesDocument) -> None:
    """Keep the numbers that a draft has, so that no other meeting takes them. Those of the agenda are not taken."""
    row = work.session.get(MinuteNumbersRow, minutes.meeting_id)
    style = document.style
    if style.numbers is MinuteNumbers.AGENDA:
        if row is not None:
            work.session.delete(row)
            work.session.flush()
            work.record(minutes.meeting_id, MinutesNumbered(style.numbers.value, row.year, 0, 0))
        return
    if row is not None and minutes.public_version:
        year = row.year
    else:
        year = year_of(work.session, document.held_on, style.year_start, work.timezone)
    numbers = given(document.items, style, year)
    first, last = span(numbers)
    before = (row.scheme, row.year, row.first, row.last, row.reason) if row is not None else None
    if row is None:
        meeting = work.session.get_one(Meeting, minutes.meeting_id)
        row = MinuteNumbersRow(meeting_id=minutes.meeting_id, body_id=meeting.body_id, reason="")
        work.session.add(row)
    row.scheme, row.year, row.given = style.numbers.value, year, numbers
    row.first, row.last = first, last
    work.session.flush()
    now = (row.scheme, row.year, row.first, row.last, row.reason)
    if now != before or not before:
        work.record(minutes.meeting_id, MinutesNumbered(*now))


def others_of(work: Work, row: MinuteNumbersRow) -> list[Taken]:
    """The numbers of the body's other meetings that these must not meet."""
    style = style_of(work.session, body_of(work.session, row.body_id))
    found = taken_in(work.session, row.body_id, row.year, style.year_start)
    return [taken for taken in found if taken.meeting_id != row.meeting_id]
