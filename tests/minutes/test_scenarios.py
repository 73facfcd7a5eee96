"""Meetings as they have happened at councils, from the roll call to the minutes."""

from __future__ import annotations

from datetime import date

from meetings.actions.usecases import RecordAction, record_action
from meetings.bodies.models import Body
from meetings.db.record import facts_of
from meetings.minutes.document import Resolution
from meetings.motions.rules import Effect, MotionKind
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.events import OrderChanged
from meetings.room.usecases import CloseMeeting, TakeItem, TakeNote, close_meeting, take_item, take_note
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import Sitting, World
from tests.minutes.reading import html, minute, newest, words


def declared(sitting: Sitting, motion_id: str, method: VoteMethod, sides: dict[Choice, int]) -> str:
    """A vote taken and declared; the first members vote for, the next against, and so on."""
    world = sitting.world
    vote_id = sitting.vote(motion_id, method)
    people = iter(sitting.body.members)
    choices = {next(people): choice for choice, count in sides.items() for _ in range(count)}
    sitting.cast(vote_id, choices)
    missing = len(sitting.body.members) - len(choices)
    world.run(close_vote, CloseVote(vote_id, missing))
    world.run(declare_vote, DeclareVote(vote_id))
    return vote_id


def s1(world: World) -> Sitting:
    """33 are present, 20 of them vote, by totals only; the meeting is over."""
    sitting = world.body(members=33).meeting("Car parks").open()
    motion = sitting.motion("That the charges be kept")
    sides = {Choice.FOR: 12, Choice.AGAINST: 6, Choice.ABSTAIN: 2}
    declared(sitting, motion, VoteMethod.TOTALS, sides)
    world.run(close_meeting, CloseMeeting(sitting.id))
    return sitting


def test_s1_who_cast_nothing_is_counted_apart_and_nobody_is_named(sqlite_world: World) -> None:
    sitting = s1(sqlite_world)
    document = newest(sqlite_world, sitting.id)
    said = minute(document, "Car parks")
    assert said == [
        "It was moved by Councillor A. Abara, seconded by Councillor B. Bright, that the charges be kept.",
        "For 12, against 6, abstained 2. Abstained (no vote cast) 13.",
        "The motion was declared CARRIED.",
        "RESOLVED – That the charges be kept.",
    ]
    assert len(document.present) == 33
    after_attendance = html(document).split('class="minute"', 1)[1]
    movers = {"Councillor A. Abara", "Councillor B. Bright"}
    named = {n for n in sqlite_world.names.values() if n in after_attendance}
    assert named == movers


def test_s6_a_lost_change_of_the_order_of_business_resolves_nothing(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=58).meeting("Minutes", "Budget", "Parking petition").open()
    text = "That item 3 be taken next"
    motion = sitting.motion(
        text,
        kind=MotionKind.PROCEDURAL,
        effect=Effect.ORDER_OF_BUSINESS,
        effect_item_id=sitting.items[2],
    )
    declared(sitting, motion, VoteMethod.TOTALS, {Choice.FOR: 26, Choice.AGAINST: 32})
    for item in sitting.items[1:]:
        sqlite_world.run(take_item, TakeItem(sitting.id, item))
    sqlite_world.run(close_meeting, CloseMeeting(sitting.id))
    document = newest(sqlite_world, sitting.id)
    assert minute(document, "Minutes") == [
        "It was moved by Councillor A. Abara, seconded by Councillor B. Bright, that item 3 be taken next.",
        "For 26, against 32, abstained 0.",
        "The motion was not agreed.",
    ]
    assert [b for i in document.items for b in i.blocks if isinstance(b, Resolution)] == []
    assert "RESOLVED" not in html(document)
    assert [i.number for i in document.items] == ["1", "2", "3"]
    with sqlite_world.runner.read() as session:
        assert list(facts_of(session, sitting.id, types=(OrderChanged,))) == []


def test_s11_questions_are_points_and_the_action_has_an_owner(sqlite_world: World) -> None:
    world = sqlite_world
    body = world.body("Scrutiny Committee")
    with world.runner.database.write() as session:
        session.get_one(Body, body.id).resolved_word = "RESOLVED:"
    sitting = body.meeting("New IT services").open()
    world.run(take_note, TakeNote(sitting.id, "Members received a presentation.\n\nQuestions were asked:"))
    world.run(take_note, TakeNote(sitting.id, "- on web forms\n- on savings; the Chair asked for the data"))
    world.later(minutes=2)
    action = RecordAction(
        sitting.id, sitting.items[0], "Circulate the data to members", "Director of ICT", date(2026, 12, 18)
    )
    world.run(record_action, action)
    world.later(minutes=2)
    motion = sitting.motion("That the presentation be noted")
    world.run(agree_motion, AgreeMotion(sitting.id, motion))
    world.run(close_meeting, CloseMeeting(sitting.id))
    document = newest(world, sitting.id)
    assert minute(document, "New IT services") == [
        "Members received a presentation.",
        "Questions were asked:",
        "on web forms",
        "on savings; the Chair asked for the data",
        "Action: Circulate the data to members (Director of ICT, by 18 December 2026)",
        "It was moved by Councillor A. Abara, seconded by Councillor B. Bright, that the presentation be noted.",
        "The motion was agreed by general assent.",
        "RESOLVED: That the presentation be noted.",
    ]
    assert html(document).count("<li>on web forms</li>") == 1
    assert "RESOLVED: That the presentation be noted." in words(html(document))
