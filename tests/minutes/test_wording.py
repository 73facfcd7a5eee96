"""The set phrases of minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from meetings.minutes import wording
from meetings.minutes.document import Attendee, MinutesDocument, Motion, Resolution, VoteResult

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2021, 2, 9, 18, 30, tzinfo=UTC), "6.30pm"),
        (datetime(2021, 7, 9, 18, 5, tzinfo=UTC), "7.05pm"),
        (datetime(2021, 2, 9, 19, 0, tzinfo=UTC), "7pm"),
        (datetime(2021, 2, 9, 0, 15, tzinfo=UTC), "12.15am"),
        (datetime(2021, 2, 9, 12, 0, tzinfo=UTC), "12 noon"),
        (datetime(2021, 7, 9, 23, 0, tzinfo=UTC), "12 midnight"),
    ],
)
def test_clock_is_the_councils_own_time(at: datetime, words: str) -> None:
    assert wording.clock(at, LONDON) == words


def test_dates_are_written_out() -> None:
    assert wording.long_date(date(2021, 2, 9)) == "Tuesday 9 February 2021"
    assert wording.day(date(2026, 11, 21)) == "21 November 2026"


def test_names_are_ordered_by_surname_whatever_stands_around_them() -> None:
    names = (
        "Councillor Zoë Ash OBE",
        "Councillor Ann Young",
        "Councillor Sir John Bell, MBE",
        "Councillor Al Ash",
    )
    assert wording.alphabetical(names) == (
        "Councillor Al Ash",
        "Councillor Zoë Ash OBE",
        "Councillor Sir John Bell, MBE",
        "Councillor Ann Young",
    )


def test_names_lose_a_title_only_when_all_bear_it() -> None:
    assert wording.untitled(("Councillor A", "Councillor B")) == ("A", "B")
    assert wording.untitled(("Councillor A", "Alderman B")) == ()
    assert wording.untitled(()) == ()


@pytest.mark.parametrize(
    ("names", "words"), [((), ""), (("A",), "A"), (("A", "B"), "A and B"), (("A", "B", "C"), "A, B and C")]
)
def test_names_are_joined_as_they_are_spoken(names: tuple[str, ...], words: str) -> None:
    assert wording.joined(names) == words


@pytest.mark.parametrize(
    ("kind", "mover", "seconder", "words"),
    [
        (
            "substantive",
            "Councillor A",
            "Councillor B",
            "It was moved by Councillor A, seconded by Councillor B",
        ),
        ("procedural", "Councillor A", None, "It was moved by Councillor A"),
        (
            "amendment",
            "Councillor A",
            "Councillor B",
            "An amendment was moved by Councillor A, seconded by Councillor B",
        ),
        ("substantive", None, None, "It was moved"),
    ],
)
def test_motion_says_how_it_was_moved(kind: str, mover: str | None, seconder: str | None, words: str) -> None:
    assert Motion(id="m", text="x", motion_kind=kind, mover=mover, seconder=seconder).moved == words


@pytest.mark.parametrize(
    ("kind", "outcome", "words"),
    [
        ("substantive", "carried", "The motion was declared CARRIED."),
        ("amendment", "lost", "The amendment was declared LOST."),
        ("procedural", "carried_unanimously", "The motion was declared CARRIED unanimously."),
        ("substantive", "tied", "The votes were equal, so the motion was not carried."),
        ("amendment", "withdrawn", "The amendment was withdrawn with the consent of the meeting."),
        ("substantive", "", ""),
    ],
)
def test_motion_says_what_was_declared(kind: str, outcome: str, words: str) -> None:
    assert Motion(id="m", text="x", motion_kind=kind, outcome=outcome).declaration == words


def test_motion_prefers_the_sentence_it_was_given() -> None:
    assert Motion(id="m", text="x", outcome="lost", sentence="Not agreed.").declaration == "Not agreed."


def test_totals_keep_those_who_abstained_apart_from_those_who_cast_no_vote() -> None:
    assert wording.totals(20, 0, 0, 13) == "For 20, against 0, abstained 0. Abstained (no vote cast) 13."
    assert wording.totals(9, 2, 1, 0) == "For 9, against 2, abstained 1."


def test_casting_vote_says_who_and_which_way() -> None:
    vote = VoteResult(
        id="v", method="hands", for_=5, against=5, abstain=0, casting="for", casting_by="the Chair"
    )
    assert vote.casting_sentence == "The votes being equal, the Chair gave a casting vote for the motion."
    assert wording.casting("against", None) == (
        "The votes being equal, the person presiding gave a casting vote against the motion."
    )
    assert wording.casting("for", "the Chair", "amendment") == (
        "The votes being equal, the Chair gave a casting vote for the amendment."
    )
    assert wording.casting(None, "the Chair") == ""


def test_resolution_says_when_it_was_unanimous() -> None:
    assert Resolution(id="r", unanimous=True).opening == "RESOLVED (unanimously)"
    assert Resolution(id="r", word="AGREED").opening == "AGREED"


@pytest.mark.parametrize(
    ("attendee", "words"),
    [
        (Attendee(name="A"), ""),
        (Attendee(name="A", arrived_at=datetime(2021, 2, 9, 18, 37, tzinfo=UTC), arrived_item="4"),
         "arrived 6.37pm, during item 4"),
        (Attendee(name="A", left_at=datetime(2021, 2, 9, 20, 0, tzinfo=UTC)), "left 8pm"),
        (Attendee(name="A", arrived_item="4", left_item="9"), "arrived during item 4; left during item 9"),
    ],
)  # fmt: skip
def test_movements_say_when_and_during_what(attendee: Attendee, words: str) -> None:
    document = MinutesDocument(council="C", body="B", meeting_title="M", held_on=date(2021, 2, 9), place="P")
    assert document.movements(attendee) == words
