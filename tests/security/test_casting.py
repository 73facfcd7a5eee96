"""Who cannot decide a tie: somebody who has left, and the chair of another body."""

from __future__ import annotations

import pytest

from meetings.kernel.errors import Denied, WrongState
from meetings.motions.usecases import MoveMotion, move_motion
from meetings.room.usecases import (
    AdjournMeeting,
    Leave,
    ResumeMeeting,
    TakeChair,
    adjourn_meeting,
    leave,
    resume_meeting,
    take_chair,
)
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, GiveCastingVote, close_vote, give_casting_vote
from tests.factories.world import World


def test_a_chair_who_went_in_the_adjournment_decides_no_tie(sqlite_world: World) -> None:
    world = sqlite_world
    sitting = world.body(members=5).meeting().open()
    chair, first, second = sitting.body.members[:3]
    world.run(adjourn_meeting, AdjournMeeting(sitting.id))
    world.run(leave, Leave(sitting.id, chair))
    world.run(resume_meeting, ResumeMeeting(sitting.id))
    motion_id = world.run(move_motion, MoveMotion(sitting.id, "That it opens", first, second))
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, {first: Choice.FOR, second: Choice.AGAINST})
    world.run(close_vote, CloseVote(vote_id, 99))
    casting = GiveCastingVote(vote_id, Choice.FOR)
    for who in (world.actor(chair), world.officer):
        with pytest.raises(WrongState, match="not here"):
            world.run(give_casting_vote, casting, who)
    other = world.body("Licensing Committee", members=1)
    with pytest.raises(Denied):
        world.run(give_casting_vote, casting, world.actor(other.members[0]))
    world.run(take_chair, TakeChair(sitting.id, second))
    world.run(give_casting_vote, casting, world.actor(second))
