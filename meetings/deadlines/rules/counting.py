"""Counting days as the law counts them: clear days, working days, months, years; and why a day does not count."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from meetings.deadlines.rules.base import Closure, Law, Profile, Step

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6

#: Which bank holidays a profile lives by, as the holidays library names the places.
REGIONS = {
    Profile.ENGLAND_PRINCIPAL: "ENG",
    Profile.ENGLAND_PARISH: "ENG",
    Profile.WALES: "WLS",
    Profile.SCOTLAND: "SCT",
    Profile.NORTHERN_IRELAND: "NIR",
    Profile.GENERIC: "",
}
_UNITED_KINGDOM = frozenset({"ENG", "WLS", "SCT", "NIR"})


class DayMode(StrEnum):
    """Which days count. `working` is the careful reading for principal councils, `parish` the one for parishes."""

    CALENDAR = "calendar"
    PARISH = "parish"
    WORKING = "working"

    @property
    def label(self) -> str:
        """The mode in words."""
        return {
            "calendar": "every day counts",
            "parish": "Saturdays count; Sundays, bank holidays and the Christmas and Easter breaks do not",
            "working": "working days only",
        }[self.value]


def in_words(day: date) -> str:
    """A day as people read it: "Tuesday 8 December 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def days_in_words(number: int) -> str:
    """1 clear day, 5 clear days."""
    return f"{number} clear {'day' if number == 1 else 'days'}"


def short_words(day: date) -> str:
    """A day without its year: "Tue 8 Dec"."""
    return f"{day:%a} {day.day} {day:%b}"


@lru_cache(maxsize=256)
def bank_holidays(region: str, year: int) -> dict[date, str]:
    """The bank holidays of a nation (ENG, WLS, SCT, NIR) or a country (IE), substitute days among them."""
    if not region:
        return {}
    # Only here: most pages count no days, and need not read the tables.
    from holidays import country_holidays

    if region in _UNITED_KINGDOM:
        found = country_holidays("GB", subdiv=region, years=year)
    else:
        try:
            found = country_holidays(region, years=year)
        except NotImplementedError:
            # A country that the tables do not know: its Sundays and closures are all that is known.
            return {}
    return {day: _plain(name) for day, name in found.items() if day.year == year}


def _plain(name: str) -> str:
    return name.replace(" (observed)", ", substitute day")


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Day in the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def easter_break(year: int) -> tuple[date, date]:
    """First and last day: the Thursday before Easter Day to the Tuesday after it."""
    day = easter(year)
    return day - 3 * _DAY, day + 2 * _DAY


@lru_cache(maxsize=256)
def christmas_break(region: str, year: int) -> tuple[date, date]:
    """First and last day: the last week day before Christmas Day to the first after it that is no bank holiday."""
    first = date(year, 12, 24)
    while first.weekday() >= _SATURDAY:
        first -= _DAY
    last = date(year, 12, 26)
    holidays = bank_holidays(region, year)
    while last.weekday() >= _SATURDAY or last in holidays:
        last += _DAY
    return first, last


@dataclass(frozen=True)
class WorkCalendar:
    """The days of one place: its bank holidays, and the days on which these offices are closed besides."""

    #: ENG, WLS, SCT, NIR, a country's two letters, or "" for a place whose bank holidays are not known
    region: str
    closures: tuple[Closure, ...] = ()

    def why_not(self, day: date, mode: DayMode) -> str:
        """Why that day does not count ("a Sunday"); empty: it counts."""
        if mode is DayMode.CALENDAR:
            return ""
        if day.weekday() == _SUNDAY:
            return "a Sunday"
        if mode is DayMode.WORKING and day.weekday() == _SATURDAY:
            return "a Saturday"
        holiday = bank_holidays(self.region, day.year).get(day, "")
        if holiday:
            return f"a bank holiday: {holiday}"
        if mode is DayMode.PARISH and (rest := self._break(day)):
            return rest
        return self._closed(day)

    def _break(self, day: date) -> str:
        first, last = christmas_break(self.region, day.year)
        if first <= day <= last:
            return "in the Christmas break"
        first, last = easter_break(day.year)
        return "in the Easter break" if first <= day <= last else ""

    def _closed(self, day: date) -> str:
        for closure in self.closures:
            if closure.day == day:
                kind = "a day of mourning or thanksgiving" if closure.mourning else "the offices are closed"
                return f"{kind}: {closure.name}" if closure.name else kind
        return ""

    def countable(self, day: date, mode: DayMode) -> bool:
        """Whether that day counts."""
        return not self.why_not(day, mode)

    def holiday(self, day: date) -> str:
        """The bank holiday on that day, by name; empty: none."""
        return bank_holidays(self.region, day.year).get(day, "")


