"""Somebody is marked as left in the very moment their ballot comes in: it is counted or refused, never half."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from meetings.db.engine import Database
from meetings.kernel.actor import SYSTEM
from meetings.room.usecases import Leave, leave
from meetings.voting.queries import ballots_of, roll_of, vote_of
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import BallotAnswer, BallotRequest, CloseVote, cast_ballots, close_vote
from tests.factories.postgres import Postgres
from tests.factories.world import World, make_world


class Step(threading.Thread):
    """Something done in a thread; what it raised is kept."""

    def __init__(self, what: Any) -> None:
        super().__init__()
        self._what = what
        self.result: Any = None

    def run(self) -> None:
        try:
            self.result = self._what()
        except Exception as error:
            self.result = error


def wait_for_lock(world: World) -> None:
    """Until some transaction waits for another."""
    query = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(500):
        with world.runner.database.reader.connect() as connection:
            if connection.scalar(query):
                return
        threading.Event().wait(0.01)
    raise AssertionError("nobody waited")


@pytest.fixture
def world(cluster: Postgres) -> Iterator[World]:
    """A council on PostgreSQL, where transactions of one meeting may run at the same time."""
    database = Database(cluster.database())
    yield make_world(database)
    database.close()


def test_ballot_that_meets_its_members_departure(world: World) -> None:
    sitting = world.body(members=5).meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    leaver = sitting.body.members[3]
    request = BallotRequest(vote_id, world.tokens[leaver], Choice.FOR, "while-leaving")

    def cast() -> Any:
        with world.runner.work(SYSTEM) as work:
            return cast_ballots(work, [request])[0]

    with world.runner.work(world.officer) as work:
        leave(work, Leave(sitting.id, leaver))
        ballot = Step(cast)
        ballot.start()
        # The ballot is in the middle of its own transaction when the departure is committed.
        wait_for_lock(world)
    ballot.join(10)
    with world.runner.read() as session:
        kept, roll = ballots_of(session, vote_id), roll_of(session, vote_id)
    assert leaver not in roll
    assert kept == {}
    assert not isinstance(ballot.result, BallotAnswer)
    world.run(close_vote, CloseVote(vote_id, missing_seen=5))
    with world.runner.read() as session:
        assert vote_of(session, vote_id).tally is not None


def test_departure_that_meets_a_ballot(world: World) -> None:
    sitting = world.body(members=5).meeting().open()
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    leaver = sitting.body.members[3]
    request = BallotRequest(vote_id, world.tokens[leaver], Choice.FOR, "before-leaving")

    with world.runner.work(SYSTEM) as work:
        (answer,) = cast_ballots(work, [request])
        departure = Step(lambda: world.run(leave, Leave(sitting.id, leaver)))
        departure.start()
        wait_for_lock(world)
    departure.join(10)
    assert isinstance(answer, BallotAnswer)
    assert departure.result is None
    with world.runner.read() as session:
        assert ballots_of(session, vote_id) == {leaver: Choice.FOR}
        # A ballot cast before leaving stands, and with it the place on the roll.
        assert leaver in roll_of(session, vote_id)
    world.run(close_vote, CloseVote(vote_id, missing_seen=5))
