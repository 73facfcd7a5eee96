"""Who a resolution asks, by when, and when somebody is reminded: pure."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetings.actions.offers import parts_of
from meetings.actions.rules import ActionStatus, Asked, DueKind, asked_in, asks, reminder_due

NEXT, DAYS, NONE = DueKind.NEXT_MEETING, DueKind.WORKING_DAYS, DueKind.NONE
DUE = date(2026, 12, 18)
LONG_AGO = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        (
            "That the Director of ICT be asked to circulate the data to members within ten working days.",
            Asked("Circulate the data to members within ten working days", "Director of ICT", DAYS, 10),
        ),
        (
            "(b) the Head of Planning to report back to the next meeting",
            Asked("Report back to the next meeting", "Head of Planning", NEXT),
        ),
        (
            "2. That officers be requested to bring a report on parking to the next meeting; and",
            Asked("Bring a report on parking to the next meeting", "Officers", NEXT),
        ),
        ("The clerk to write to the owner.", Asked("Write to the owner", "Clerk", NONE)),
        ("That the presentation be noted.", Asked("The presentation be noted", "", NONE)),
        (
            "That authority to award the contract be delegated to the Director of Place.",
            Asked("Authority to award the contract be delegated to the Director of Place", "", NONE),
        ),
    ],
)
def test_a_part_of_a_resolution_says_what_whom_and_by_when(part: str, asked: Asked) -> None:
    assert asked_in(part) == asked
    assert asks(part) is bool(asked.owner)


def test_a_resolution_has_its_lines_for_parts_without_what_leads_in_to_them() -> None:
    assert parts_of("That:\n(a) the report be noted;\n\n(b) the Clerk to write.") == (
        "(a) the report be noted;",
        "(b) the Clerk to write.",
    )
    assert parts_of("That the following be agreed:") == ("That the following be agreed:",)


def test_one_reminder_comes_a_week_before_one_the_day_after_and_one_a_week_then() -> None:
    last, sent = "", []
    for n in range(-20, 120):
        today = DUE + timedelta(days=n)
        mark = reminder_due(DUE, today, LONG_AGO, last)
        if mark:
            sent.append(n)
            last = mark
    assert sent[:5] == [-7, 1, 7, 14, 21]
    assert sent[-1] < 84


def test_nobody_is_reminded_at_once_of_what_was_just_asked_or_has_no_day() -> None:
    assert reminder_due(None, DUE, LONG_AGO, "") == ""
    assert reminder_due(DUE, DUE, DUE - timedelta(days=3), "") == ""
    assert reminder_due(DUE, DUE + timedelta(days=1), DUE, "").startswith("late")


def test_three_states_are_open() -> None:
    assert [s.value for s in ActionStatus if s.is_open] == ["open", "in_progress", "carried_forward"]
