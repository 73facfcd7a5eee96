"""Counting held against properties that any reading must keep, and against another program where it is at hand."""

from __future__ import annotations

import importlib.util
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.deadlines.rules.base import Closure
from meetings.deadlines.rules.counting import (
    DayMode,
    WorkCalendar,
    add_months,
    add_working,
    christmas_break,
    clear_days,
    earliest_meeting,
    easter,
    easter_break,
    latest_issue,
    take_working,
    years_beginning,
)

ORACLE = Path(__file__).parents[3] / "shared" / "oracles" / "law_oracle.py"
ENGLAND = WorkCalendar("ENG")
DAY = timedelta(days=1)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
MODES = st.sampled_from(list(DayMode))
PLACES = st.sampled_from(["ENG", "WLS", "SCT", "NIR", ""]).map(WorkCalendar)
NUMBERS = st.integers(1, 30)


@settings(max_examples=150, deadline=None)
@given(DAYS, NUMBERS, MODES, PLACES)
def test_cd_1_the_latest_issue_is_the_latest(
    meeting: date, days: int, mode: DayMode, place: WorkCalendar
) -> None:
    issue = latest_issue(meeting, days, mode, place)
    assert clear_days(issue, meeting, mode, place) >= days
    assert place.countable(issue, mode)
    later = issue + DAY
    while not place.countable(later, mode):
        later += DAY
    assert clear_days(later, meeting, mode, place) < days
    # The careful count never comes out later than the bare one.
    assert issue <= latest_issue(meeting, days, DayMode.CALENDAR, place)


@settings(max_examples=100, deadline=None)
@given(DAYS, NUMBERS, MODES, PLACES)
def test_cd_1_forward_and_back_agree(issued: date, days: int, mode: DayMode, place: WorkCalendar) -> None:
    meeting = earliest_meeting(issued, days, mode, place)
    assert clear_days(issued, meeting, mode, place) == days
    assert clear_days(issued, meeting - DAY, mode, place) == days - 1
    if place.countable(issued, mode):
        assert latest_issue(meeting, days, mode, place) == issued


@settings(max_examples=100, deadline=None)
@given(DAYS, NUMBERS, PLACES)
def test_working_days_there_and_back(start: date, days: int, place: WorkCalendar) -> None:
    end = add_working(start, days, place)
    assert clear_days(start, end + DAY, DayMode.WORKING, place) == days
    if place.countable(start, DayMode.WORKING):
        assert take_working(end, days, place) == start


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(1, 60))
def test_months_and_years(day: date, number: int) -> None:
    later = add_months(day, number)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == number
    assert later.day <= day.day
    assert later.day == day.day or (later + DAY).day == 1
    assert years_beginning(day, number) + DAY in (
        add_months(day, 12 * number),
        add_months(day, 12 * number) + DAY,
    )


def test_a_day_of_mourning_declared_later_moves_the_last_day_back() -> None:
    before = latest_issue(date(2026, 12, 8), 5, DayMode.WORKING, ENGLAND)
    mourning = WorkCalendar("ENG", (Closure(date(2026, 12, 4), "Day of mourning", mourning=True),))
    assert latest_issue(date(2026, 12, 8), 5, DayMode.WORKING, mourning) == before - 3 * DAY
    assert "mourning" in mourning.why_not(date(2026, 12, 4), DayMode.PARISH)


def test_breaks() -> None:
    assert easter(2027) == date(2027, 3, 28)
    assert easter_break(2027) == (date(2027, 3, 25), date(2027, 3, 30))
    assert christmas_break("ENG", 2026) == (date(2026, 12, 24), date(2026, 12, 29))
    # Christmas on a Sunday: from the Friday before to the Wednesday after.
    assert christmas_break("ENG", 2022) == (date(2022, 12, 23), date(2022, 12, 28))


def test_bank_holidays_of_the_four_nations_and_of_elsewhere() -> None:
    assert ENGLAND.holiday(date(2027, 12, 27)) == "Christmas Day, substitute day"
    assert WorkCalendar("SCT").holiday(date(2026, 11, 30)) == "Saint Andrew's Day"
    assert WorkCalendar("SCT").holiday(date(2027, 3, 29)) == ""
    assert WorkCalendar("NIR").holiday(date(2027, 3, 17)) == "Saint Patrick's Day"
    assert WorkCalendar("NIR").holiday(date(2026, 7, 13)) != ""
    assert ENGLAND.holiday(date(2022, 9, 19)) != ""
    assert WorkCalendar("IE").holiday(date(2027, 3, 17)) != ""
    assert WorkCalendar("XX").holiday(date(2027, 3, 17)) == ""


@pytest.fixture(scope="module")
def second() -> ModuleType:
    if not ORACLE.is_file():
        pytest.skip(f"the second opinion is not at hand: {ORACLE}")
    spec = importlib.util.spec_from_file_location("law_oracle", ORACLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: The second opinion has its holidays by hand, for this winter alone.
WINTER = [date(2026, 11, 10) + n * DAY for n in range(150)]
REGIONS = {"EW": "ENG", "SC": "SCT", "NI": "NIR"}


@pytest.mark.parametrize("mode", list(DayMode))
@pytest.mark.parametrize(("theirs", "ours"), [("EW", "ENG"), ("NI", "NIR")])
def test_a_second_opinion_on_counting(second: ModuleType, mode: DayMode, theirs: str, ours: str) -> None:
    place = WorkCalendar(ours)
    for meeting in WINTER[30:]:
        for days in (3, 5, 28):
            expected = second.latest_issue(meeting, days, mode.value, j=theirs)
            assert latest_issue(meeting, days, mode, place) == expected, (meeting, days)
            issued = meeting - days * DAY
            assert clear_days(issued, meeting, mode, place) == second.clear_days(
                issued, meeting, mode.value, j=theirs
            )
            assert earliest_meeting(issued, days, mode, place) == second.earliest_meeting(
                issued, days, mode.value, j=theirs
            )


def test_a_second_opinion_on_working_days_months_and_years(second: ModuleType) -> None:
    for day in WINTER[:120]:
        for number in (5, 7, 10):
            assert add_working(day, number, ENGLAND) == second.add_working(day, number)
            assert add_working(day, number, ENGLAND, True) == second.add_working(day, number, inclusive=True)
        assert add_months(day, 6) == second.add_months(day, 6)
        assert years_beginning(day, 6) == second.years_beginning(day, 6)
    assert years_beginning(date(2028, 2, 29), 6) == second.years_beginning(date(2028, 2, 29), 6)


def test_a_second_opinion_on_scotland(second: ModuleType) -> None:
    place = WorkCalendar("SCT")
    # Up to February: the second opinion has no Scottish holidays after that.
    for meeting in WINTER[12:80]:
        expected = second.latest_issue(meeting, 3, "working", j="SC")
        assert latest_issue(meeting, 3, DayMode.WORKING, place) == expected
