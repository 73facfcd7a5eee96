"""Motions of procedure: what they leave undecided, when they come again, what they cannot do."""

from __future__ import annotations

import pytest

from meetings.kernel.errors import Invalid, WrongState
from meetings.motions.amending import How
from meetings.motions.checks import suspended
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases import (
    MoveMotion,
    move_motion,
)
from meetings.room.queries import here_now
from meetings.room.usecases import TakeItem, take_item
from meetings.schedule.queries import meeting_of
from tests.factories.world import Sitting
from tests.motions.floor import TEXT, agree, amend, lose, procedural, sitting, status

__all__ = ["sitting"]


@pytest.mark.parametrize(
    ("effect", "more", "after"),
    [
        (Effect.NEXT_BUSINESS, {}, MotionStatus.FALLEN),
        (Effect.ADJOURN_DEBATE, {}, MotionStatus.ADJOURNED),
        (Effect.REFER, {"effect_note": "the Cabinet"}, MotionStatus.REFERRED),
        (Effect.WITHDRAW_LEAVE, {}, MotionStatus.WITHDRAWN),
    ],
)
def test_a_carried_motion_of_procedure_leaves_the_matter(
    sitting: Sitting, effect: Effect, more: dict[str, object], after: MotionStatus
) -> None:
    motion_id = sitting.motion(TEXT)
    amendment = amend(sitting, motion_id, how=How.ADD, put="That schools are told")
    agree(sitting, procedural(sitting, effect, **more))
    assert {status(sitting, m) for m in (motion_id, amendment)} == {after}


def test_an_adjourned_debate_comes_first_when_its_item_is_taken_again(sitting: Sitting) -> None:
    world, motion_id = sitting.world, sitting.motion(TEXT)
    agree(sitting, procedural(sitting, Effect.ADJOURN_DEBATE))
    world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
    assert status(sitting, motion_id) is MotionStatus.ADJOURNED
    world.run(take_item, TakeItem(sitting.id, sitting.items[0]))
    assert status(sitting, motion_id) is MotionStatus.MOVED


def test_a_lost_closure_waits_twenty_minutes(sitting: Sitting) -> None:
    sitting.motion(TEXT)
    with pytest.raises(Invalid, match="satisfied"):
        procedural(sitting, Effect.QUESTION_BE_PUT)
    alone = MoveMotion(
        sitting.id,
        "That the question be now put",
        sitting.body.members[0],
        kind=MotionKind.PROCEDURAL,
        effect=Effect.QUESTION_BE_PUT,
    )
    with pytest.raises(Invalid, match="seconder"):
        sitting.world.run(move_motion, alone)
    lose(sitting, procedural(sitting, Effect.QUESTION_BE_PUT, debated=True))
    sitting.world.later(minutes=19)
    with pytest.raises(WrongState, match="20 minutes"):
        procedural(sitting, Effect.QUESTION_BE_PUT, debated=True)
    sitting.world.later(minutes=2)
    procedural(sitting, Effect.QUESTION_BE_PUT, debated=True)


def test_standing_orders_are_suspended_and_the_law_is_not(sitting: Sitting) -> None:
    with pytest.raises(WrongState, match="no vote can suspend it"):
        procedural(sitting, Effect.SUSPEND_RULES, effect_note="quorum")
    with pytest.raises(Invalid, match="Choose the standing order"):
        procedural(sitting, Effect.SUSPEND_RULES, effect_note="nothing")
    agree(sitting, procedural(sitting, Effect.SUSPEND_RULES, effect_note="speaking_time"))
    with sitting.world.runner.read() as session:
        assert suspended(session, sitting.id, sitting.items[0], "speaking_time")
        assert not suspended(session, sitting.id, sitting.items[1], "speaking_time")
        assert not suspended(session, sitting.id, sitting.items[0], "one_speech")


def test_motions_that_act_on_the_meeting_and_on_members(sitting: Sitting) -> None:
    world, out = sitting.world, sitting.body.members[4]
    with pytest.raises(Invalid, match="Choose the member"):
        procedural(sitting, Effect.LEAVE_THE_ROOM)
    agree(sitting, procedural(sitting, Effect.LEAVE_THE_ROOM, effect_person_id=out))
    with world.runner.read() as session:
        assert out not in {h.person_id for h in here_now(session, sitting.id)}
    agree(sitting, procedural(sitting, Effect.ADJOURN_MEETING))
    with world.runner.read() as session:
        assert meeting_of(session, sitting.id).status.value == "adjourned"
