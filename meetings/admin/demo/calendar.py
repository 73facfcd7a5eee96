"""The days on which the demonstration council meets, computed from any day it is loaded on."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

_WEEK = timedelta(days=7)


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm)."""
    golden, century, rest = year % 19, year // 100, year % 100
    skipped = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def is_recess(day: date) -> bool:
    """Whether no meeting is held: 24 December to 2 January, and from Holy Monday to the Friday after Easter."""
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2):
        return True
    sunday = easter(day.year)
    return sunday - timedelta(days=6) <= day <= sunday + timedelta(days=5)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth weekday (Monday is 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7) + (nth - 1) * _WEEK


def out_of_recess(day: date, taken: Container[date] = ()) -> date:
    """The day itself, or the same weekday of the first later week that is neither in recess nor taken.

    Tuesdays to Thursdays are kept to, so that a bank holiday outside the recesses, always a Monday, is never met.
    """
    while is_recess(day) or day in taken:
        day += _WEEK
    return day


def working_days_before(day: date, count: int) -> date:
    """The day so many working days (Monday to Friday) earlier."""
    while count:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def years_later(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
