"""The thirteen forms that councils disagree on most: numbers, words before a resolution, votes, exclusion."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from meetings.minutes.style import (
    Declared,
    HouseStyle,
    MinuteNumbers,
    Moved,
    SubNumbers,
    VoteLayout,
    VotePlace,
)
from meetings.minutes.style_numbers import Numbers
from tests.minutes.forms.making import Making


@dataclass(frozen=True)
class Form:
    """What is expected of one council's form: the heading, the resolution, the vote by figures and by name."""

    style: HouseStyle
    heading: str
    resolved: str
    vote: tuple[str, ...]
    #: the first and last line of the same vote, taken by name
    named: tuple[str, str]


#: The first number of the year in which it begins; the agenda's own number is 5.
NUMBERS = {2: (41, 2018), 3: (77, 2007), 6: (31, 2016), 10: (27, 2019), 13: (60, 2018), 29: (44, 2021)}
_ON = MinuteNumbers.CONTINUOUS
FORMS: dict[int, Form] = {
    2: Form(
        HouseStyle(numbers=_ON, votes=VoteLayout.LINES, time_before_resolution=True, capital_headings=True),
        "41. LIBRARY HOURS",
        "7.06pm – RESOLVED – That the hours be kept.",
        ("FOR 6", "AGAINST 2", "ABSTENTIONS 1", "NOT VOTING 1"),
        ("FOR 2: Ann Ash, Gwen Gale", "ABSTENTIONS 1: Cat Cray"),
    ),
    3: Form(
        HouseStyle(numbers=_ON, moved=Moved.MOVED_AND, declared=Declared.NOTHING),
        "77. Library hours",
        "RESOLVED – That the hours be kept.",
        ("For 6, against 2, abstained 1. Abstained (no vote cast) 1.",),
        ("Recorded vote", "None"),
    ),
    4: Form(
        HouseStyle(votes=VoteLayout.NAMED_PROSE, resolved="Resolved -"),
        "5. Library hours",
        "Resolved - That the hours be kept.",
        ("There voted for the motion 6, against 2, abstained 1. No vote was cast by 1.",),
        ("There voted for the motion:", "Cat Cray – 1"),
    ),
    5: Form(
        HouseStyle(votes=VoteLayout.RECORD, vote_place=VotePlace.AFTER, resolved="RESOLVED:"),
        "5. Library hours",
        "RESOLVED: That the hours be kept.",
        (
            "Voting record",
            "Type",
            "Votes",
            "Result",
            "Motion",
            "6 For, 2 Against, 1 Abstention, 1 No vote cast",
            "Carried",
        ),
        ("Recorded vote", "Cat Cray"),
    ),
    6: Form(
        HouseStyle(numbers=_ON, votes=VoteLayout.ONE_LINE, vote_place=VotePlace.AFTER, moved=Moved.NOTHING),
        "31. Library hours",
        "RESOLVED – That the hours be kept.",
        ("For – 6 Against – 2 Abstain – 1 No vote cast – 1",),
        ("For – 2 Against – 1 Abstain – 1", "Abstain (1): Cat Cray."),
    ),
    9: Form(
        HouseStyle(votes=VoteLayout.SENTENCE),
        "5. Library hours",
        "RESOLVED – That the hours be kept.",
        ("The motion was carried by six votes to two, with one abstention. One cast no vote.",),
        ("Recorded vote:", "The motion was carried by two votes to one, with one abstention."),
    ),
    10: Form(
        HouseStyle(numbers=_ON, moved=Moved.ON_A_MOTION, resolved="Resolved", capital_headings=True),
        "27. LIBRARY HOURS",
        "Resolved – That the hours be kept.",
        ("For 6, against 2, abstained 1. Abstained (no vote cast) 1.",),
        ("Recorded vote", "None"),
    ),
    12: Form(
        HouseStyle(numbers=MinuteNumbers.PER_MEETING, votes=VoteLayout.PROSE, declared=Declared.PLAIN),
        "1. Library hours",
        "RESOLVED – That the hours be kept.",
        ("There voted for the motion 6, against 2, abstained 1. No vote was cast by 1.",),
        ("Recorded vote:", "Abstained (1): Cat Cray."),
    ),
    13: Form(
        HouseStyle(numbers=MinuteNumbers.SLASH_YEAR, resolved="RESOLVED that"),
        "60/18. Library hours",
        "RESOLVED that the hours be kept.",
        ("For 6, against 2, abstained 1. Abstained (no vote cast) 1.",),
        ("Recorded vote", "None"),
    ),
    14: Form(
        HouseStyle(
            numbers=MinuteNumbers.PER_MEETING, resolved="RESOLVED that", declared=Declared.BY_MAJORITY
        ),
        "1. Library hours",
        "RESOLVED that the hours be kept.",
        (
            "For 6, against 2, abstained 1. Abstained (no vote cast) 1.",
            "The motion was carried by a majority.",
        ),
        ("Recorded vote", "The motion was carried by a majority."),
    ),
    15: Form(
        HouseStyle(sub_numbers=SubNumbers.RESOLUTIONS, votes=VoteLayout.FIGURES, resolved="RESOLVED:"),
        "5. Library hours",
        "5.1 RESOLVED: That the hours be kept.",
        ("For: 6", "Against: 2", "Abstention: 1", "No vote cast: 1"),
        ("Recorded vote", "Abstention: 1 – Cat Cray"),
    ),
    21: Form(
        HouseStyle(declared=Declared.PUT, resolved="RESOLVED – that"),
        "5. Library hours",
        "RESOLVED – that the hours be kept.",
        (
            "For 6, against 2, abstained 1. Abstained (no vote cast) 1.",
            "After being put to the meeting, and a vote taken, the motion was declared CARRIED.",
        ),
        (
            "Recorded vote",
            "After being put to the meeting, and a vote taken, the motion was declared CARRIED.",
        ),
    ),
    29: Form(
        HouseStyle(numbers=MinuteNumbers.YEAR_POINT, moved=Moved.PROPOSED_BY, resolved="RESOLVED:"),
        "21.44. Library hours",
        "RESOLVED: That the hours be kept.",
        ("For 6, against 2, abstained 1. Abstained (no vote cast) 1.",),
        ("Recorded vote", "None"),
    ),
}


