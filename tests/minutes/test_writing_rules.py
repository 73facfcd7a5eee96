"""The rules of writing minutes together, without a database: merging, names, provenance, restoring."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.db.record import Entry
from meetings.documents.richtext import clean
from meetings.kernel.facts import Fact, name_of
from meetings.minutes.document import Note
from meetings.minutes.document_json import to_json
from meetings.minutes.drafting import corrected
from meetings.minutes.slots import texts_of, with_texts
from meetings.minutes.sources import trace
from meetings.minutes.writing.events import ApologyCorrected, PublicRecounted, SentenceCorrected
from meetings.minutes.writing.merging import merge
from meetings.minutes.writing.names import distance, suspects
from meetings.minutes.writing.restoring import with_earlier
from meetings.minutes.writing.together import changed_between
from meetings.motions.events import MotionWithdrawn
from meetings.room.events import ApologyReceived, MemberLeft, NoteChanged, NoteTaken, PublicCounted
from meetings.voting.rules import Choice, VoteMethod
from tests.minutes.sample import awkward_minutes
from tests.minutes.telling import Tale

AT = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)


def record(*facts: Fact) -> list[Entry]:
    """A record of these facts, a minute apart."""
    return [
        Entry(n, AT + timedelta(minutes=n), fact, name_of(type(fact)), None, "Priya Nair")
        for n, fact in enumerate(facts, 1)
    ]


def test_changes_to_different_words_go_together_by_themselves() -> None:
    base = "<p>The Chair spoke of the budget.</p><p>Members agreed.</p>"
    mine = "<p>The Chair spoke at length of the budget.</p><p>Members agreed.</p>"
    theirs = "<p>The Mayor spoke of the budget.</p><p>Members agreed.</p><p>More.</p>"
    both = merge(base, mine, theirs)
    assert both.clashes == 0
    assert both.mine_first == (
        "<p>The Mayor spoke at length of the budget.</p><p>Members agreed.</p><p>More.</p>"
    )


def test_the_same_words_changed_twice_are_chosen() -> None:
    both = merge("<p>The Chair spoke.</p>", "<p>The Clerk spoke.</p>", "<p>The Mayor spoke.</p>")
    assert both.as_data == [
        {"text": "<p>The "},
        {"mine": "Clerk ", "theirs": "Mayor "},
        {"text": "spoke.</p>"},
    ]
    assert both.mine_first == "<p>The Clerk spoke.</p>"


_TEXTS = st.lists(
    st.sampled_from(["the ", "chair ", "spoke ", "of ", "trees ", "<p>", "</p>"]), max_size=12
).map("".join)


@settings(max_examples=150, deadline=None)
@given(_TEXTS, _TEXTS, _TEXTS)
def test_nothing_of_mine_or_theirs_is_lost(base: str, mine: str, theirs: str) -> None:
    both = merge(base, mine, theirs)
    assert "".join(p.mine if p.clash else p.text for p in merge(base, mine, base).parts) == mine
    assert merge(base, base, theirs).mine_first == theirs
    assert merge(base, mine, mine).mine_first == mine
    # What stands in both and was in neither's way stands in what comes of it.
    if both.clashes == 0 and base == "":
        assert both.mine_first in (mine, theirs)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Councillor Dunmoor spoke.</p>", [("Dunmoor", "Dunmore")]),
        ("<p>Councillor D. Dunmroe asked.</p>", [("Dunmroe", "Dunmore")]),
        ("<p>Cllr Iqball’s motion</p>", [("Iqball", "Iqbal")]),
        ("<p>They thanked Siân Hugues.</p>", [("Hugues", "Hughes")]),
        ("<p>Councillor Dunmore and Iqbal; Councillors Frost and Hughes</p>", []),
        ("<p>Front row. Frosty weather was noted by the Chair.</p>", []),
        ("<p>The Dunmor estate</p>", [("Dunmor", "Dunmore")]),
    ],
)
def test_names_that_are_nearly_right(text: str, found: list[tuple[str, str]]) -> None:
    names = ["Councillor D. Dunmore", "Councillor A. Iqbal", "Councillor F. Frost", "Siân Hughes"]
    assert [(s.word, s.meant) for s in suspects(text, names)] == found


def test_a_word_of_the_council_is_let_pass() -> None:
    assert suspects("<p>The Dunmor estate</p>", ["Councillor D. Dunmore"], {"dunmor"}) == ()


def test_distance_counts_swapped_letters_once_and_gives_up_early() -> None:
    assert (distance("nair", "niar", 2), distance("abc", "abc", 1), distance("abcdef", "uvwxyz", 1)) == (
        1,
        0,
        2,
    )


def test_corrections_are_read_as_if_entered_at_once() -> None:
    entries = record(
        PublicCounted(3),
        PublicCounted(9),
        ApologyReceived("p1", "Councillor A", "absence"),
        PublicRecounted(12, "The recording"),
        ApologyCorrected("p1", "Councillor A", "", "They came"),
        ApologyCorrected("p2", "Councillor B", "lateness", "A letter"),
    )
    facts = [e.fact for e in corrected(entries)]
    assert [f for f in facts if isinstance(f, PublicCounted)] == [PublicCounted(12)]
    assert [f for f in facts if isinstance(f, ApologyReceived)] == [
        ApologyReceived("p2", "Councillor B", "lateness")
    ]


def test_what_others_saved_is_told_from_what_the_record_says_now() -> None:
    old = awkward_minutes()
    slot = next(iter(texts_of(old)))
    new = with_texts(old, {slot: "<p>Other words.</p>"})
    changed = changed_between(old, new)
    assert (dict(changed.texts), changed.shape) == ({slot: "<p>Other words.</p>"}, False)
    assert changed_between(old, old).texts == {}


def test_an_earlier_text_comes_back_beside_the_record_of_now() -> None:
    then = awkward_minutes()
    slot, words = next((s, t) for s, t in texts_of(then).items() if t)
    now = with_texts(then, {slot: "<p>Changed since.</p>"})
    assert texts_of(with_earlier(now, then))[slot] == clean(words)
    assert texts_of(with_earlier(then, now))[slot] == "<p>Changed since.</p>"


def told() -> Tale:
    """Arrivals, a note, a vote, somebody out and back, a withdrawn motion."""
    tale = Tale().open("ann", "bob", "cat")
    tale.take("i2").tell(NoteTaken("n1", "i2", "The Chair spoke."))
    tale.move("m1", "i2", "That it be noted")
    tale.vote("m1", dict.fromkeys(("ann", "bob", "cat"), Choice.FOR), VoteMethod.RECORDED)
    tale.tell(MemberLeft("cat", "Councillor Cat Cray")).arrive("cat")
    tale.tell(NoteTaken("n2", "i2", "It was late."), NoteChanged("n2", "It was dark."))
    tale.move("m2", "i2", "That the lights go on").tell(MotionWithdrawn("m2"))
    return tale.close()


def test_every_block_of_the_record_has_a_source() -> None:
    tale = told()
    traced = trace(tale.entries, tale.setting())
    blocks = [b for i in tale.draft().items for b in i.blocks if not b.id.startswith("not-taken-")]
    assert [b.id for b in blocks if b.id not in traced.blocks] == []
    assert all(tale.entries[s.seq - 1].at == s.at for source in traced.blocks.values() for s in source.all)
    assert traced.blocks["start-i2"].what == "Noted in the meeting"
    (late,) = [s for key, s in traced.blocks.items() if key.startswith("after-") and s.also]
    assert [s.what for s in late.all] == ["Noted in the meeting", "The note was changed"]
    assert [s.what for s in traced.blocks["vote-v-m1"].all][:2] == [
        "The result was declared",
        "Decided",
    ]
    assert "Ballot cast" not in {s.what for source in traced.blocks.values() for s in source.all}
    assert [s.what for s in traced.people["Councillor Cat Cray"].all] == [
        "Marked as present",
        "Marked as gone",
        "Marked as present",
    ]


def test_a_sentence_reads_otherwise_until_the_record_says_something_else() -> None:
    tale = told()
    away = next(b for i in tale.draft().items for b in i.blocks if b.id.startswith("away-"))
    assert isinstance(away, Note)
    tale.tell(SentenceCorrected(away.id, away.text, "Cat Cray took a call", "Said so"))
    assert "Cat Cray took a call" in to_json(tale.draft())
    assert trace(tale.entries, tale.setting()).blocks[away.id].also[-1].what == "The sentence was corrected"
    tale.tell(SentenceCorrected(away.id, "Something else", "Never", "No"))
    assert "Never" not in to_json(tale.draft())
