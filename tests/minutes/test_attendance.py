"""Attendance put right after the close: in both directions, with a reason, until the minutes are confirmed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from meetings.db.record import facts_of
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.minutes.document import MinutesStatus, Motion, VoteResult
from meetings.minutes.queries import versions_of
from meetings.minutes.usecases import (
    ApproveMinutes,
    ConfirmMinutes,
    CorrectAttendance,
    PublishMinutes,
    approve_minutes,
    confirm_minutes,
    correct_attendance,
    publish_minutes,
)
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room.events import AttendanceCorrected
from meetings.room.models import Attendance
from meetings.room.rules import Capacity
from meetings.room.usecases import (
    CloseMeeting,
    SendApology,
    TakeChair,
    close_meeting,
    send_apology,
    take_chair,
)
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import Sitting, World
from tests.minutes.reading import newest, status_of
from tests.minutes.test_editing import edit, text

REASON = "Signed the attendance sheet"


def held(world: World, present: int = 4) -> Sitting:
    """Of five members the first ones are ticked, two move a motion and three of them vote; the rest is silence."""
    sitting = world.body().meeting("Library hours", "Car parks").open(present)
    people = sitting.body.members
    vote = sitting.vote(sitting.motion("That it be noted"), VoteMethod.RECORDED)
    sitting.cast(vote, dict.fromkeys(people[:3], Choice.FOR))
    world.run(close_vote, CloseVote(vote, missing_seen=present - 3))
    world.run(declare_vote, DeclareVote(vote))
    world.later(minutes=60)
    world.run(close_meeting, CloseMeeting(sitting.id))
    return sitting


def correct(world: World, sitting: Sitting, who: int, *, was_present: bool, reason: str = REASON) -> int:
    command = CorrectAttendance(sitting.id, sitting.body.members[who], was_present, reason)
    return world.run(correct_attendance, command)


def names(world: World, sitting: Sitting) -> tuple[list[str], tuple[str, ...]]:
    """Who is minuted as present, and who as absent."""
    document = newest(world, sitting.id)
    return [a.name for a in document.present], document.absent_members


def stays(world: World, sitting: Sitting, who: int) -> list[Attendance]:
    query = select(Attendance).where(
        Attendance.meeting_id == sitting.id, Attendance.person_id == sitting.body.members[who]
    )
    with world.runner.read() as session:
        return list(session.scalars(query))


def test_who_was_not_ticked_and_was_there_is_minuted_as_present_for_the_whole_meeting(world: World) -> None:
    sitting = held(world)
    all_five = [world.names[p] for p in sitting.body.members]
    assert names(world, sitting) == (all_five[:4], (all_five[4],))
    votes = [
        b for i in newest(world, sitting.id).items for b in i.blocks if isinstance(b, Motion | VoteResult)
    ]
    assert correct(world, sitting, 4, was_present=True, reason=f"  {REASON} ") == 2
    assert names(world, sitting) == (all_five, ())
    document = newest(world, sitting.id)
    assert (document.present[4].arrived_at, document.present[4].left_at) == (None, None)
    assert [b for i in document.items for b in i.blocks if isinstance(b, Motion | VoteResult)] == votes
    (stay,) = stays(world, sitting, 4)
    assert (stay.arrived_at, stay.left_at, stay.capacity) == (
        document.started_at,
        document.ended_at,
        Capacity.MEMBER,
    )
    with world.runner.read() as session:
        facts = [e.fact for e in facts_of(session, sitting.id, types=(AttendanceCorrected,))]
        note = versions_of(session, sitting.id)[0].note
    assert facts == [AttendanceCorrected(sitting.body.members[4], all_five[4], True, REASON)]
    assert note == f"Attendance corrected: {REASON}"


def test_who_was_ticked_and_never_came_is_minuted_as_absent_and_can_be_put_back(world: World) -> None:
    sitting = held(world)
    gone = world.names[sitting.body.members[3]]
    correct(world, sitting, 3, was_present=False)
    assert gone not in names(world, sitting)[0]
    assert gone in names(world, sitting)[1]
    assert stays(world, sitting, 3) == []
    correct(world, sitting, 3, was_present=True)
    assert gone in names(world, sitting)[0]
    assert len(stays(world, sitting, 3)) == 1


def test_an_apology_counts_again_for_who_never_came(sqlite_world: World) -> None:
    world = sqlite_world
    sitting = world.body().meeting().open(4)
    world.run(send_apology, SendApology(sitting.id, sitting.body.members[3]))
    world.run(close_meeting, CloseMeeting(sitting.id))
    assert newest(world, sitting.id).apologies == ()
    correct(world, sitting, 3, was_present=False)
    document = newest(world, sitting.id)
    assert [a.name for a in document.absent] == [world.names[sitting.body.members[3]]]
    assert document.absent_members == (world.names[sitting.body.members[4]],)


def test_what_officers_wrote_stays(sqlite_world: World) -> None:
    sitting = held(sqlite_world)
    edit(sqlite_world, sitting, 1, second="<p>Members spoke of the car parks.</p>")
    assert correct(sqlite_world, sitting, 4, was_present=True) == 3
    assert text(sqlite_world, sitting, 1) == "<p>Members spoke of the car parks.</p>"


def test_who_voted_presided_or_moved_was_there(sqlite_world: World) -> None:
    world = sqlite_world
    sitting = held(world)
    with pytest.raises(Invalid, match="voted at this meeting"):
        correct(world, sitting, 2, was_present=False)
    other = world.body("Licensing Committee").meeting().open()
    world.run(agree_motion, AgreeMotion(other.id, other.motion()))
    world.run(take_chair, TakeChair(other.id, other.body.members[2]))
    world.run(close_meeting, CloseMeeting(other.id))
    for who, words in ((0, "presided"), (1, "moved or seconded"), (2, "presided")):
        with pytest.raises(Invalid, match=words):
            correct(world, other, who, was_present=False)
    assert status_of(world, other.id)[1] == 1


def test_a_correction_needs_a_reason_a_member_and_something_to_correct(sqlite_world: World) -> None:
    world = sqlite_world
    sitting = held(world)
    with pytest.raises(Invalid) as refused:
        correct(world, sitting, 4, was_present=True, reason="  ")
    assert refused.value.fields == {"reason": "Say how this is known"}
    stranger = CorrectAttendance(sitting.id, world.person("Councillor Z. Stranger"), True, REASON)
    with pytest.raises(Invalid, match="member of this body"):
        world.run(correct_attendance, stranger)
    with pytest.raises(Invalid, match="present already"):
        correct(world, sitting, 0, was_present=True)
    with pytest.raises(Invalid, match="not listed as present"):
        correct(world, sitting, 4, was_present=False)
    mine = CorrectAttendance(sitting.id, sitting.body.members[4], True, REASON)
    with pytest.raises(Denied):
        world.run(correct_attendance, mine, world.actor(sitting.body.members[4]))
    assert status_of(world, sitting.id)[1] == 1


def test_while_the_meeting_goes_on_attendance_is_put_right_in_the_room(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting().open(4)
    with pytest.raises(WrongState, match="in the meeting room"):
        correct(sqlite_world, sitting, 4, was_present=True)


def test_published_minutes_become_a_correction_and_confirmed_ones_stay(world: World) -> None:
    sitting = held(world)
    world.run(approve_minutes, ApproveMinutes(sitting.id, 1))
    world.run(publish_minutes, PublishMinutes(sitting.id, 1))
    correct(world, sitting, 4, was_present=True)
    assert status_of(world, sitting.id) == (MinutesStatus.DRAFT, 2, 1)
    world.run(approve_minutes, ApproveMinutes(sitting.id, 2))
    world.run(publish_minutes, PublishMinutes(sitting.id, 2))
    world.later(minutes=14 * 24 * 60)
    world.run(confirm_minutes, ConfirmMinutes(sitting.id, 2, date(2026, 12, 9), "Councillor A. Abara"))
    with pytest.raises(WrongState, match="confirmed and signed"):
        correct(world, sitting, 3, was_present=False)
    assert len(stays(world, sitting, 3)) == 1
