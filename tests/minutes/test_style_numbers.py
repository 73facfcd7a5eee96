"""Numbers of minutes: counted, lettered where the next is taken, kept once published; words of a style."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meetings.minutes.blocks import Resolution
from meetings.minutes.document import MinuteItem
from meetings.minutes.house.queries import Taken
from meetings.minutes.house.rules import clash_words, order_words
from meetings.minutes.style import (
    ClockWords,
    HouseStyle,
    MinuteNumbers,
    Moved,
    SubNumbers,
    VoteLayout,
    style_from_data,
    style_to_data,
)
from meetings.minutes.style_numbers import Numbers, cores, given, span, with_numbers
from meetings.minutes.style_words import clock, duration, recommended

AT = datetime(2026, 7, 14, 18, 6, tzinfo=UTC)


def items(*numbers: str) -> list[MinuteItem]:
    return [MinuteItem(item_id=f"i{n}", number=n, heading=f"Item {n}") for n in numbers]


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        (HouseStyle(), ["1", "2", "3"]),
        (HouseStyle(numbers=MinuteNumbers.PER_MEETING), ["44", "45", "46"]),
        (HouseStyle(numbers=MinuteNumbers.CONTINUOUS, number_prefix="C"), ["C44", "C45", "C46"]),
        (HouseStyle(numbers=MinuteNumbers.SLASH_YEAR), ["44/18", "45/18", "46/18"]),
        (HouseStyle(numbers=MinuteNumbers.YEAR_POINT), ["18.44", "18.45", "18.46"]),
    ],
)
def test_each_scheme_is_printed_and_read_back(style: HouseStyle, printed: list[str]) -> None:
    found = with_numbers(items("1", "2", "3"), style, Numbers(44, 2018))
    assert [i.number for i in found] == printed
    if style.numbers is not MinuteNumbers.AGENDA:
        assert given(found, style, 2018) == {"i1": "44", "i2": "45", "i3": "46"}
        assert span(given(found, style, 2018)) == (44, 46)
        assert [i.agenda_number for i in found] == ["1", "2", "3"]


def test_what_comes_after_publication_has_a_letter_and_moves_no_number() -> None:
    style = HouseStyle(numbers=MinuteNumbers.CONTINUOUS)
    kept = {"i1": "44", "i2": "45"}
    assert cores(items("1", "8", "9", "2"), style, Numbers(1, 2018, kept)) == {
        "i1": "44",
        "i8": "44A",
        "i9": "44B",
        "i2": "45",
    }
    # The next number belongs to a later meeting already.
    short = cores(items("1", "2", "3", "4"), style, Numbers(44, 2018, before=46))
    assert list(short.values()) == ["44", "45", "45A", "45B"]


def test_items_below_one_number_share_it_and_dividers_have_none() -> None:
    style = HouseStyle(numbers=MinuteNumbers.CONTINUOUS, sub_numbers=SubNumbers.ITEMS)
    listed = [
        *items("5", "7.2", "7.1", "8"),
        MinuteItem(item_id="s", number="", heading="Part 2", is_section=True),
    ]
    assert cores(listed, style, Numbers(37, 2018)) == {"i5": "37", "i7.2": "38.1", "i7.1": "38.2", "i8": "39"}
    private = MinuteItem(item_id="i5-private", number="5", heading="Item 5", is_exempt=True)
    found = with_numbers([*items("5"), private], style, Numbers(37, 2018))
    assert [i.number for i in found] == ["37", "37"]


def test_each_resolution_can_have_a_number() -> None:
    blocks = (Resolution(id="r1", parts=("a",)), Resolution(id="r2", parts=("b",)))
    item = MinuteItem(item_id="i5", number="5", heading="H", blocks=blocks)
    style = HouseStyle(numbers=MinuteNumbers.SLASH_YEAR, sub_numbers=SubNumbers.RESOLUTIONS)
    (found,) = with_numbers([item], style, Numbers(38, 2018))
    assert [b.number for b in found.blocks if isinstance(b, Resolution)] == ["38.1/18", "38.2/18"]


def test_meetings_out_of_order_gaps_and_clashes_are_said() -> None:
    later = Taken("m2", AT + timedelta(weeks=2), 45, 56, "", is_public=True)
    own = Taken("m1", AT, 57, 64, "", is_public=False)
    said = list(order_words(own, [later], [AT - timedelta(weeks=1)]))
    assert said[0].endswith("(28 July 2026: 45 to 56). So these go on behind them, from 57.")
    assert "no numbers yet (7 July 2026)" in said[1]
    assert next(order_words(later, [own], ())).startswith("Minutes of an earlier meeting were drafted later")
    assert list(order_words(later, [], ())) == [
        "Numbers 1 to 44 are nobody’s: no minute of this year has them."
    ]
    assert clash_words(50, 60, [later]) == "Numbers 45 to 56 belong to the meeting on 28 July 2026"
    assert clash_words(57, 60, [later]) == ""


def test_words_of_a_style() -> None:
    assert [clock(AT, "Europe/London", HouseStyle(clock=c)) for c in ClockWords] == [
        "7.06pm",
        "7:06 pm",
        "19:06",
    ]
    assert duration(AT, AT + timedelta(minutes=76)) == "1 hour 16 minutes"
    assert duration(AT, None) == ""
    that = HouseStyle(recommended="RECOMMENDED that")
    assert recommended(HouseStyle(), "That it be done.", "Full Council") == "RECOMMENDED to Full Council"
    assert recommended(that, "That it be done.", "Full Council") == "RECOMMENDED to Full Council that"
    assert recommended(that, "That Full Council do it.", "Full Council") == "RECOMMENDED that"
    colon = HouseStyle(recommended="Recommended:")
    assert recommended(colon, "That it be done.", "Cabinet") == "Recommended to Cabinet:"


def test_a_style_keeps_only_what_was_chosen_and_forgets_choices_that_are_no_more() -> None:
    style = HouseStyle(votes=VoteLayout.LINES, moved=Moved.ON_A_MOTION, duration=True, number_prefix="C")
    data = style_to_data(style)
    assert data == {"votes": "lines", "moved": "on_a_motion", "duration": True, "number_prefix": "C"}
    assert style_from_data(data) == style
    assert style_from_data({**data, "votes": "gone", "unknown": 1}) == HouseStyle(
        moved=Moved.ON_A_MOTION, duration=True, number_prefix="C"
    )
    assert style_to_data(HouseStyle()) == {}
