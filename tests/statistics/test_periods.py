"""Periods, and what an address asks for."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from werkzeug.datastructures import MultiDict

from meetings.bodies.queries import BodyRow
from meetings.bodies.rules import BodyKind
from meetings.statistics.forms import choice_of
from meetings.statistics.rules.periods import calendar_years, council_years
from meetings.statistics.tables import Cell, duration, share

TODAY = date(2026, 11, 22)
ANNUAL = [date(2025, 5, 21), date(2026, 5, 20)]


def _body(slug: str) -> BodyRow:
    return BodyRow(f"id-{slug}", slug, slug.title(), BodyKind.COMMITTEE, "", 3, "", "", "", True, 0, False)


def test_a_council_year_runs_from_one_annual_meeting_to_the_next() -> None:
    years = council_years(ANNUAL, TODAY)
    assert [(y.label, y.first, y.last) for y in years[:3]] == [
        ("Council year 2026/27", date(2026, 5, 20), date(2027, 5, 19)),
        ("Council year 2025/26", date(2025, 5, 21), date(2026, 5, 19)),
        ("Council year 2024/25", date(2024, 5, 1), date(2025, 5, 20)),
    ]


@pytest.mark.parametrize(
    "today", [date(2026, 5, 19), date(2026, 5, 20), date(2026, 1, 1), date(2027, 12, 31)]
)
def test_years_follow_each_other_without_a_gap_and_the_first_holds_today(today: date) -> None:
    for years in (council_years(ANNUAL, today), council_years([], today), calendar_years(today)):
        assert years[0].span.covers(today)
        for later, earlier in pairwise(years):
            assert earlier.last + timedelta(days=1) == later.first


@pytest.mark.parametrize(
    ("args", "first", "last", "errors"),
    [
        ({}, date(2026, 5, 20), date(2027, 5, 19), {}),
        ({"period": "nonsense"}, date(2026, 5, 20), date(2027, 5, 19), {}),
        ({"period": "y2025"}, date(2025, 1, 1), date(2025, 12, 31), {}),
        (
            {"period": "dates", "from": "2026-01-02", "to": "2026-02-03"},
            date(2026, 1, 2),
            date(2026, 2, 3),
            {},
        ),
        (
            {"period": "dates", "from-day": "1", "from-month": "2", "from-year": "2026", "to": "2026-02-03"},
            date(2026, 2, 1),
            date(2026, 2, 3),
            {},
        ),
        (
            {"period": "dates", "from": "2026-03-02", "to": "2026-02-03"},
            date(2026, 5, 20),
            date(2027, 5, 19),
            {"to"},
        ),
        ({"period": "dates"}, date(2026, 5, 20), date(2027, 5, 19), {"from", "to"}),
        (
            {"period": "dates", "from": "x", "to": "9999-01-01"},
            date(2026, 5, 20),
            date(2027, 5, 19),
            {"from", "to"},
        ),
        (
            {"period": "dates", "from": "1990-01-01", "to": "2026-01-01"},
            date(2026, 5, 20),
            date(2027, 5, 19),
            {"to"},
        ),
    ],
)
def test_the_address_says_what_is_counted(
    args: dict[str, str], first: date, last: date, errors: set[str]
) -> None:
    found = choice_of(MultiDict(args), ANNUAL, TODAY)
    assert (found.period.first, found.period.last) == (first, last)
    assert set(found.errors) == set(errors)
    again = choice_of(MultiDict(part.split("=", 1) for part in found.query.split("&")), ANNUAL, TODAY)
    assert (again.period.first, again.period.last) == (first, last)


def test_a_committee_is_chosen_by_its_address() -> None:
    listed = [_body("planning"), _body("audit")]
    found = choice_of(MultiDict({"body": "audit"}), ANNUAL, TODAY, listed)
    assert found.body == listed[1]
    assert found.query == "period=c2026&body=audit"
    assert choice_of(MultiDict({"body": "nobody"}), ANNUAL, TODAY, listed).body is None


def test_small_numbers_get_no_percentage() -> None:
    assert share(8, 9) == Cell("–", "")
    assert share(9, 10) == Cell("90%", 90)
    assert share(0, 0).text == "–"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "1 h"), (3600, "1 h"), (9600, "2 h 40 min")],
)
def test_lengths_of_time_in_words(seconds: int, words: str) -> None:
    assert duration(seconds) == words
