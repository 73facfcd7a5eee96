"""Chapters: from item times to a list that a player takes whole, for whole, late, broken and cut recordings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.youtube.words import chapter_fault, marked
from meetings.kernel.secrecy import EXEMPT_TITLE
from meetings.recordings.chapters import (
    FEWEST,
    LONGEST_TEXT,
    LONGEST_TITLE,
    SHORTEST,
    Stretch,
    Taken,
    chapters,
    described,
    timecode,
)

START = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


ITEMS = (
    Taken(at(0), "Apologies", "1"),
    Taken(at(60), "Declarations of interest", "2"),
    Taken(at(600), "Minutes of the last meeting", "3."),
    Taken(at(1800), "Land at Mill Lane", "4", exempt=True),
    Taken(at(4000), "Any other business"),
)


def lines(*stretches: Stretch, items: tuple[Taken, ...] = ITEMS) -> list[str]:
    return [c.line for c in chapters(items, stretches)]


def test_a_recording_of_the_whole_meeting() -> None:
    assert lines((at(-120), 0, 5000)) == [
        "0:00 Before the meeting",
        "2:00 1. Apologies",
        "3:00 2. Declarations of interest",
        "12:00 3. Minutes of the last meeting",
        "32:00 4. Exempt item",
        "1:08:40 Any other business",
    ]


def test_one_that_started_late_begins_with_what_was_under_way() -> None:
    assert lines((at(700), 0, 4000)) == [
        "0:00 3. Minutes of the last meeting",
        "18:20 4. Exempt item",
        "55:00 Any other business",
    ]


def test_what_fell_in_a_gap_has_no_chapter_and_what_went_on_begins_after_it() -> None:
    # The line broke from 30 to 900 seconds; item 2 came and went meanwhile.
    assert lines((at(0), 0, 30), (at(900), 30, 4000)) == [
        "0:00 1. Apologies",
        "0:30 3. Minutes of the last meeting",
        "15:30 4. Exempt item",
        "52:10 Any other business",
    ]


def test_a_gap_in_the_middle_of_an_item_begins_no_chapter() -> None:
    assert lines((at(0), 0, 1000), (at(1200), 1000, 3000))[2:] == [
        "10:00 3. Minutes of the last meeting",
        "26:40 4. Exempt item",
        "1:03:20 Any other business",
    ]


def test_one_from_which_the_private_part_was_cut() -> None:
    assert lines((at(0), 0, 1800), (at(4000), 1800, 600)) == [
        "0:00 1. Apologies",
        "1:00 2. Declarations of interest",
        "10:00 3. Minutes of the last meeting",
        "30:00 Any other business",
    ]


def test_one_with_a_card_before_it() -> None:
    assert lines((at(0), 45, 5000))[:2] == ["0:00 Before the meeting", "0:45 1. Apologies"]
    assert lines((at(0), 5, 5000))[0] == "0:00 1. Apologies"


def test_short_ones_are_joined() -> None:
    quick = (
        Taken(at(0), "Welcome"),
        Taken(at(4), "Apologies", "1"),
        Taken(at(8), "Declarations", "2"),
        Taken(at(30), "Minutes", "3"),
        Taken(at(100), "Budget", "4"),
        Taken(at(595), "Close"),
    )
    assert lines((at(0), 0, 600), items=quick) == [
        "0:00 Welcome; 1. Apologies; 2. Declarations",
        "0:30 3. Minutes",
        "1:40 4. Budget; Close",
    ]


def test_too_few_are_none() -> None:
    assert lines((at(0), 0, 500)) == []
    assert lines() == []
    assert lines((at(0), 0, 5000), items=()) == []
    assert lines((at(-5000), 0, 100)) == []


def test_titles_are_cleaned() -> None:
    odd = (
        Taken(at(0), "  A <b>bold</b>\nclaim  "),
        Taken(at(60), "Report at 10:30", "2"),
        Taken(at(120), "", "3"),
        Taken(at(180), "x" * 300),
    )
    found = lines((at(0), 0, 600), items=odd)
    assert found[:3] == ["0:00 A (b)bold(/b) claim", "1:00 2. Report at 10.30", "2:00 Item 3"]
    assert len(found[3]) == len("3:00 ") + LONGEST_TITLE


def test_timecodes() -> None:
    assert [timecode(s) for s in (0, 9, 70, 3599, 3600, 36610)] == [
        "0:00",
        "0:09",
        "1:10",
        "59:59",
        "1:00:00",
        "10:10:10",
    ]


def test_the_text_before_them_gives_way_and_is_no_chapter_itself() -> None:
    found = chapters(ITEMS, [(at(0), 0, 5000)])
    text = described("The meeting begins at 18:30.\n" + "Much to say. " * 600, found)
    assert text.startswith("The meeting begins at 18.30.")
    assert len(text.encode()) <= LONGEST_TEXT
    assert text.endswith("1:06:40 Any other business")
    assert described("Begins at 18:30", ()) == "Begins at 18.30"


seconds = st.integers(-500, 8000)
words = st.text(max_size=150)
many = st.lists(st.builds(Taken, seconds.map(at), words, st.text(max_size=5), st.just(False)), max_size=60)


@st.composite
def recordings(draw: st.DrawFn) -> list[Stretch]:
    real = offset = draw(st.integers(0, 100))
    made: list[Stretch] = []
    for length in draw(st.lists(st.floats(0.5, 4000), max_size=4)):
        made.append((at(real), float(offset), length))
        real += int(length) + draw(st.integers(1, 900))
        offset += int(length) + 1
    return made


@settings(max_examples=150, deadline=None)
@given(many, many, recordings())
def test_a_list_is_one_that_a_player_takes_or_there_is_none(
    open_items: list[Taken], private: list[Taken], stretches: list[Stretch]
) -> None:
    secret = [Taken(t.at, "SECRET", t.number, exempt=True) for t in private]
    found = chapters([*open_items, *secret], stretches)
    assert "SECRET" not in "".join(c.title for c in found if "SECRET" not in {t.title for t in open_items})
    if not found:
        return
    end = int(max(offset + length for _, offset, length in stretches))
    starts = [c.seconds for c in found]
    assert len(found) >= FEWEST
    assert starts[0] == 0
    assert all(b - a >= SHORTEST for a, b in pairwise([*starts, end]))
    assert all(0 < len(c.title) <= LONGEST_TITLE and not set("<>\n") & set(c.title) for c in found)
    text = described("Begins 18:30", found)
    assert len(text.encode()) <= LONGEST_TEXT
    assert chapter_fault(marked(text, "k", "public")) == ""


def test_an_exempt_item_is_called_so() -> None:
    assert [c.title for c in chapters(ITEMS, [(at(0), 0, 5000)])][3] == f"4. {EXEMPT_TITLE}"
