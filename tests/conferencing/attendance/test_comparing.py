"""The provider's times beside our own roll call: what agrees, what does not, what is filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meetings.conferencing.attendance.comparing import (
    Comparison,
    Listed,
    Suggestion,
    compare,
    may_be_confirmed_together,
    suggestion,
)
from meetings.conferencing.attendance.folding import Raw, What
from meetings.conferencing.attendance.matching import Book, Candidate
from meetings.conferencing.attendance.rules import Occasion, PersonSeen, attendance_of

T0 = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
ANA = Candidate("ana", "Councillor Ana Abara", seats=frozenset({("zoom", "seat-ana")}))


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def seen_of(*spans: tuple[float, float]) -> PersonSeen:
    rows = [
        Raw("zoom", f"k{n}", What.STRETCH, "meeting", at(a), at(b), seat_ref="seat-ana")
        for n, (a, b) in enumerate(spans)
    ]
    found = attendance_of(rows, Book((ANA,)), Occasion(T0, at(120), at(200))).person("ana")
    assert found is not None
    return found


def listed(start: float, end: float | None, *, remote: bool = True) -> Listed:
    return Listed(at(start), None if end is None else at(end), remote)


@pytest.mark.parametrize(
    ("roll", "rows", "found"),
    [
        ([listed(0, 120)], [(0, 120)], Comparison.AGREE),
        ([listed(-10, None)], [(4, 118)], Comparison.AGREE),
        ([listed(0, 120, remote=False)], [(0, 120)], Comparison.BOTH),
        ([listed(0, 120)], [(0, 60)], Comparison.TIMES_DIFFER),
        ([listed(0, 120)], [], Comparison.NOT_SEEN),
        ([listed(0, 120, remote=False)], [], Comparison.IN_THE_ROOM),
        ([], [(0, 120)], Comparison.NOT_LISTED),
        ([], [], Comparison.ABSENT),
    ],
)
def test_beside_the_roll_call(roll: list[Listed], rows: list[tuple[float, float]], found: Comparison) -> None:
    """Each way in which the two can stand to each other; only agreement is confirmed for many at once."""
    seen = seen_of(*rows)
    assert compare(roll, seen, at(0), at(120)) is found
    together = may_be_confirmed_together(found, seen)
    assert together == (found is Comparison.AGREE and not seen.flags)


def test_what_is_filled_in() -> None:
    """Connected is remote, unless the roll call has them in the room; late and early give their times."""
    whole = seen_of((0, 120))
    late = seen_of((10, 100))
    none = seen_of()
    assert suggestion([], whole) == Suggestion(True, True)
    assert suggestion([listed(0, 120, remote=False)], whole) == Suggestion(True, False)
    assert suggestion([], late) == Suggestion(True, True, at(10), at(100))
    assert suggestion([], none) == Suggestion(False, False)
    assert suggestion([listed(0, None)], none) == Suggestion(True, True)
