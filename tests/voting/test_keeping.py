"""How long acknowledgements are kept: those of votes that are over go after the body's days, the ballots stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from meetings.kernel.actor import SYSTEM
from meetings.voting.keeping import forget_keys
from meetings.voting.models import BallotKey
from meetings.voting.queries import ballots_of
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    ConfirmProposal,
    DeclareVote,
    ProposeVoid,
    close_vote,
    confirm_proposal,
    declare_vote,
    propose_void,
)
from tests.factories.world import Sitting, World
from tests.voting.telling import chair, differences, settle

DAY = 24 * 60


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    return sqlite_world.body(members=5).meeting().open(present=5)


def cast(sitting: Sitting) -> str:
    m = sitting.body.members
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, {m[0]: Choice.FOR, m[1]: Choice.FOR}, f"key-{vote_id}")
    return vote_id


def kept(sitting: Sitting) -> set[str]:
    with sitting.world.runner.read() as session:
        return set(session.scalars(select(BallotKey.vote_id)))


def forget(sitting: Sitting) -> int:
    return sitting.world.runner.run(forget_keys, None, actor=SYSTEM)


def test_keys_of_votes_that_are_over_go_after_the_days_settled(sitting: Sitting, tmp_path: Path) -> None:
    world = sitting.world
    declared = cast(sitting)
    world.run(close_vote, CloseVote(declared, 3))
    world.run(declare_vote, DeclareVote(declared))
    void = cast(sitting)
    world.run(propose_void, ProposeVoid(void, "The wrong text was read out."), chair(sitting))
    world.run(confirm_proposal, ConfirmProposal(void))
    open_ = cast(sitting)
    world.later(minutes=400 * DAY)
    assert forget(sitting) == 0
    settle(sitting.body, keys_days=401)
    assert forget(sitting) == 0
    settle(sitting.body, keys_days=30)
    assert forget(sitting) == 4
    assert kept(sitting) == {open_}
    assert forget(sitting) == 0
    with world.runner.read() as session:
        assert all(len(ballots_of(session, vote_id)) == 2 for vote_id in (declared, void, open_))
    assert differences(sitting, tmp_path) == ()
