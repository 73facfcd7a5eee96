"""The meeting's own time, closures, disorder and the limits of a body: allowed, denied, at the wrong moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from meetings.admin.verify import check_stream
from meetings.debate import queries
from meetings.debate import usecases as debate
from meetings.debate.models import Speech
from meetings.debate.rules import AtTheTime, Limits, SpeechKind, SpeechState, Step
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.motions.rules import Effect
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.room import usecases as rooms
from meetings.room.entitlement import may_speak_on, voters_on
from meetings.room.queries import here_now
from meetings.schedule.queries import meeting_of
from tests.debate.test_floor import ask, call, end, speech, waiting
from tests.factories.site import Site
from tests.factories.world import Sitting, World
from tests.live.scenarios_debate import procedural


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    """A meeting of five on its first item, a motion before it."""
    sitting = sqlite_world.body(members=5).meeting("Library hours", "Bins", "Roads").open()
    sitting.motion()
    return sitting


def agree(sitting: Sitting, effect: Effect, minutes: int | None = None, person: str | None = None) -> None:
    motion = procedural(sitting, effect, "That it be so", minutes, person)
    sitting.world.run(agree_motion, AgreeMotion(sitting.id, motion))


def limits(meeting: Sitting, **changed: Any) -> None:
    wanted = replace(Limits(), **changed)
    meeting.world.run(debate.set_limits, debate.SetLimits(meeting.body.id, wanted))


def ends(sitting: Sitting) -> float:
    """Minutes from now to the end of the meeting's time."""
    with sitting.world.runner.read() as session:
        meeting = meeting_of(session, sitting.id)
        found = queries.sitting_of(session, meeting, queries.limits_of(session, meeting.body_id)).ends_at
    assert found is not None
    return (found - sitting.world.clock.at).total_seconds() / 60


def test_the_time_is_called_when_it_is_up_and_ends_all_debate(sitting: Sitting) -> None:
    world, up = sitting.world, debate.CallTime(sitting.id)
    one, two = ask(sitting, 1), ask(sitting, 2)
    call(sitting)
    with pytest.raises(WrongState, match="not up yet"):
        world.run(debate.call_time, up)
    world.later(minutes=180)
    with pytest.raises(Denied):
        world.run(debate.call_time, up, world.actor(sitting.body.members[1]))
    world.run(debate.call_time, up)
    world.run(debate.call_time, up)
    assert speech(sitting, one).state is SpeechState.DONE
    assert speech(sitting, two).state is SpeechState.WITHDRAWN
    with pytest.raises(WrongState, match="no more debate"):
        ask(sitting, 3)
    ask(sitting, 3, SpeechKind.POINT_OF_ORDER, "Standing order 2")
    world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[1]))
    agree(sitting, Effect.EXTEND_MEETING, 45)
    assert ends(sitting) == 45
    ask(sitting, 3)


def test_what_is_left_stands_over_where_the_body_has_chosen_so(sitting: Sitting) -> None:
    limits(sitting, at_the_time=AtTheTime.ROLL_OVER, sitting=60, extension=20)
    sitting.world.later(minutes=60)
    sitting.world.run(debate.call_time, debate.CallTime(sitting.id))
    take = rooms.TakeItem(sitting.id, sitting.items[1])
    with pytest.raises(WrongState, match="stands over"):
        sitting.world.run(rooms.take_item, take)
    agree(sitting, Effect.EXTEND_MEETING, 20)
    sitting.world.run(rooms.take_item, take)


def test_a_body_without_a_limit_has_no_time_to_call(sitting: Sitting) -> None:
    limits(sitting, at_the_time=AtTheTime.NOTHING)
    with pytest.raises(WrongState, match="no limit"):
        sitting.world.run(debate.call_time, debate.CallTime(sitting.id))


def test_the_time_begins_again_on_another_day(sitting: Sitting) -> None:
    world = sitting.world
    world.run(rooms.adjourn_meeting, rooms.AdjournMeeting(sitting.id, "", None))
    world.later(minutes=60 * 24 * 7)
    world.run(rooms.resume_meeting, rooms.ResumeMeeting(sitting.id))
    assert ends(sitting) == 180


def test_a_carried_closure_leaves_the_reply(sitting: Sitting) -> None:
    first, second = call(sitting, ask(sitting, 1)), ask(sitting, 2)
    end(sitting, first)
    agree(sitting, Effect.QUESTION_BE_PUT)
    assert speech(sitting, second).state is SpeechState.WITHDRAWN
    with pytest.raises(WrongState, match="only the mover"):
        ask(sitting, 3)
    call(sitting, ask(sitting, 0, SpeechKind.REPLY))


