"""The period that figures are for: a council year, a calendar year, or from one day to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from meetings.bodies.rules import Span
from meetings.deadlines.rules.counting import years_beginning

_DAY = timedelta(days=1)
#: nobody means more than this by a period: it would be a slip
LONGEST = timedelta(days=3700)
_YEARS_BACK = 6


@dataclass(frozen=True)
class Period:
    """A period with its name. `key` is how an address says it."""

    key: str
    first: date
    last: date
    label: str

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first, self.last)


def council_years(annual: Sequence[date], today: date) -> list[Period]:
    """The year that runs and those before it, the latest first: each from one annual meeting to the next.

    Where no annual meeting of a year is known it is taken to begin on 1 May; until the next one is arranged it is a
    year long.
    """
    by_year = {day.year: day for day in sorted(annual)}

    def begin(year: int) -> date:
        if year not in by_year and year - 1 in by_year:
            return years_beginning(by_year[year - 1], 1) + _DAY
        return by_year.get(year, date(year, 5, 1))

    latest = next(y for y in (today.year, today.year - 1, today.year - 2) if begin(y) <= today)
    return [
        Period(f"c{year}", begin(year), begin(year + 1) - _DAY, f"Council year {year}/{(year + 1) % 100:02}")
        for year in range(latest, latest - _YEARS_BACK, -1)
    ]


def calendar_years(today: date) -> list[Period]:
    """The year that runs and those before it, the latest first."""
    return [
        Period(f"y{year}", date(year, 1, 1), date(year, 12, 31), f"Calendar year {year}")
        for year in range(today.year, today.year - _YEARS_BACK, -1)
    ]


def from_to(first: date, last: date) -> Period:
    """Any other period. Raises ValueError with a sentence."""
    if last < first:
        raise ValueError("The last day is before the first.")
    if last - first > LONGEST:
        raise ValueError("Choose at most ten years.")
    return Period("dates", first, last, "Dates of your choice")
