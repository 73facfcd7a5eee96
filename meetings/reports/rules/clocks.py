"""When reports and clearances are due: counted back from the day on which the agenda must be published."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Law
from meetings.deadlines.rules.counting import (
    DayMode,
    add_working,
    calendar_of,
    latest_issue,
    take_working,
)
from meetings.deadlines.rules.profiles import value

#: A consultee has at least so many working days, however late the author asks.
LEAST_DAYS = 1
#: Where there is no meeting to count back from, a consultee has so many working days.
WITHOUT_MEETING = 5


def publication_day(law: Law, meeting_day: date) -> date:
    """The last day on which the agenda of a meeting can be published, by the careful count."""
    days = value(law, "notice_public_days", meeting_day).number
    mode = DayMode(str(value(law, "day_mode", meeting_day).value))
    return latest_issue(meeting_day, days, mode, calendar_of(law))


def submit_by(law: Law, meeting_day: date, days: int) -> date:
    """The day by which a report is with democratic services: working days before publication."""
    return take_working(publication_day(law, meeting_day), days, calendar_of(law))


def answer_by(law: Law, meeting_day: date | None, days: int, today: date) -> date:
    """The day by which a consultee answers: so many working days before publication, but never too soon to do it."""
    calendar = calendar_of(law)
    soonest = add_working(today, LEAST_DAYS, calendar)
    if meeting_day is None:
        return add_working(today, WITHOUT_MEETING, calendar)
    return max(take_working(publication_day(law, meeting_day), days, calendar), soonest)


def working_days_between(law: Law, first: date, last: date) -> int:
    """How many working days there are after the first day, up to and with the last; 0 if it has passed."""
    calendar = calendar_of(law)
    days, day = 0, first
    while day < last:
        day = add_working(day, 1, calendar)
        days += day <= last
    return days
