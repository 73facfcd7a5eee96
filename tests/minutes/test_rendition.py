"""What the public reads of minutes with exempt items: nothing of those."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.documents.printing import page
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.minutes.document import Action, Declaration
from meetings.minutes.document_json import to_json
from meetings.minutes.drafting import ActionNote
from meetings.minutes.rules import has_exempt, public_rendition, rendition_for
from meetings.motions.events import MotionDecided
from meetings.room.events import NoteTaken
from meetings.voting.rules import Choice, VoteMethod
from tests.minutes.telling import Tale, blocks, heading, item

CANARY = "zq9canary7f3ab41c"
HIDDEN = st.sampled_from([Sensitivity.EXEMPT, Sensitivity.CONFIDENTIAL])
MARKS = st.sampled_from(list(Sensitivity))
DEEDS = st.lists(st.sampled_from(["note", "motion", "vote", "agree", "action"]), max_size=5)


def tale_of(marks: list[Sensitivity], deeds: list[list[str]]) -> Tale:
    """A meeting where everything that is said at a secret item has the canary in it, and nothing else has."""
    words = [CANARY if m is not Sensitivity.PUBLIC else "open" for m in marks]
    agenda = (
        heading("h1", "Part 1"),
        *(item(f"i{n}", f"Title {words[n]}", mark) for n, mark in enumerate(marks)),
    )
    tale = Tale(agenda).open()
    for n, word in enumerate(words):
        tale.take(f"i{n}")
        for k, deed in enumerate(deeds[n % len(deeds)] if deeds else ()):
            _do(tale, deed, f"i{n}", f"m{n}-{k}", word)
    return tale.close()


def _do(tale: Tale, deed: str, item_id: str, motion_id: str, word: str) -> None:
    if deed == "note":
        tale.tell(NoteTaken(motion_id, item_id, f"Words {word}"))
        return
    if deed == "action":
        tale.actions.append(ActionNote(motion_id, item_id, f"Do {word}", f"Owner {word}", None, tale.at))
        return
    tale.move(motion_id, item_id, f"That {word} be done.")
    if deed == "agree":
        tale.tell(MotionDecided(motion_id, True))
    elif deed == "vote":
        tale.vote(motion_id, {"ann": Choice.FOR, "bob": Choice.FOR}, VoteMethod.RECORDED)


@settings(max_examples=150, deadline=None)
@given(marks=st.lists(MARKS, min_size=1, max_size=6), deeds=st.lists(DEEDS, min_size=1, max_size=6))
def test_nothing_of_a_secret_item_reaches_the_public(
    marks: list[Sensitivity], deeds: list[list[str]]
) -> None:
    document = tale_of(marks, deeds).draft()
    secret = any(m is not Sensitivity.PUBLIC for m in marks)
    assert (CANARY in to_json(document)) == secret
    assert has_exempt(document) == secret
    public = public_rendition(document)
    assert CANARY not in to_json(public)
    assert CANARY not in page("minutes/_document.html", doc=public)
    assert CANARY not in page("pdf/minutes.html", doc=public)
    assert [i.number for i in public.items] == [i.number for i in document.items]
    assert public.present == document.present


@given(mark=HIDDEN)
def test_a_secret_item_is_listed_as_recorded_separately(mark: Sensitivity) -> None:
    public = public_rendition(tale_of([Sensitivity.PUBLIC, mark], [["note"]]).draft())
    last = public.items[-1]
    assert (last.heading, last.is_exempt) == ("Exempt item", True)
    assert [b.text for b in last.blocks if isinstance(b, Declaration)] == [
        "The minutes of this item are recorded separately, because they contain exempt information."
    ]
    assert "Exempt item (exempt)" not in page("minutes/_document.html", doc=public)


def test_a_secret_item_that_was_not_taken_is_not_said_to_have_minutes() -> None:
    agenda = (item("i1", "Apologies"), item("i2", CANARY, Sensitivity.EXEMPT))
    public = public_rendition(Tale(agenda).open().take("i1").close().draft())
    assert blocks(public, "i2") == (Declaration(id="not-taken-i2", text="This item was not taken."),)


def test_members_and_officers_read_the_whole() -> None:
    document = tale_of([Sensitivity.EXEMPT], [["note", "action"]]).draft()
    for audience in (Audience.MEMBER, Audience.CHAIR, Audience.OFFICER):
        assert rendition_for(document, audience) == document
    assert Action(id="action-m0-1", text=f"Do {CANARY}", owner=f"Owner {CANARY}") in blocks(document, "i0")
    assert (document.held_on, document.started_at) == (
        date(2026, 12, 8),
        datetime(2026, 12, 8, 18, 55, tzinfo=UTC),
    )
