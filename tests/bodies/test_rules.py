"""Pure rules about bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.bodies.rules import BodyKind, Seat, Span, least_quorum, time_problem, who_presides
from meetings.kernel.permissions import Role


@dataclass(frozen=True)
class Sitter:
    person_id: str
    seat: Seat


COMMITTEE = [Sitter("m1", Seat.MEMBER), Sitter("vice", Seat.VICE_CHAIR), Sitter("chair", Seat.CHAIR)]
DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
SPANS = st.builds(Span, DAYS, st.none() | DAYS)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ({"chair", "vice", "m1"}, "chair"),
        ({"vice", "m1"}, "vice"),
        ({"m1"}, None),
        (set(), None),
        ({"chair", "a visitor"}, "chair"),
    ],
)
def test_who_presides_is_the_chair_then_the_vice_chair_then_whoever_is_chosen(
    present: set[str], expected: str | None
) -> None:
    assert who_presides(COMMITTEE, present) == expected


@given(SPANS, SPANS)
def test_spans_overlap_exactly_when_they_have_a_day_in_common(one: Span, other: Span) -> None:
    days = [date(2020, 1, 1).toordinal() + n for n in range(62)]
    common = any(one.covers(date.fromordinal(d)) and other.covers(date.fromordinal(d)) for d in days)
    assert one.overlaps(other) == other.overlaps(one) == common


def test_seats_carry_votes_and_roles() -> None:
    assert [seat for seat in Seat if not seat.votes] == [Seat.CO_OPTED]
    assert [seat.role for seat in Seat] == [
        Role.CHAIR,
        Role.COUNCILLOR,
        Role.COUNCILLOR,
        Role.CO_OPTED,
        Role.CO_OPTED,
        Role.CO_OPTED,
    ]


@pytest.mark.parametrize(("members", "expected"), [(45, 12), (44, 11), (1, 1), (0, 3)])
def test_least_quorum_of_a_council_is_a_quarter_of_its_members(members: int, expected: int) -> None:
    assert least_quorum(BodyKind.COUNCIL, members) == expected
    assert least_quorum(BodyKind.COMMITTEE, members) == 3


@pytest.mark.parametrize(
    ("text", "fits"),
    [("19:00", True), ("9:05", True), ("24:00", False), ("19", False), ("", False), ("ab:cd", False)],
)
def test_time_problem_takes_hours_and_minutes(text: str, fits: bool) -> None:
    assert (time_problem(text) is None) is fits