def making(number: int) -> Making:
    """The same business in the form of that council, up to the motion."""
    begins = Numbers(*NUMBERS[number]) if number in NUMBERS else Numbers()
    told = Making(FORMS[number].style, [("5", "Library hours")], more={"numbers": begins}).opened()
    return told.item("5", "19:01").moves("That the hours be kept.").at("19:06")


def test_there_are_thirteen() -> None:
    assert len(FORMS) == 13


@pytest.mark.parametrize("number", FORMS)
def test_numbers(number: int) -> None:
    lines = making(number).agreed().closed().lines()
    assert [line for line in lines if line.casefold().endswith("library hours")] == [FORMS[number].heading]
    assert ("(Agenda item 5)" in lines) == (not FORMS[number].heading.startswith("5."))


@pytest.mark.parametrize("number", FORMS)
def test_resolved_words(number: int) -> None:
    form = FORMS[number]
    carried = making(number).voted(6, 2, 1, none=1).closed()
    assert [line for line in carried.lines() if "resolved" in line.casefold()] == [form.resolved]
    lost = making(number).voted(2, 6).closed()
    assert "resolved" not in lost.text().casefold()
    assert "LOST" in lost.text() or "not carried" in lost.text()


@pytest.mark.parametrize("number", FORMS)
def test_vote_blocks(number: int) -> None:
    form = FORMS[number]
    lines = making(number).voted(6, 2, 1, none=1).closed().under("Library hours")
    start = lines.index(form.vote[0])
    assert tuple(lines[start : start + len(form.vote)]) == form.vote
    named = making(number).voted(["Gwen Gale", "Ann Ash"], ["Dan Dee"], ["Cat Cray"]).closed()
    said = named.under("Library hours")
    assert form.named[0] in said
    assert form.named[1] in said[said.index(form.named[0]) :]
    # Every name once and on its own side, whatever the form.
    below = " ".join(said[said.index(form.named[0]) :])
    assert [below.count(name) for name in ("Ann Ash", "Gwen Gale", "Dan Dee", "Cat Cray")] == [1, 1, 1, 1]
    assert below.index("Gwen Gale") < below.index("Dan Dee") < below.index("Cat Cray")
