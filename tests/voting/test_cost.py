"""What the live part of a vote costs: it is built at every push of ballots, for every audience."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from meetings.kernel.secrecy import Audience
from meetings.voting.live import vote_part
from meetings.voting.results import results_part
from meetings.voting.rules import Choice, VoteMethod
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.world import World


@contextmanager
def _statements(world: World) -> Iterator[list[str]]:
    said: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = world.runner.database.reader
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", count)


def test_results_cost_the_same_for_one_vote_and_for_six(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=4).meeting().open()
    costs = []
    for votes in (1, 5):
        for n in range(votes):
            vote_id = sitting.vote(sitting.motion(f"That it is so, {votes} {n}"), VoteMethod.RECORDED)
            sitting.cast(vote_id, dict.fromkeys(sitting.body.members, Choice.FOR), key=f"key-{votes}-{n}")
            sqlite_world.run(close_vote, CloseVote(vote_id, 0))
            sqlite_world.run(declare_vote, DeclareVote(vote_id))
        with _statements(sqlite_world) as said, sqlite_world.runner.read() as session:
            parts = [results_part(session, sitting.id, audience) for audience in Audience]
        costs.append(len(said))
    assert {len(part.results) for part in parts} == {6}
    assert costs[0] == costs[1]


def test_all_four_audiences_cost_few_statements(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=6).meeting().open(present=5)
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members[:3], Choice.FOR))
    with _statements(sqlite_world) as said, sqlite_world.runner.read() as session:
        parts = {audience: vote_part(session, sitting.id, audience) for audience in Audience}
    assert {part.voted for part in parts.values() if part} == {3}
    assert all(parts.values())
    # It was 73.
    assert len(said) <= 20, said
