"""What an order of business comes to for one meeting, and which minutes it brings."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from meetings.agendas.business.rules import (
    BusinessLine,
    Due,
    Held,
    Left,
    Place,
    draw_up,
    minutes_due,
    usual_order,
)
from meetings.agendas.rules import Count, ItemKind, Line, Numbering, numbered
from meetings.bodies.models import BodyKind
from meetings.schedule.models import MeetingKind

ORDINARY, EXTRA, ANNUAL = MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY, MeetingKind.ANNUAL


def held(name: str, day: str, kind: MeetingKind = ORDINARY, **more: bool) -> Held:
    return Held(name, datetime.fromisoformat(day).replace(tzinfo=UTC), kind, **more)


def due(meetings: list[Held], at: Held) -> list[str]:
    return [m.meeting_id for m in minutes_due(meetings, at)]


def test_minutes_of_8_december_go_past_the_extraordinary_meeting_to_24_february() -> None:
    council = held("dec8", "2026-12-08")
    extra = held("dec17", "2026-12-17", EXTRA)
    february = held("feb24", "2027-02-24")
    assert due([council, extra, february], extra) == []
    assert due([council, extra, february], february) == ["dec8", "dec17"]


def test_what_the_meeting_in_between_will_confirm_is_left_to_it() -> None:
    rows = [held("sep", "2026-09-16"), held("nov", "2026-11-25", to_come=True)]
    assert due(rows, held("jan", "2027-01-20")) == ["nov"]
    assert due(rows, held("nov", "2026-11-25")) == ["sep"]
    extra = [held("sep", "2026-09-16"), held("oct", "2026-10-01", EXTRA, to_come=True)]
    assert due(extra, held("nov", "2026-11-25")) == ["sep", "oct"]


def test_confirmed_and_cancelled_meetings_bring_no_minutes() -> None:
    rows = [held("a", "2026-10-01", confirmed=True), held("b", "2026-11-01", cancelled=True)]
    assert due(rows, held("c", "2026-12-01")) == []


def test_annual_meeting_confirms_minutes_too() -> None:
    assert due([held("a", "2026-04-01")], held("b", "2026-05-12", ANNUAL)) == ["a"]


LINES = (
    BusinessLine("Election of Chair", occasions=frozenset({ANNUAL})),
    BusinessLine("Apologies"),
    BusinessLine("Minutes", Place.MINUTES),
    BusinessLine("Left over", Place.UNFINISHED),
    BusinessLine("Reports", kind=ItemKind.HEADING),
    BusinessLine("Motions", kind=ItemKind.HEADING),
    BusinessLine("Urgent business"),
)
LEFT = Left("m", "i", "7", "Bus lanes", "8 December 2026")


def titles(kind: MeetingKind, dues: tuple[Due, ...] = (), left: tuple[Left, ...] = ()) -> list[str]:
    return [line.title for line in draw_up(LINES, kind, dues, left)]


def test_a_line_comes_only_at_its_kind_of_meeting() -> None:
    assert titles(ANNUAL)[0] == "Election of Chair"
    assert titles(ORDINARY)[0] == "Apologies"


def test_each_of_two_minutes_has_its_own_line_with_its_recommendation() -> None:
    drawn = draw_up(LINES, ORDINARY, (Due("a", "1 May 2026"), Due("b", "2 June 2026")), ())
    minutes = [line for line in drawn if line.title == "Minutes"]
    assert [line.recommendation for line in minutes] == [
        "That the minutes of the meeting held on 1 May 2026 be confirmed as a correct record.",
        "That the minutes of the meeting held on 2 June 2026 be confirmed as a correct record.",
    ]


def test_unfinished_items_stand_in_their_place_or_last() -> None:
    assert titles(ORDINARY, left=(LEFT,)) == ["Apologies", "Bus lanes", "Motions", "Urgent business"]
    drawn = draw_up((BusinessLine("Apologies"),), ORDINARY, (), (LEFT,))
    assert [(line.title, line.carried) for line in drawn] == [("Apologies", None), ("Bus lanes", LEFT)]


def test_heading_with_nothing_under_it_is_left_out() -> None:
    assert titles(ORDINARY) == ["Apologies", "Motions", "Urgent business"]


def test_no_minutes_no_line() -> None:
    assert "Minutes" not in titles(ORDINARY)


def test_executive_has_no_urgent_items_and_a_council_has_questions() -> None:
    of = {kind: [line.title for line in usual_order(kind)] for kind in BodyKind}
    assert "Urgent business" not in of[BodyKind.CABINET]
    assert "Urgent business" in of[BodyKind.COMMITTEE]
    assert "Questions from members" in of[BodyKind.COUNCIL]
    assert all(any(line.place is Place.MINUTES for line in usual_order(kind)) for kind in BodyKind)


@pytest.mark.parametrize(
    ("scheme", "printed"),
    [
        (Numbering.MEETING, ["", "1", "2", "7a", "3"]),
        (Numbering.YEAR, ["", "43", "44", "7a", "45"]),
        (Numbering.SLASH, ["", "43/26", "44/26", "7a", "45/26"]),
        (Numbering.DOT, ["", "26.43", "26.44", "7a", "26.45"]),
    ],
)
def test_numbering_schemes(scheme: Numbering, printed: list[str]) -> None:
    lines = [
        Line(ItemKind.HEADING),
        *[Line(ItemKind.ITEM)] * 2,
        Line(ItemKind.ITEM, "7a"),
        Line(ItemKind.ITEM),
    ]
    after = 0 if scheme is Numbering.MEETING else 42
    assert numbered(lines, Count(scheme, after, 2026)) == printed
