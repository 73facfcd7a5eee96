"""What tests of motions press."""

from __future__ import annotations

import pytest

from meetings.motions.queries import motion_of
from meetings.motions.rules import Effect, MotionKind, MotionStatus
from meetings.motions.usecases import (
    AgreeMotion,
    agree_motion,
)
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import Sitting, World

TEXT = "That the library opens on Sundays\nThat the costs are reported in May"


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    """Five members on the first of three items."""
    return sqlite_world.body().meeting("Library", "Bins", "Trees").open()


def status(sitting: Sitting, motion_id: str) -> MotionStatus:
    with sitting.world.runner.read() as session:
        return motion_of(session, motion_id).status


def text(sitting: Sitting, motion_id: str) -> str:
    with sitting.world.runner.read() as session:
        return motion_of(session, motion_id).text


def amend(sitting: Sitting, parent: str, **more: object) -> str:
    return sitting.motion(str(more.pop("text", "")), kind=MotionKind.AMENDMENT, parent_id=parent, **more)


def procedural(sitting: Sitting, effect: Effect, **more: object) -> str:
    return sitting.motion("That it be so", kind=MotionKind.PROCEDURAL, effect=effect, **more)


def agree(sitting: Sitting, motion_id: str) -> None:
    sitting.world.run(agree_motion, AgreeMotion(sitting.id, motion_id))


def lose(sitting: Sitting, motion_id: str) -> None:
    vote_id = sitting.vote(motion_id, VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.AGAINST), f"key-{vote_id}")
    sitting.world.run(close_vote, CloseVote(vote_id, 0))
    sitting.world.run(declare_vote, DeclareVote(vote_id))