def calendar_of(law: Law) -> WorkCalendar:
    """The calendar of the council under this law; outside the United Kingdom it names its country."""
    region = REGIONS[law.profile]
    if law.profile is Profile.GENERIC:
        region = law.choices.get("holiday_calendar", region)
    return WorkCalendar(region, law.closures)


def days_between(issued: date, meeting: date) -> Iterator[date]:
    """The days after the first and before the second."""
    day = issued + _DAY
    while day < meeting:
        yield day
        day += _DAY


def clear_days(issued: date, meeting: date, mode: DayMode, calendar: WorkCalendar) -> int:
    """How many days count between the day of issue and the day of the meeting, both left out."""
    return sum(calendar.countable(day, mode) for day in days_between(issued, meeting))


def latest_issue(meeting: date, days: int, mode: DayMode, calendar: WorkCalendar) -> date:
    """The last day on which notice can go out: that many clear days before, and itself a day that counts."""
    day, counted = meeting, 0
    while counted < days:
        day -= _DAY
        counted += calendar.countable(day, mode)
    day -= _DAY
    # Somebody must be there to put the notice up.
    while not calendar.countable(day, mode):
        day -= _DAY
    return day


def open_day(day: date, calendar: WorkCalendar) -> date:
    """That day, or the last one before it on which somebody is at the offices to put a notice up."""
    while not calendar.countable(day, DayMode.WORKING):
        day -= _DAY
    return day


def open_steps(day: date, calendar: WorkCalendar) -> tuple[Step, ...]:
    """What to say of a last day on which the offices are closed; nothing when they are open."""
    before, why = open_day(day, calendar), calendar.why_not(day, DayMode.WORKING)
    text = f"The offices are closed that day, {why}: put it up by {in_words(before)}."
    return (Step(text, before),) if why else ()


def earliest_meeting(issued: date, days: int, mode: DayMode, calendar: WorkCalendar) -> date:
    """The first day on which a meeting called on that day has its clear days."""
    day, counted = issued, 0
    while counted < days:
        day += _DAY
        counted += calendar.countable(day, mode)
    return day + _DAY


def add_working(day: date, days: int, calendar: WorkCalendar, inclusive: bool = False) -> date:
    """The so-manieth working day after a day; `inclusive`: that day is the first if it is one."""
    counted = 0
    if inclusive:
        day -= _DAY
    while counted < days:
        day += _DAY
        counted += calendar.countable(day, DayMode.WORKING)
    return day


def take_working(day: date, days: int, calendar: WorkCalendar) -> date:
    """The so-manieth working day before a day."""
    counted = 0
    while counted < days:
        day -= _DAY
        counted += calendar.countable(day, DayMode.WORKING)
    return day


def add_months(day: date, number: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def years_beginning(day: date, years: int) -> date:
    """The last day of a period of years beginning with that day."""
    try:
        after = day.replace(year=day.year + years)
    except ValueError:
        after = date(day.year + years, 3, 1)
    return after - _DAY


def count_steps(issued: date, meeting: date, mode: DayMode, calendar: WorkCalendar) -> tuple[Step, ...]:
    """The days between, latest first, each with its number or why it does not count."""
    steps = [Step(f"{in_words(meeting)}: the day of the meeting, not counted", meeting)]
    number = 0
    for day in reversed(tuple(days_between(issued, meeting))):
        reason = calendar.why_not(day, mode)
        number += not reason
        text = f"not counted, {reason}" if reason else f"day {number}"
        steps.append(Step(f"{in_words(day)}: {text}", day, not reason))
    steps.append(Step(f"{in_words(issued)}: the day of issue, not counted", issued))
    return tuple(steps)


def forward_steps(
    start: date,
    end: date,
    mode: DayMode,
    calendar: WorkCalendar,
    *,
    inclusive: bool = False,
    what: str = "day",
) -> tuple[Step, ...]:
    """The days from one to another, earliest first, each with its number or why it does not count."""
    steps = [] if inclusive else [Step(f"{in_words(start)}: the first day, not counted", start)]
    number = 0
    day = start if inclusive else start + _DAY
    while day <= end:
        reason = calendar.why_not(day, mode)
        number += not reason
        text = f"not counted, {reason}" if reason else f"{what} {number}"
        steps.append(Step(f"{in_words(day)}: {text}", day, not reason))
        day += _DAY
    return tuple(steps)


def working_steps(
    start: date, end: date, calendar: WorkCalendar, inclusive: bool = False
) -> tuple[Step, ...]:
    """The same in working days."""
    return forward_steps(start, end, DayMode.WORKING, calendar, inclusive=inclusive, what="working day")
