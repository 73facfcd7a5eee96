"""When a body meets through a municipal year: on the second Tuesday, every six weeks, never in August."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: Which of its weekday in the month: the first … fourth, or the last.
ORDINALS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", -1: "Last"}
MOST_WEEKS = 26


class Rhythm(StrEnum):
    """By the month, or by the week."""

    MONTHLY = "monthly"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Pattern:
    """A rhythm. `ordinals` serve the monthly one, `every` (weeks) and `anchor` (a first day) the other.

    `months_off` are the months, 1 to 12, in which the body does not meet.
    """

    rhythm: Rhythm
    weekday: int
    ordinals: tuple[int, ...] = (1,)
    every: int = 6
    anchor: date | None = None
    months_off: frozenset[int] = frozenset()


@dataclass(frozen=True)
class MunicipalYear:
    """From May to the end of April: councils elect and meet for it (England and Wales: Local Government Act 1972)."""

    first: int

    @property
    def start(self) -> date:
        """The first of May."""
        return date(self.first, 5, 1)

    @property
    def end(self) -> date:
        """The last of April."""
        return date(self.first + 1, 4, 30)

    @property
    def label(self) -> str:
        """2026/27."""
        return f"{self.first}/{(self.first + 1) % 100:02d}"

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """Its twelve months as (year, month), May first."""
        return tuple((self.first + (m > 12), (m - 1) % 12 + 1) for m in range(5, 17))


def municipal_year(day: date) -> MunicipalYear:
    """The year a day lies in."""
    return MunicipalYear(day.year if day.month >= 5 else day.year - 1)


def days_of(pattern: Pattern, first: date, last: date) -> tuple[date, ...]:
    """Every day of the pattern from `first` to `last`, both included, in order."""
    find = _monthly if pattern.rhythm is Rhythm.MONTHLY else _weekly
    return tuple(d for d in find(pattern, first, last) if d.month not in pattern.months_off)


def _monthly(pattern: Pattern, first: date, last: date) -> list[date]:
    on = [weekday(pattern.weekday, n) for n in sorted(set(pattern.ordinals))]
    if not on:
        return []
    return [d.date() for d in rrule(MONTHLY, dtstart=first, until=last, byweekday=on)]


def _weekly(pattern: Pattern, first: date, last: date) -> list[date]:
    begin = pattern.anchor or first
    start = next(d.date() for d in rrule(DAILY, dtstart=begin, count=1, byweekday=weekday(pattern.weekday)))
    # An anchor before the period keeps its rhythm into it.
    step = timedelta(weeks=pattern.every)
    while start < first:
        start += step
    return [d.date() for d in rrule(WEEKLY, interval=pattern.every, dtstart=start, until=last)]
