"""How items are numbered and moved, and which come back."""

from __future__ import annotations

import pytest

from meetings.agendas.rules import (
    ItemKind,
    Line,
    is_minutes_item,
    is_standing,
    moved,
    numbered,
    stricter,
    usual_place,
)
from meetings.kernel.secrecy import Sensitivity

ITEM, HEADING = Line(ItemKind.ITEM), Line(ItemKind.HEADING)


def fixed(number: str) -> Line:
    return Line(ItemKind.ITEM, number)


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        ([], []),
        ([ITEM, ITEM, ITEM], ["1", "2", "3"]),
        ([HEADING, ITEM, HEADING, ITEM], ["", "1", "", "2"]),
        ([ITEM, fixed("1a"), ITEM], ["1", "1a", "2"]),
        ([fixed("7"), ITEM, ITEM], ["7", "8", "9"]),
        ([fixed("43."), ITEM], ["43.", "44"]),
        ([fixed("60/18"), fixed("61/18"), ITEM], ["60/18", "61/18", "1"]),
        ([ITEM, fixed("²"), ITEM], ["1", "²", "2"]),
        ([Line(ItemKind.HEADING, "A"), ITEM], ["", "1"]),
    ],
)
def test_numbers(lines: list[Line], numbers: list[str]) -> None:
    assert numbered(lines) == numbers


@pytest.mark.parametrize(
    ("which", "by", "order"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("a", 1, "bac")],
)
def test_moving_by_one_place_stops_at_the_ends(which: str, by: int, order: str) -> None:
    assert moved(tuple("abc"), which, by) == tuple(order)


@pytest.mark.parametrize(
    "title",
    [
        "Apologies for absence",
        "Substitutes",
        "Declarations of interest",
        "Disclosures of lobbying",
        "Minutes of the last meeting",
        "Public questions",
        "Petitions",
        "Chair's announcements",
        "Urgent business",
        "Exclusion of the press and public",
        "Work programme",
        "Date of next meeting",
    ],
)
def test_standing_items_are_known_by_their_title(title: str) -> None:
    assert is_standing(title)


@pytest.mark.parametrize("title", ["Budget monitoring", "Sale of land", "26/00412/FUL: 4 Mill Lane", ""])
def test_business_is_not_standing(title: str) -> None:
    assert not is_standing(title)


@pytest.mark.parametrize(
    ("title", "yes"),
    [
        ("Minutes", True),
        ("Minutes of the last meeting", True),
        ("Confirmation of the minutes", True),
        ("Draft minutes of 8 June", True),
        ("Ten minutes for public questions", False),
        ("Minutes of the Licensing Sub-Committee", True),
    ],
)
def test_the_item_that_confirms_the_minutes(title: str, yes: bool) -> None:
    assert is_minutes_item(title) is yes


def test_the_stricter_mark_wins() -> None:
    public, exempt, confidential = Sensitivity
    assert stricter(public, exempt) is exempt
    assert stricter(confidential, exempt) is confidential
    assert stricter(public, public) is public


def test_new_business_goes_above_urgent_business() -> None:
    assert usual_place([("a", "Apologies"), ("b", "Minutes"), ("c", "Urgent business")]) == "b"
    assert usual_place([("a", "Apologies"), ("b", "Minutes")]) is None
    assert usual_place([("a", "Urgent items")]) is None
