"""What the life of minutes comes to, without a database: the list, what words give away, corrections, the note."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from meetings.minutes.blocks import (
    Block,
    Declaration,
    Interest,
    Motion,
    Narrative,
    Note,
    Resolution,
    Summary,
    VoteResult,
)
from meetings.minutes.comparison import compare
from meetings.minutes.document import Apology, Attendee, MinuteItem, MinutesDocument, MinutesStatus
from meetings.minutes.document_json import from_json, to_json
from meetings.minutes.life.accuracy import corrected, places_of, sentence_of
from meetings.minutes.life.disclosure import given_away
from meetings.minutes.life.events import CorrectionDecided
from meetings.minutes.life.note import from_data, note_of, to_data
from meetings.minutes.life.opening import Opening, with_opened
from meetings.minutes.life.points import points_of
from meetings.minutes.life.rules import (
    ChairCheck,
    Check,
    CheckKind,
    Standing,
    Suitable,
    next_step,
    why_not_approved,
)
from meetings.minutes.life.summaries import with_summaries, with_summary
from meetings.minutes.phrases import phrases
from meetings.minutes.rules import public_rendition
from meetings.schedule.models import MeetingKind

SECRET = "Quillfeather Holdings Ltd offered £412,750 for the former depot at Osprey Lane."


def item(item_id: str, *blocks: Block, exempt: bool = False, heading: str = "Library hours") -> MinuteItem:
    return MinuteItem(
        item_id=item_id, number=f"{item_id}.", heading=heading, is_exempt=exempt, blocks=tuple(blocks)
    )


def text(html: str, block_id: str = "n") -> Narrative:
    return Narrative(id=block_id, html=f"<p>{html}</p>")


def document(*items: MinuteItem) -> MinutesDocument:
    return MinutesDocument(
        council="Northmoor Borough Council",
        body="Assets Committee",
        meeting_title="Ordinary meeting",
        held_on=date(2026, 12, 8),
        place="Town Hall",
        present=(Attendee(name="Councillor A. Abara"), Attendee(name="Councillor B. Bright")),
        apologies=(Apology(name="Councillor C. Cole", substitute="Councillor D. Dunmore"),),
        items=items,
    )


def codes(*items: MinuteItem) -> list[str]:
    return [point.code for point in points_of(document(*items))]


def test_the_list_finds_what_is_missing_in_the_text() -> None:
    motion = Motion(id="motion-1", text="That it be noted")
    vote = VoteResult(id="vote-1", method="totals", for_=3, against=1, abstain=0)
    found = codes(item("1"), item("2", motion), item("3", vote), item("4", text("Sold."), exempt=True))
    assert found == ["unwritten:1", "mover:motion-1", "outcome:motion-1", "result:vote-1", "summary:4"]


def test_the_list_is_empty_for_what_is_whole() -> None:
    motion = Motion(id="m", text="That", mover="A", seconder="B", outcome="carried")
    vote = VoteResult(id="v", method="totals", for_=3, against=1, abstain=0, result="carried", motion_id="m")
    summary = Summary(id="summary-2", html="<p>A sale was considered.</p>", by="P")
    assert codes(item("1", motion, vote), item("2", text("Sold."), summary, exempt=True)) == []


def test_a_motion_without_seconder_is_only_mentioned() -> None:
    motion = Motion(id="m", text="That", mover="A", outcome="carried")
    points = points_of(document(item("1", motion)))
    assert [(p.code, p.minor) for p in points] == [("seconder:m", True)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Councillor Abara spoke.", []),
        ("Councillor A. Abara’s question", []),
        ("Councillors Bright and Cole spoke.", []),
        ("Councillor Abarra spoke.", ["name:1:Abarra"]),
        ("Councillor D. Dunmoor left.", ["name:1:D. Dunmoor"]),
        ("The councillor spoke. Councillor Procedure Rule 4.", []),
    ],
)
def test_names_that_nobody_at_the_meeting_has(words: str, found: list[str]) -> None:
    assert codes(item("1", text(words))) == found


def away(summary: str, *more: MinuteItem) -> list[tuple[str, str]]:
    secret = item("7", text(SECRET), Summary(id="s", html=f"<p>{summary}</p>"), exempt=True, heading="Depot")
    return [(found.kind, found.words) for found in given_away(document(*more, secret))]


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        ("The Committee considered the sale of a property and agreed terms.", []),
        ("An offer of £412,750 was considered.", [("sum", "£412,750")]),
        ("An offer of £412 750 was declined.", []),
        ("The offer by Quillfeather was taken.", [("name", "Quillfeather")]),
        ("The depot in Church Lane, of Others Ltd, was not discussed.", []),
        ("The offer by Quillfeather Holdings Ltd was taken.", [("name", "Quillfeather Holdings Ltd")]),
        ("Land at Osprey Lane was discussed.", [("name", "Osprey Lane")]),
        (
            "They offered a sum for the former depot at a place, the former depot at all.",
            [("words", "for the former depot at")],
        ),
        (
            "Somebody wrote that Ltd offered money for the former depot at osprey lane.",
            [("words", "for the former depot at osprey lane")],
        ),
    ],
)
def test_what_a_summary_would_give_away(summary: str, found: list[tuple[str, str]]) -> None:
    assert away(summary) == found


def test_names_and_sums_in_the_open_part_are_found_and_names_of_those_present_are_not() -> None:
    open_item = item("1", text("Councillor A. Abara asked about Osprey Lane and £412,750."))
    assert away("A sale.", open_item) == [("sum", "£412,750"), ("name", "Osprey Lane")]
    secret = item(
        "7", text("Councillor A. Abara moved."), Summary(id="s", html="<p>A sale.</p>"), exempt=True
    )
    assert given_away(document(item("1", text("Councillor A. Abara spoke.")), secret)) == ()


def test_the_public_reads_the_summary_and_nothing_else_of_an_exempt_minute() -> None:
    summary = Summary(id="s", html="<p>A sale was agreed.</p>", by="Priya Nair", on=date(2026, 12, 9))
    shown = public_rendition(document(item("7", text(SECRET), summary, exempt=True, heading="Depot sale")))
    only = shown.items[0]
    assert only.heading == "Exempt item"
    assert [type(b) for b in only.blocks] == [Declaration, Summary]
    assert only.blocks[0] == Declaration(id="separate-7", text=phrases("en").room.separate)
    assert "Quillfeather" not in to_json(shown)


def test_why_no_summary_is_needed_is_not_for_the_public() -> None:
    none = Summary(id="s", reason="The title says that Quillfeather bought", by="Priya Nair")
    shown = public_rendition(document(item("7", text(SECRET), none, exempt=True)))
    assert "Quillfeather" not in to_json(shown)
    assert [b.id for b in shown.items[0].blocks] == ["separate-7"]


def test_summaries_outlive_a_draft_that_is_made_anew_and_are_compared() -> None:
    before = document(item("7", text(SECRET), exempt=True))
    written = with_summary(before, "7", Summary(id="summary-7", html="<p>A sale.</p>", by="P"))
    again = with_summaries(before, written)
    assert again == written
    assert from_json(to_json(written)) == written
    assert len(compare(before, written)) == 1


def test_an_opened_minute_says_who_opened_it_and_the_stored_one_stays_closed() -> None:
    stored = document(item("7", text(SECRET), Summary(id="s", html="<p>A sale.</p>"), exempt=True))
    opening = Opening(
        "7", date(2027, 3, 2), "Priya Nair", "The sale is complete.", datetime(2027, 3, 2, tzinfo=UTC)
    )
    shown = public_rendition(with_opened(stored, {"7": opening}))
    said = "This minute was not for publication until 2 March 2027, when Priya Nair opened it: The sale is complete"
    assert shown.items[0].blocks == (Note(id="opened-7", text=said), text(SECRET))
    assert stored.items[0].is_exempt


def test_a_correction_replaces_words_once_across_tags_and_blanks() -> None:
    minute = item("1", text("The <strong>Chair</strong> spoke of the  queues &amp; fees."))
    whole = document(minute)
    assert [p.block.id for p in places_of(whole, "Chair spoke of the queues & fees")] == ["n"]
    fresh = corrected(whole, "n", "The Chair spoke", "The Vice-Chair spoke")
    assert fresh is not None
    html = fresh.items[0].blocks[0]
    assert isinstance(html, Narrative)
    assert "Vice-Chair spoke of the" in html.html
    assert corrected(whole, "n", "The Mayor spoke", "x") is None


def test_a_correction_reaches_resolutions_notes_and_names() -> None:
    whole = document(
        item("1", Resolution(id="r", parts=("That A be noted", "That £5 be paid"))),
        item("2", Note(id="note", text="Councillor B. Bright left")),
        item("3", Motion(id="m", text="That", mover="Councillor A. Abara", seconder="Councillor B. Bright")),
    )
    assert [p.block.id for p in places_of(whole, "Councillor B. Bright")] == ["note", "m"]
    for block, before, after in (
        ("r", "£5", "£50"),
        ("note", "B. Bright", "C. Cole"),
        ("m", "A. Abara", "C. Cole"),
    ):
        fresh = corrected(whole, block, before, after)
        assert fresh is not None
        assert after in to_json(fresh)
    assert corrected(whole, "m", "m", "x") is None or "x" not in str(
        [b.id for i in whole.items for b in i.blocks]
    )


DECIDED = CorrectionDecided(
    "c1",
    "m1",
    date(2026, 12, 8),
    "4 Library hours",
    "five",
    "six",
    "The minute book has it.",
    "Councillor B. Bright",
    True,
)


def test_the_confirming_meeting_minutes_the_correction() -> None:
    assert sentence_of(DECIDED) == (
        "Correction to the minutes of the meeting held on 8 December 2026, item 4 Library hours, proposed by "
        "Councillor B. Bright (The minute book has it): “five” was replaced by “six”."
    )
    assert sentence_of(replace(DECIDED, carried=False)).endswith("This was not agreed.")
    assert "taken out" in sentence_of(replace(DECIDED, after=""))
    secret = sentence_of(replace(DECIDED, private=True))
    assert "five" not in secret
    assert "Library" not in secret
    assert "8 Rhagfyr 2026" in sentence_of(DECIDED, "cy")


def test_the_note_says_who_was_there_what_was_declared_decided_and_how_votes_went() -> None:
    vote = VoteResult(id="v", method="totals", for_=3, against=1, abstain=0, result="carried")
    note = note_of(
        document(
            item("1", Interest(id="i", sentence="Councillor A. Abara declared a personal interest.")),
            item("2", vote, Resolution(id="r", parts=("That it be noted",))),
            item("3", text("Talk.")),
            item("7", text(SECRET), Resolution(id="q", parts=(SECRET,)), exempt=True, heading="Depot"),
        )
    )
    assert note.attended == ("Councillor A. Abara", "Councillor B. Bright")
    assert note.apologies == ("Councillor C. Cole (substitute: Councillor D. Dunmore)",)
    assert note.declarations == ("Councillor A. Abara declared a personal interest.",)
    assert [(i.number, i.heading, i.decisions) for i in note.items] == [
        ("2", "Library hours", ("RESOLVED: That it be noted",)),
        ("7", "Exempt item", (phrases("en").room.separate,)),
    ]
    assert note.items[0].votes == (vote.totals,)
    assert "Quillfeather" not in str(to_data(note))
    assert from_data(to_data(note)) == note


def test_the_note_of_minutes_in_welsh_says_that_something_was_decided_in_private() -> None:
    note = note_of(replace(document(item("7", text(SECRET), exempt=True)), language="cy"))
    assert [i.decisions for i in note.items] == [(phrases("cy").room.separate,)]


@pytest.mark.parametrize(
    ("choice", "by_chair", "reason", "passes"),
    [
        (ChairCheck.USUAL, False, "", True),
        (ChairCheck.REASON, False, "", False),
        (ChairCheck.REASON, False, "The chair is abroad", True),
        (ChairCheck.NEEDED, False, "The chair is abroad", False),
        (ChairCheck.NEEDED, True, "", True),
    ],
)
def test_going_on_without_the_chair_is_the_councils_choice(
    choice: ChairCheck, by_chair: bool, reason: str, passes: bool
) -> None:
    assert (why_not_approved(choice, by_chair=by_chair, reason=reason) == "") is passes


def test_the_next_step_follows_from_where_the_minutes_stand() -> None:
    at = datetime(2026, 12, 9, tzinfo=UTC)
    checked = Standing((Check("c", 1, CheckKind.OFFICER, "P", at),))
    assert next_step(MinutesStatus.DRAFT, Standing(), signed=False) == "officer"
    assert next_step(MinutesStatus.DRAFT, checked, signed=False) == "chair"
    assert next_step(MinutesStatus.APPROVED, checked, signed=False) == "publish"
    assert next_step(MinutesStatus.PUBLISHED, checked, signed=False) == "confirm"
    assert next_step(MinutesStatus.CONFIRMED, checked, signed=False) == "sign"
    assert next_step(MinutesStatus.CONFIRMED, checked, signed=True) == ""


def test_which_meetings_are_suitable_is_the_councils_choice() -> None:
    kinds = list(MeetingKind)
    assert [k for k in kinds if Suitable.ANY.takes(k)] == kinds
    assert [k for k in kinds if Suitable.ORDINARY.takes(k)] == [MeetingKind.ORDINARY]
    assert MeetingKind.EXTRAORDINARY not in [k for k in kinds if Suitable.NOT_EXTRAORDINARY.takes(k)]
