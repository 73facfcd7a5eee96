"""Each kind of fact, and what the draft makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from meetings.kernel.secrecy import Sensitivity
from meetings.minutes.document import (
    Action,
    Declaration,
    Motion,
    Narrative,
    Note,
    Resolution,
    TimeNote,
    VoteResult,
)
from meetings.minutes.drafting import ActionNote, Passed
from meetings.motions.events import MotionAmended, MotionDecided, MotionPrepared, MotionWithdrawn
from meetings.motions.rules import MotionKind
from meetings.room import events as room
from meetings.voting.events import CastingVoteGiven, VoteDeclared
from meetings.voting.rules import Choice, Outcome, VoteMethod
from tests.minutes.telling import NAMES, Tale, blocks, heading, item

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
ANN, BOB, CAT, DAN = NAMES.values()


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 12, 8, hour, minute, tzinfo=UTC)


def test_items_stand_in_the_order_taken_and_the_rest_is_not_taken() -> None:
    told = Tale().open().take("i3").take("i1")
    assert [i.item_id for i in told.draft().items] == ["i3", "i1"]
    document = told.close().draft()
    assert [i.item_id for i in document.items] == ["i3", "i1", "i2"]
    assert blocks(document, "i2") == (Declaration(id="not-taken-i2", text="This item was not taken."),)


def test_headings_stand_above_their_items_again_when_the_order_jumps() -> None:
    agenda = (
        heading("h1", "Part 1"),
        item("i1", "One"),
        item("i2", "Two"),
        heading("h2", "Part 2"),
        item("i3", "Three"),
    )
    document = Tale(agenda).open().take("i1").take("i3").take("i2").close().draft()
    assert [(i.item_id, i.is_section) for i in document.items] == [
        ("h1", True),
        ("i1", False),
        ("h2", True),
        ("i3", False),
        ("h1-2", True),
        ("i2", False),
    ]


def test_notes_run_together_until_something_happens_between_them() -> None:
    tale = Tale().open().tell(room.NoteTaken("n0", None, "The Chair welcomed everybody."))
    tale.take("i2").tell(
        room.NoteTaken("n1", "i2", "Members asked about:"), room.NoteTaken("n2", "i2", "- cost\n- staff")
    )
    tale.tell(room.NoteTaken("n3", "i2", "A mistake")).move("m1", "i2", "That it be noted.")
    tale.tell(room.NoteTaken("n4", "i2", "Debate <b>followed</b>."), room.NoteChanged("n3", ""))
    tale.tell(MotionDecided("m1", True)).close()
    document = tale.draft()
    assert blocks(document, "opening") == (
        Narrative(id="start-opening", html="<p>The Chair welcomed everybody.</p>"),
    )
    assert blocks(document, "i2") == (
        Narrative(id="start-i2", html="<p>Members asked about:</p><ul><li>cost</li><li>staff</li></ul>"),
        Motion(
            id="motion-m1",
            text="<p>That it be noted.</p>",
            mover=ANN,
            seconder=BOB,
            outcome="carried",
            sentence="The motion was agreed by general assent.",
        ),
        Narrative(id="after-motion-m1", html="<p>Debate &lt;b&gt;followed&lt;/b&gt;.</p>"),
        Declaration(id="declared-m1", text="The motion was agreed by general assent.", motion_id="motion-m1"),
        Resolution(id="resolution-m1", parts=("<p>That it be noted.</p>",)),
    )


def test_a_recorded_vote_names_every_side() -> None:
    tale = Tale().open().take("i2").move("m1", "i2", "That it be agreed.")
    tale.vote("m1", {"ann": FOR, "cat": FOR, "bob": AGAINST}, VoteMethod.RECORDED).close()
    vote = blocks(tale.draft(), "i2")[1]
    assert isinstance(vote, VoteResult)
    assert (vote.for_names, vote.against_names, vote.abstain_names, vote.none_names) == (
        (ANN, CAT),
        (BOB,),
        (),
        (DAN,),
    )
    assert (vote.for_, vote.against, vote.abstain, vote.none, vote.result) == (2, 1, 0, 1, "carried")


def test_a_vote_of_totals_names_nobody() -> None:
    tale = Tale().open().take("i2").move("m1", "i2", "That it be agreed.")
    tale.vote("m1", {"ann": FOR, "bob": AGAINST, "cat": FOR}, VoteMethod.TOTALS).close()
    vote = blocks(tale.draft(), "i2")[1]
    assert isinstance(vote, VoteResult)
    assert vote.for_names + vote.against_names + vote.abstain_names + vote.none_names == ()
    assert vote.totals == "For 2, against 1, abstained 0. Abstained (no vote cast) 1."


def test_everybody_for_it_is_unanimous() -> None:
    tale = Tale().open().take("i2").move("m1", "i2", "That it be agreed.")
    tale.vote("m1", dict.fromkeys(NAMES, FOR), VoteMethod.TOTALS).close()
    motion, _, resolution = blocks(tale.draft(), "i2")
    assert isinstance(motion, Motion)
    assert isinstance(resolution, Resolution)
    assert motion.declaration == "The motion was declared CARRIED unanimously."
    assert resolution.opening == "RESOLVED (unanimously)"


def test_the_amended_text_is_resolved_and_the_chain_can_be_read_back() -> None:
    tale = Tale().open().take("i2").move("m1", "i2", "That it open on Sundays.")
    new = "That it open on Sundays from May."
    tale.move("a1", "i2", new, MotionKind.AMENDMENT, parent_id="m1")
    tale.vote("a1", {"ann": FOR, "bob": FOR, "cat": AGAINST}, VoteMethod.TOTALS)
    tale.tell(MotionAmended("m1", "a1", new))
    tale.vote("m1", {"ann": FOR, "bob": FOR, "cat": FOR, "dan": ABSTAIN}, VoteMethod.TOTALS).close()
    motion, amendment, first, became, second, resolution = blocks(tale.draft(), "i2")
    assert isinstance(motion, Motion)
    assert isinstance(amendment, Motion)
    assert isinstance(first, VoteResult)
    assert isinstance(second, VoteResult)
    assert motion.text == "<p>That it open on Sundays.</p>"
    assert amendment.moved == f"An amendment was moved by {ANN}, seconded by {BOB}"
    assert (first.title, amendment.declaration) == (
        "Vote on the amendment",
        "The amendment was declared CARRIED.",
    )
    assert became == Declaration(id="amended-a1", text="The motion as amended became the substantive motion.")
    assert (second.title, motion.declaration) == (
        "Vote on the motion as amended",
        "The motion as amended was declared CARRIED.",
    )
    assert resolution == Resolution(id="resolution-m1", parts=(f"<p>{new}</p>",))


def test_of_a_lost_motion_nothing_is_resolved() -> None:
    tale = Tale().open().take("i2").move("m1", "i2", "That it be refused.")
    tale.vote("m1", {"ann": AGAINST, "bob": FOR, "cat": AGAINST}, VoteMethod.TOTALS).close()
    assert [type(b) for b in blocks(tale.draft(), "i2")] == [Motion, VoteResult]


def test_a_casting_vote_is_said_and_so_is_a_declined_one() -> None:
    tied = {"ann": FOR, "bob": AGAINST}
    tale = Tale().open().take("i2").move("m1", "i2", "That it be refused.")
    tale.vote("m1", tied, VoteMethod.TOTALS, CastingVoteGiven("v-m1", "ann", ANN, AGAINST))
    tale.tell(VoteDeclared("v-m1", "m1", Outcome.LOST), MotionDecided("m1", False, "v-m1"))
    tale.move("m2", "i2", "That it be deferred.")
    tale.vote("m2", tied, VoteMethod.TOTALS, CastingVoteGiven("v-m2", "ann", ANN, None))
    tale.tell(VoteDeclared("v-m2", "m2", Outcome.LOST), MotionDecided("m2", False, "v-m2"))
    motion, vote, other, declined = blocks(tale.close().draft(), "i2")
    assert isinstance(motion, Motion)
    assert isinstance(vote, VoteResult)
    assert isinstance(other, Motion)
    assert isinstance(declined, VoteResult)
    assert vote.casting_sentence == f"The votes being equal, {ANN} gave a casting vote against the motion."
    assert motion.declaration == "The motion was declared LOST."
    assert declined.casting_sentence == ""
    assert other.declaration == (
        f"The votes were equal and {ANN} did not give a casting vote. The motion was declared LOST."
    )


def test_motions_withdrawn_or_never_put_say_so_and_unmoved_ones_are_not_there() -> None:
    tale = Tale().open().take("i2").tell(MotionPrepared("m0", "i2", "That nothing be done."))
    tale.tell(MotionWithdrawn("m0")).move("m1", "i2", "That it be closed.").tell(MotionWithdrawn("m1"))
    tale.move("m2", "i2", "That it be moved.").close()
    first, withdrawn, second = blocks(tale.draft(), "i2")
    assert withdrawn == Declaration(
        id="declared-m1",
        text="The motion was withdrawn with the consent of the meeting.",
        motion_id="motion-m1",
    )
    assert isinstance(first, Motion)
    assert isinstance(second, Motion)
    assert second.declaration == "The motion was not put to the vote."


def test_breaks_and_a_change_in_the_chair_stand_with_their_times() -> None:
    tale = Tale().open().take("i2").tell(room.MeetingAdjourned("a fire alarm."), room.MeetingResumed())
    document = tale.tell(room.ChairTaken("bob", BOB), room.PublicCounted(12)).close().draft()
    assert document.times == (
        TimeNote(at=at(18, 57), text="the meeting was adjourned (a fire alarm)"),
        TimeNote(at=at(18, 58), text="the meeting resumed"),
        TimeNote(at=at(19, 0), text="12 members of the public present"),
    )
    assert blocks(document, "i2") == (
        Note(id="adjourned-1", text="The meeting was adjourned at 6.57pm and resumed at 6.58pm"),
        Note(id="chair-2", text=f"{BOB} took the chair at 6.59pm"),
    )
    assert document.presiding == f"{ANN}, Chair; {BOB} (from 6.59pm)"


def test_a_resolution_in_parts_keeps_the_writers_numbers_and_numbers_the_rest() -> None:
    texts = {
        "m1": "That the budget be approved.\nThat the officers be thanked.",
        "m2": "That the Council:\nnotes the report;\nasks for another.",
        "m3": "That the Council\n(a) notes the report;\n(b) asks for another.",
    }
    tale = Tale().open().take("i2")
    for motion_id, text in texts.items():
        tale.move(motion_id, "i2", text).tell(MotionDecided(motion_id, True))
    found = [b.parts for b in blocks(tale.close().draft(), "i2") if isinstance(b, Resolution)]
    assert found == [
        ("<p>That the budget be approved.</p>", "<p>That the officers be thanked.</p>"),
        ("<p>That the Council:</p><ol><li>notes the report;</li><li>asks for another.</li></ol>",),
        ("<p>That the Council</p><p>(a) notes the report;</p><p>(b) asks for another.</p>",),
    ]


def test_a_word_that_ends_in_that_does_not_double_it() -> None:
    tale = Tale(word="RESOLVED that").open().take("i2").move("m1", "i2", "That it be noted.")
    resolution = blocks(tale.tell(MotionDecided("m1", True)).close().draft(), "i2")[-1]
    assert isinstance(resolution, Resolution)
    assert resolution.parts == ("<p>it be noted.</p>",)


def test_an_action_stands_where_it_was_written_down() -> None:
    tale = Tale().open().take("i2").tell(room.NoteTaken("n1", "i2", "The Chair asked for figures."))
    tale.actions.append(ActionNote("a1", "i2", "Send the figures", "Clerk", date(2026, 12, 18), tale.at))
    tale.tell(room.NoteTaken("n2", "i2", "The meeting moved on.")).close()
    assert blocks(tale.draft(), "i2") == (
        Narrative(id="start-i2", html="<p>The Chair asked for figures.</p>"),
        Action(id="action-a1", text="Send the figures", owner="Clerk", due=date(2026, 12, 18)),
        Narrative(id="after-action-a1", html="<p>The meeting moved on.</p>"),
    )


def test_items_that_are_not_public_or_are_on_no_agenda_any_more_are_exempt() -> None:
    agenda = (item("i1", "Apologies"), item("i2", "Sale of land", Sensitivity.CONFIDENTIAL))
    document = Tale(agenda).open().take("i1").take("i2").take("i9").close().draft()
    assert [(i.heading, i.is_exempt) for i in document.items] == [
        ("Apologies", False),
        ("Sale of land", True),
        ("An item that has gone", True),
    ]


def test_urgent_item_says_whose_opinion_it_was_and_why_once_it_is_taken() -> None:
    late = replace(
        item("i2", "Grant"), urgent_reason="the offer lapses on 11 December.", urgent_by="Cllr Ash"
    )
    told = Tale((item("i1", "Apologies"), late)).open().take("i1").take("i2").close().draft()
    assert blocks(told, "i2") == (
        Declaration(
            id="urgent-i2",
            text="The Chair (Cllr Ash) was of the opinion that this item should be considered as a matter of "
            "urgency: the offer lapses on 11 December.",
        ),
    )
    unread = Tale((item("i1", "Apologies"), late)).open().take("i1").close().draft()
    assert blocks(unread, "i2") == (Declaration(id="not-taken-i2", text="This item was not taken."),)


def test_what_was_let_pass_stands_under_its_item_or_at_the_opening() -> None:
    tale = Tale().open().take("i2").close()
    tale.passed = [
        Passed("p1", "i2", "Olive let the item pass: flood."),
        Passed("p2", "", "Summoned late: snow."),
    ]
    told = tale.draft()
    assert blocks(told, "opening")[0] == Declaration(id="passed-p2", text="Summoned late: snow.")
    assert blocks(told, "i2")[0] == Declaration(id="passed-p1", text="Olive let the item pass: flood.")
