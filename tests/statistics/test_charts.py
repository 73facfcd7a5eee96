"""Charts say in words what they draw, draw what they say, and name nobody who was not named."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.statistics.charts import MOST, Bar, VotedSeat, bars, hemicycle, in_words, neutral, of_totals
from meetings.voting.hemicycle import MOST as MOST_SEATS
from meetings.voting.hemicycle import group_numbers
from meetings.voting.rules import Choice

_SVG = "{http://www.w3.org/2000/svg}"
_CHOICES = (*Choice, None)
_LETTERS = {Choice.FOR: "F", Choice.AGAINST: "A", Choice.ABSTAIN: "B", None: "–"}
_seats = st.lists(
    st.builds(
        VotedSeat, st.sampled_from(_CHOICES), st.just("A. Name"), st.sampled_from(("", "Civic", "P & Q"))
    ),
    min_size=1,
    max_size=130,
)


def _parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


@settings(max_examples=40, deadline=None)
@given(_seats)
def test_every_seat_is_drawn_once_with_its_letter_and_none_lies_on_another(seats: list[VotedSeat]) -> None:
    root = _parsed(hemicycle(seats))
    drawn = root.findall(f"{_SVG}g")
    assert Counter(g.find(f"{_SVG}text").text for g in drawn) == Counter(_LETTERS[s.choice] for s in seats)  # type: ignore[union-attr]
    circles = [g.find(f"{_SVG}circle") for g in drawn]
    spots = [(float(c.get("cx", "")), float(c.get("cy", "")), float(c.get("r", ""))) for c in circles]  # type: ignore[union-attr]
    for n, (x, y, r) in enumerate(spots):
        assert -10 <= x - r <= x + r <= 410
        assert -10 <= y - r <= y + r <= 228
        for other_x, other_y, _ in spots[:n]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > (1.8 * r) ** 2
    assert root.find(f"{_SVG}desc").text == in_words(seats)  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(_seats)
def test_the_words_have_the_same_figures(seats: list[VotedSeat]) -> None:
    said = in_words(seats)
    counts = Counter(s.choice for s in seats)
    assert said.startswith(f"{counts[Choice.FOR]} for, {counts[Choice.AGAINST]} against")
    assert f"of {len(seats)} entitled to vote" in said
    for _, name, words in group_numbers(seats):
        own = [s for s in seats if (s.group or "No group") == name]
        assert f"{sum(s.choice is Choice.FOR for s in own)} for" in words
        assert f"{name}: {words}." in said


def test_totals_name_nobody_and_no_group() -> None:
    svg = hemicycle(of_totals(26, 24, 2, 1))
    root = _parsed(svg)
    assert len(root.findall(f"{_SVG}g")) == 53
    assert len(root.findall(f".//{_SVG}title")) == 1
    assert "stat-rim" not in svg
    assert (
        in_words(of_totals(26, 24, 2, 1))
        == "26 for, 24 against, 2 abstained, 1 no vote cast, of 53 entitled to vote."
    )


def test_a_recorded_vote_tells_who_sits_where_and_escapes_names() -> None:
    seats = [VotedSeat(Choice.FOR, "A <b> & Co", 'The "Group"'), VotedSeat(None, "C. Dee", "")]
    svg = hemicycle(seats, key="x")
    titles = [t.text for t in _parsed(svg).findall(f".//{_SVG}g/{_SVG}title")]
    assert titles == ['A <b> & Co (The "Group"): for', "C. Dee: no vote cast"]
    assert "<b>" not in svg
    assert re.search(r'id="x-lines"', svg)


def test_groups_have_no_colours_unless_they_are_given() -> None:
    seats = [VotedSeat(Choice.FOR, "A", "Civic"), VotedSeat(Choice.AGAINST, "B", "Progress")]
    plain, coloured = hemicycle(seats), hemicycle(seats, colours=neutral(["Progress", "Civic"]))
    rims = [set(re.findall(r'stat-rim"[^>]*stroke="(#\w+)"', svg)) for svg in (plain, coloured)]
    assert rims == [{"#1a1a1a"}, set(neutral(["Civic", "Progress"]).values())]


@pytest.mark.parametrize("number", [0, MOST_SEATS + 1])
def test_nothing_is_drawn_of_no_seats_or_too_many(number: int) -> None:
    assert hemicycle([VotedSeat(Choice.FOR)] * number) == ""


def test_one_seat_is_one_seat() -> None:
    assert ">1</text>" in hemicycle([VotedSeat(Choice.FOR)])
    assert ">seat</text>" in hemicycle([VotedSeat(Choice.FOR)])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=20)
)
def test_bars_are_as_long_as_their_figures(figures: list[tuple[int, int, int]]) -> None:
    rows = [Bar(f"<{n}>", parts, str(sum(parts))) for n, parts in enumerate(figures)]
    svg = bars("k", "T & t", "Said.", rows, ("One", "Two", "Three"))
    most = max(sum(parts) for parts in figures)
    if not most:
        assert svg == ""
        return
    root = _parsed(f"<all>{svg}</all>")
    assert [t.text for t in root.iter(f"{_SVG}title")] == ["T & t"]
    assert [s.get("role") or s.get("aria-hidden") for s in root] == ["img", "true"][: 1 + (len(rows) > 16)]
    drawn = [r for r in root.iter(f"{_SVG}rect") if "%" in r.get("x", "")]
    widths = [float(r.get("width", "").rstrip("%")) for r in drawn]
    wanted = [76 * value / most for parts in figures for value in parts if value]
    assert widths == pytest.approx(wanted, abs=0.31)


def test_no_bars_for_nothing_and_for_too_much() -> None:
    assert bars("k", "T", "S", []) == ""
    assert bars("k", "T", "S", [Bar("a", (0,), "0")]) == ""
    assert bars("k", "T", "S", [Bar("a", (1,), "1")] * (MOST + 1)) == ""


def test_charts_carry_no_style_that_the_policy_would_refuse() -> None:
    svg = hemicycle(of_totals(3, 2, 1, 1)) + bars("k", "T", "S", [Bar("a", (1, 1, 1, 1), "4")], tuple("abcd"))
    assert "style=" not in svg
    assert "<script" not in svg
    assert "<style" not in svg
