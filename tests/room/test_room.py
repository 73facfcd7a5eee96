"""The room through its use cases: allowed, denied, wrong state, twice at once; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from meetings.db.record import facts_of
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.motions.rules import MotionKind
from meetings.motions.usecases import (
    AgreeMotion,
    MoveMotion,
    PrepareMotion,
    WithdrawMotion,
    agree_motion,
    move_motion,
    prepare_motion,
    withdraw_motion,
)
from meetings.room import usecases as room
from meetings.room.events import MemberArrived
from meetings.room.queries import here_now, notes_of, quorum_of, roll_of, room_of, voters_here
from meetings.room.rules import Capacity, Presence, bring_forward, next_item
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of
from tests.factories.atonce import at_once
from tests.factories.world import Sitting, World


@pytest.fixture
def planned(world: World) -> Sitting:
    return world.body(members=5, quorum=3).meeting("Library hours", "Car parks", "Reports")


def present(sitting: Sitting) -> list[str]:
    with sitting.world.runner.read() as session:
        return [h.person_id for h in here_now(session, sitting.id)]


def status(sitting: Sitting) -> MeetingStatus:
    with sitting.world.runner.read() as session:
        return meeting_of(session, sitting.id).status


def test_meeting_opens_with_a_present_voting_member_in_the_chair(planned: Sitting) -> None:
    world, m = planned.world, planned.body.members
    with pytest.raises(Invalid, match="marked as present"):
        world.run(room.open_meeting, room.OpenMeeting(planned.id, m[0]))
    visitor = world.run(room.arrive_as_visitor, room.ArriveAsVisitor(planned.id, "Jo Speaker", "Applicant"))
    with pytest.raises(Invalid, match="voting member"):
        world.run(room.open_meeting, room.OpenMeeting(planned.id, visitor))
    planned.open()
    assert status(planned) is MeetingStatus.OPEN
    with pytest.raises(WrongState, match="open or over"):
        world.run(room.open_meeting, room.OpenMeeting(planned.id, m[0]))


def test_meeting_without_a_published_agenda_is_not_opened(world: World) -> None:
    sitting = world.body().meeting(publish=False)
    world.run(room.arrive, room.Arrive(sitting.id, tuple(sitting.body.members)))
    with pytest.raises(WrongState, match="Publish the agenda"):
        world.run(room.open_meeting, room.OpenMeeting(sitting.id, sitting.body.members[0]))


def test_meeting_adjourns_resumes_and_closes_in_that_order(planned: Sitting) -> None:
    world, sitting = planned.world, planned.open()
    with pytest.raises(WrongState):
        world.run(room.resume_meeting, room.ResumeMeeting(sitting.id))
    world.run(room.adjourn_meeting, room.AdjournMeeting(sitting.id, "Fire alarm"))
    assert status(sitting) is MeetingStatus.ADJOURNED
    with pytest.raises(WrongState, match="is adjourned"):
        world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[1]))
    world.run(room.resume_meeting, room.ResumeMeeting(sitting.id))
    world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    assert status(sitting) is MeetingStatus.CLOSED
    with pytest.raises(WrongState):
        world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    with pytest.raises(WrongState, match="over"):
        world.run(room.leave, room.Leave(sitting.id, sitting.body.members[1]))


def test_meeting_does_not_close_over_an_undecided_motion(planned: Sitting) -> None:
    world, sitting = planned.world, planned.open()
    motion_id = sitting.motion("That the library opens on Sundays")
    with pytest.raises(WrongState, match="library opens on Sundays"):
        world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    world.run(withdraw_motion, WithdrawMotion(sitting.id, motion_id))
    world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    assert status(sitting) is MeetingStatus.CLOSED


def commands(sitting: Sitting) -> list[tuple[Callable[..., Any], Any]]:
    """Every button of the console."""
    i, person, item = sitting.id, sitting.body.members[1], sitting.items[1]
    return [
        (room.open_meeting, room.OpenMeeting(i, person)),
        (room.adjourn_meeting, room.AdjournMeeting(i)),
        (room.resume_meeting, room.ResumeMeeting(i)),
        (room.close_meeting, room.CloseMeeting(i)),
        (room.take_item, room.TakeItem(i, item)),
        (room.take_chair, room.TakeChair(i, person)),
        (room.arrive, room.Arrive(i, (person,))),
        (room.arrive_as_visitor, room.ArriveAsVisitor(i, "Jo Speaker")),
        (room.leave, room.Leave(i, person)),
        (room.correct_arrival, room.CorrectArrival(i, person)),
        (room.send_apology, room.SendApology(i, person)),
        (room.withdraw_apology, room.WithdrawApology(i, person)),
        (room.take_note, room.TakeNote(i, "A note")),
        (room.count_public, room.CountPublic(i, 3)),
        (prepare_motion, PrepareMotion(i, item, "That it be so")),
        (move_motion, MoveMotion(i, "That it be so", person)),
    ]


#: what whoever presides presses too
OF_THE_CHAIR = (room.adjourn_meeting, room.resume_meeting, room.take_item)


def test_no_member_presses_the_clerks_buttons(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting("One", "Two").open()
    chair, member = (sqlite_world.actor(m) for m in sitting.body.members[:2])
    other = sqlite_world.actor(sqlite_world.body("Audit Committee").members[0])
    for actor in (chair, member, other):
        for case, command in commands(sitting):
            if actor is chair and case in OF_THE_CHAIR:
                continue
            with pytest.raises(Denied):
                sqlite_world.run(case, command, actor)


def test_whoever_presides_goes_on_to_items_adjourns_and_resumes(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting("One", "Two").open()
    chair = sqlite_world.actor(sitting.body.members[0])
    sqlite_world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[1]), chair)
    sqlite_world.run(room.adjourn_meeting, room.AdjournMeeting(sitting.id), chair)
    sqlite_world.run(room.resume_meeting, room.ResumeMeeting(sitting.id), chair)
    with sqlite_world.runner.read() as session:
        assert [e.actor_name for e in facts_of(session, sitting.id)][-3:] == [chair.name] * 3


def test_roll_call_twice_at_once_marks_each_person_once(planned: Sitting) -> None:
    world, m = planned.world, planned.body.members
    at_once(*[lambda: world.run(room.arrive, room.Arrive(planned.id, tuple(m)))] * 2)
    assert sorted(present(planned)) == sorted(m)
    with world.runner.read() as session:
        arrived = [e.fact for e in facts_of(session, planned.id, types=(MemberArrived,))]
    assert len(arrived) == len(m)


def test_who_leaves_is_gone_who_comes_back_is_here_again(planned: Sitting) -> None:
    world, sitting, m = planned.world, planned.open(), planned.body.members
    with pytest.raises(WrongState, match="in the chair"):
        world.run(room.leave, room.Leave(sitting.id, m[0]))
    world.run(room.leave, room.Leave(sitting.id, m[4]))
    with pytest.raises(WrongState, match="not marked as present"):
        world.run(room.leave, room.Leave(sitting.id, m[4]))
    assert m[4] not in present(sitting)
    world.run(room.arrive, room.Arrive(sitting.id, (m[4],), Presence.REMOTE))
    with world.runner.read() as session:
        line = next(r for r in roll_of(session, sitting.id) if r.person_id == m[4])
    assert line.presence is Presence.OBSERVER


def test_only_voting_members_count_for_the_quorum(planned: Sitting) -> None:
    world, m = planned.world, planned.body.members
    officer = world.person("Dana Reed", "Planning Officer")
    world.run(room.arrive, room.Arrive(planned.id, (m[0], m[1], officer)))
    with world.runner.read() as session:
        quorum = quorum_of(session, meeting_of(session, planned.id))
        capacities = {h.person_id: h.capacity for h in here_now(session, planned.id)}
        assert {v.person_id for v in voters_here(session, planned.id)} == {m[0], m[1]}
    assert (quorum.present, quorum.needed, quorum.met) == (2, 3, False)
    assert capacities[officer] is Capacity.OFFICER


def test_apologies_are_the_bodys_own_and_can_be_taken_back(planned: Sitting) -> None:
    world, m = planned.world, planned.body.members
    world.run(room.send_apology, room.SendApology(planned.id, m[3]))
    world.run(room.send_apology, room.SendApology(planned.id, m[3], "lateness"))
    with pytest.raises(Invalid, match="absence or lateness"):
        world.run(room.send_apology, room.SendApology(planned.id, m[3], "boredom"))
    with pytest.raises(Invalid, match="member of this body"):
        world.run(room.send_apology, room.SendApology(planned.id, world.person("Jo Speaker")))
    with world.runner.read() as session:
        assert [r.apology for r in roll_of(session, planned.id) if r.person_id == m[3]] == ["lateness"]
    world.run(room.withdraw_apology, room.WithdrawApology(planned.id, m[3]))
    with world.runner.read() as session:
        assert [r.apology for r in roll_of(session, planned.id) if r.person_id == m[3]] == [""]


def test_notes_are_kept_on_the_item_taken_rewritten_and_removed(planned: Sitting) -> None:
    world, sitting = planned.world, planned.open()
    note = world.run(room.take_note, room.TakeNote(sitting.id, "  Members asked:\n- about Sundays  "))
    with pytest.raises(Invalid, match="Type the note"):
        world.run(room.take_note, room.TakeNote(sitting.id, "   "))
    with pytest.raises(Invalid, match="Split it"):
        world.run(room.take_note, room.TakeNote(sitting.id, "x" * 20_001))
    world.run(room.change_note, room.ChangeNote(sitting.id, note, "Members asked nothing"))
    with world.runner.read() as session:
        assert [n.text for n in notes_of(session, sitting.id, sitting.items[0])] == ["Members asked nothing"]
    world.run(room.change_note, room.ChangeNote(sitting.id, note, ""))
    with pytest.raises(NotFound):
        world.run(room.change_note, room.ChangeNote(sitting.id, note, "again"))


def test_item_that_is_not_on_the_agenda_is_not_taken(planned: Sitting) -> None:
    world, sitting = planned.world, planned.open()
    other = world.body("Audit Committee").meeting("Accounts")
    with pytest.raises(NotFound):
        world.run(room.take_item, room.TakeItem(sitting.id, other.items[0]))
    world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[2]))
    with world.runner.read() as session:
        state = room_of(session, sitting.id)
    assert state is not None
    assert state.item_id == sitting.items[2]


def test_motion_needs_two_different_members_who_are_here(planned: Sitting) -> None:
    world, sitting, m = planned.world, planned.open(present=3), planned.body.members
    for mover, seconder, field in (
        (None, None, "mover_id"),
        (m[4], None, "mover_id"),
        (m[0], m[0], "seconder_id"),
    ):
        with pytest.raises(Invalid) as refused:
            world.run(move_motion, MoveMotion(sitting.id, "That it be so", mover, seconder))
        assert list(refused.value.fields) == [field]
    with pytest.raises(Invalid, match="text of the motion"):
        world.run(move_motion, MoveMotion(sitting.id, " \n ", m[0], m[1]))


def test_one_amendment_at_a_time_and_none_to_an_amendment(planned: Sitting) -> None:
    world, sitting = planned.world, planned.open()
    motion_id = sitting.motion()
    first = sitting.motion("That it opens on Saturdays", kind=MotionKind.AMENDMENT, parent_id=motion_id)
    for parent, error in ((motion_id, WrongState), (first, Invalid), (None, Invalid), ("unknown", NotFound)):
        with pytest.raises(error):
            sitting.motion("That it never opens", kind=MotionKind.AMENDMENT, parent_id=parent)
    with pytest.raises(WrongState, match="amendment"):
        world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    world.run(agree_motion, AgreeMotion(sitting.id, first))
    world.run(agree_motion, AgreeMotion(sitting.id, motion_id))
    with pytest.raises(WrongState, match="carried already"):
        world.run(withdraw_motion, WithdrawMotion(sitting.id, motion_id))


def test_order_brings_an_item_behind_what_is_done() -> None:
    assert bring_forward(["a", "b", "c", "d"], "d", "a", {"a"}) == ("a", "d", "b", "c")
    assert bring_forward(["a", "b", "c"], "c", None, set()) == ("c", "a", "b")
    assert bring_forward(["a", "b", "c"], "c", None, {"a"}) == ("a", "c", "b")
    assert bring_forward(["a", "b", "c", "d"], "b", "c", {"a", "c", "d"}) == ("a", "c", "b", "d")
    with pytest.raises(ValueError, match="not on the agenda"):
        bring_forward(["a"], "z", None, set())
    assert [next_item(["a", "b"], current) for current in (None, "a", "b")] == ["a", "b", None]
