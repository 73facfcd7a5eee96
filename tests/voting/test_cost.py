"""What the live part of a vote costs: it is built at every push of ballots, for every audience."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from meetings.kernel.secrecy import Audience
from meetings.voting.live import vote_part
from meetings.voting.rules import Choice, VoteMethod
from tests.factories.world import World


def test_all_four_audiences_cost_few_statements(sqlite_world: World) -> None:
    sitting = sqlite_world.body(members=6).meeting().open(present=5)
    vote_id = sitting.vote(sitting.motion(), VoteMethod.RECORDED)
    sitting.cast(vote_id, dict.fromkeys(sitting.body.members[:3], Choice.FOR))
    said: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    engine = sqlite_world.runner.database.reader
    event.listen(engine, "before_cursor_execute", count)
    try:
        with sqlite_world.runner.read() as session:
            parts = {audience: vote_part(session, sitting.id, audience) for audience in Audience}
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert {part.voted for part in parts.values() if part} == {3}
    assert all(parts.values())
    # It was 73.
    assert len(said) <= 20, said
