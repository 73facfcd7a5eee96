"""Differences between versions, in words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from meetings.minutes.comparison import Change, Piece, Words, compare, difference
from meetings.minutes.slots import with_texts
from meetings.room.events import NoteTaken
from meetings.voting.rules import Choice, VoteMethod
from tests.minutes.telling import Tale

SAME, ADDED, REMOVED, GAP = Piece.SAME, Piece.ADDED, Piece.REMOVED, Piece.GAP
TEXT = st.text(alphabet="ab \n", max_size=40)


def told() -> Tale:
    tale = Tale().open().take("i1").tell(NoteTaken("n1", "i1", "The Chair spoke."))
    return tale.take("i2").move("m1", "i2", "That it be agreed.")


def test_only_what_differs_is_told() -> None:
    old = told().close().draft()
    new = with_texts(old, {"start-i1": "<p>The Chair spoke well.</p>", "start-i2": "<p>Debate.</p>"})
    assert compare(old, new) == (
        Change(
            "1. Apologies",
            (Words(SAME, "The Chair"), Words(REMOVED, "spoke."), Words(ADDED, "spoke well.")),
        ),
        Change(
            "2. Library hours",
            (
                Words(ADDED, "Debate.\n"),
                Words(SAME, "It was moved by Councillor Ann Ash, seconded by Councillor Bob Bell:"),
                Words(GAP, "…"),
            ),
        ),
    )


def test_long_stretches_without_a_change_are_left_out() -> None:
    words = [f"w{n}" for n in range(60)]
    found = difference(" ".join(words), " ".join([*words[:30], "new", *words[30:]]))
    assert [w.piece for w in found] == [GAP, SAME, ADDED, SAME, GAP]
    assert found[1].text.split() == words[18:30]
    assert found[3].text.split() == words[30:42]


def test_a_vote_an_attendance_and_a_heading_are_compared_too() -> None:
    old = told().vote("m1", {"ann": Choice.FOR}, VoteMethod.RECORDED).close().draft()
    items = tuple(replace(i, heading="Library opening") if i.item_id == "i2" else i for i in old.items[:2])
    new = replace(old, items=items, presiding="Councillor Bob Bell")
    headings = [change.heading for change in compare(old, new)]
    assert headings == ["Attendance and times", "2. Library opening", "3. Urgent business"]
    assert compare(old, old) == ()


@given(old=TEXT, new=TEXT)
def test_without_the_removed_words_the_new_text_remains(old: str, new: str) -> None:
    found = [w for w in difference(old, new) if w.piece is not GAP]
    if any(w.piece is GAP for w in difference(old, new)):
        return
    added = " ".join(w.text for w in found if w.piece is not REMOVED)
    gone = " ".join(w.text for w in found if w.piece is not ADDED)
    assert (added.split(), gone.split()) == (new.split(), old.split())