def test_a_vote_gives_a_speaker_more_time(sitting: Sitting) -> None:
    one = call(sitting, ask(sitting, 1))
    agree(sitting, Effect.EXTEND_SPEECH, 2, sitting.body.members[1])
    assert speech(sitting, one).limit_seconds == Limits().speech + 120


def test_the_ladder_of_disorder(sitting: Sitting) -> None:
    world, rude = sitting.world, sitting.body.members[2]
    one = call(sitting, ask(sitting, 2))
    warn = debate.CallToOrder(sitting.id, Step.WARNED, "Shouting at officers", rude)
    with pytest.raises(Denied):
        world.run(debate.call_to_order, warn, world.actor(sitting.body.members[1]))
    for wrong, error in (
        (debate.CallToOrder(sitting.id, Step.WARNED, " ", rude), Invalid),
        (debate.CallToOrder(sitting.id, Step.LEFT, "Shouting", rude), WrongState),
        (debate.CallToOrder(sitting.id, Step.LEFT, "Shouting"), Invalid),
        (debate.CallToOrder(sitting.id, Step.WARNED, "Shouting", "nobody"), Invalid),
    ):
        with pytest.raises(error):
            world.run(debate.call_to_order, wrong)
    world.run(debate.call_to_order, warn)
    world.later(seconds=40)
    agree(sitting, Effect.NOT_BE_HEARD, person=rude)
    assert speech(sitting, one).state is SpeechState.DONE
    with pytest.raises(Denied, match="not further heard"):
        ask(sitting, 2)
    with world.runner.read() as session:
        assert may_speak_on(session, sitting.id, sitting.items[1], rude), "on this item only"
        assert rude in {h.person_id for h in voters_on(session, sitting.id, sitting.items[0])}
    world.later(seconds=40)
    agree(sitting, Effect.LEAVE_THE_ROOM, person=rude)
    with world.runner.read() as session:
        assert rude not in {h.person_id for h in here_now(session, sitting.id)}
        steps = queries.disorders(session, sitting.id)
    assert [d.step for d in steps] == [Step.WARNED, Step.NOT_HEARD, Step.LEFT]
    lifted = debate.RestoreOrder(sitting.id, steps[-1].id, "Apologised")
    with pytest.raises(Denied):
        world.run(debate.restore_order, lifted, world.actor(sitting.body.members[1]))
    world.run(debate.restore_order, lifted)
    world.run(rooms.arrive, rooms.Arrive(sitting.id, (rude,)))
    with world.runner.read() as session:
        assert may_speak_on(session, sitting.id, sitting.items[1], rude)


def test_one_of_the_public_is_removed_by_the_chair(sitting: Sitting) -> None:
    chair = sitting.world.actor(sitting.body.members[0])
    removed = debate.CallToOrder(sitting.id, Step.REMOVED, "Threw papers")
    sitting.world.run(debate.call_to_order, removed, chair)
    with sitting.world.runner.read() as session:
        assert queries.disorders(session, sitting.id)[0].name == "A member of the public"


def test_the_limits_of_a_body_hold_from_now_on(sitting: Sitting) -> None:
    one = ask(sitting, 1)
    limits(sitting, speech=90)
    limits(sitting, speech=90)
    call(sitting)
    assert speech(sitting, one).limit_seconds == 90
    with pytest.raises(Invalid):
        limits(sitting, speech=-1)
    command, member = (
        debate.SetLimits(sitting.body.id, Limits()),
        sitting.world.actor(sitting.body.members[1]),
    )
    with pytest.raises(Denied):
        sitting.world.run(debate.set_limits, command, member)


def test_verify_finds_a_list_of_speakers_that_was_changed_past_the_program(site: Site) -> None:
    sitting = site.world.body(members=4).meeting("Library hours").open()
    one = call(sitting, ask(sitting, 1))
    point = call(sitting, ask(sitting, 2, SpeechKind.POINT_OF_ORDER, "Standing order 3"))
    site.world.later(seconds=20)
    end(sitting, point)
    site.world.run(debate.undo_speech, debate.UndoSpeech(sitting.id, point))
    end(sitting, point)
    end(sitting, one)
    with site.parts.runner.read() as session:
        assert check_stream(session, site.parts.services.storage, sitting.id).intact
    with site.parts.database.write() as session:
        session.execute(update(Speech).where(Speech.id == one).values(spoken_ms=999))
    with site.parts.runner.read() as session:
        found = check_stream(session, site.parts.services.storage, sitting.id).differences
    assert any("time spoken" in text for text in found), found
    assert waiting(sitting) == []
