"""Dates and times as officers type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from meetings.schedule.forms import in_order, moment, read_meeting, read_time
from meetings.schedule.models import MeetingMode

LONDON = ZoneInfo("Europe/London")
GOOD = {
    "date-day": "9",
    "date-month": "2",
    "date-year": "2027",
    "time": "18:30",
    "place": "Town Hall",
    "mode": "hybrid",
    "kind": "ordinary",
    "planned_minutes": "120",
}


def form(**changes: str) -> dict[str, str]:
    return GOOD | {name.replace("__", "-"): value for name, value in changes.items()}


def test_a_good_form_has_a_moment_in_council_time() -> None:
    read = read_meeting(form(date__month="July"), LONDON)
    assert (read.errors, read.starts_at) == ({}, datetime(2027, 7, 9, 17, 30, tzinfo=UTC))
    assert (read.mode, read.planned_minutes) == (MeetingMode.HYBRID, 120)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("18:30", time(18, 30)),
        ("18.30", time(18, 30)),
        ("6.30pm", time(18, 30)),
        ("7 PM", time(19)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("09:00:00", time(9)),
    ],
)
def test_times_are_read_in_every_usual_way(text: str, meant: time) -> None:
    assert read_time(text) == meant


@pytest.mark.parametrize("text", ["", "evening", "25:00", "19:61", "1900", "-1:00"])
def test_a_time_that_is_none_is_said_to_be(text: str) -> None:
    with pytest.raises(ValueError, match="start time"):
        read_time(text)


def test_the_hour_that_spring_leaves_out_does_not_exist() -> None:
    with pytest.raises(ValueError, match="clocks go forward"):
        moment(date(2027, 3, 28), time(1, 30), LONDON)


def test_every_error_is_told_at_once_and_everything_typed_is_kept() -> None:
    typed = form(date__day="31", time="soon", planned_minutes="two hours", mode="telepathy")
    read = read_meeting(typed, LONDON)
    assert set(read.errors) == {"date", "time", "planned_minutes", "mode"}
    assert read.starts_at is None
    kept: dict[str, Any] = read.values
    assert (kept["date"]["day"], kept["time"], kept["planned_minutes"]) == ("31", "soon", "two hours")


def test_an_empty_date_asks_for_one() -> None:
    read = read_meeting(form(date__day="", date__month="", date__year=""), LONDON)
    assert read.errors == {"date": "Enter the date of the meeting"}


def test_errors_follow_the_order_of_the_page() -> None:
    assert list(in_order({"": "also", "place": "b", "date": "a"})) == ["date", "place", ""]
