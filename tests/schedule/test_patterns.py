"""The days on which a body meets through a year."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.schedule.patterns import MunicipalYear, Pattern, Rhythm, days_of, municipal_year

YEAR = MunicipalYear(2026)


def iso(pattern: Pattern) -> list[str]:
    return [d.isoformat() for d in days_of(pattern, YEAR.start, YEAR.end)]


def test_second_tuesday_of_each_month_except_august() -> None:
    days = iso(Pattern(Rhythm.MONTHLY, 1, (2,), months_off=frozenset({8})))
    assert days == [
        "2026-05-12",
        "2026-06-09",
        "2026-07-14",
        "2026-09-08",
        "2026-10-13",
        "2026-11-10",
        "2026-12-08",
        "2027-01-12",
        "2027-02-09",
        "2027-03-09",
        "2027-04-13",
    ]


def test_first_and_last_of_a_month_are_both_there() -> None:
    assert iso(Pattern(Rhythm.MONTHLY, 3, (-1, 1)))[:4] == [
        "2026-05-07",
        "2026-05-28",
        "2026-06-04",
        "2026-06-25",
    ]


def test_every_six_weeks_keeps_the_rhythm_of_its_first_day() -> None:
    pattern = Pattern(Rhythm.WEEKS, 2, every=6, anchor=date(2026, 4, 8))
    assert iso(pattern)[:3] == ["2026-05-20", "2026-07-01", "2026-08-12"]


def test_without_a_first_day_the_rhythm_begins_with_the_year() -> None:
    assert iso(Pattern(Rhythm.WEEKS, 0, every=4))[:2] == ["2026-05-04", "2026-06-01"]


def test_pattern_without_a_week_of_the_month_has_no_days() -> None:
    assert iso(Pattern(Rhythm.MONTHLY, 1, ())) == []


@pytest.mark.parametrize(
    ("day", "label"), [("2026-04-30", "2025/26"), ("2026-05-01", "2026/27"), ("2100-01-01", "2099/00")]
)
def test_municipal_year_runs_from_may_to_april(day: str, label: str) -> None:
    assert municipal_year(date.fromisoformat(day)).label == label


def test_months_of_a_year_begin_in_may() -> None:
    assert YEAR.months[0] == (2026, 5)
    assert YEAR.months[7:9] == ((2026, 12), (2027, 1))
    assert YEAR.months[-1] == (2027, 4)
