"""R11: Redis, where there is one, dies or forgets: no vote knows of it, and every job is done after all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from huey import Huey
from redis.exceptions import RedisError

from integrations.storage_fs.adapter import FolderStorage
from meetings.kernel.actor import SYSTEM
from meetings.runtime.jobs import JobContext, carry_out, relay, take_up_again
from meetings.settings import Settings
from meetings.worker import queue_of
from tests.factories.redis import Redis, redis
from tests.factories.world import World
from tests.faults import loops
from tests.faults.campaign import Campaign, judge
from tests.faults.house import House, serving
from tests.faults.voters import Burst

JOBS = 20


@pytest.fixture
def running() -> Iterator[Redis]:
    """A Redis of the test's own."""
    with redis() as server:
        yield server


def test_votes_go_on_without_redis(sqlite_house: House) -> None:
    house, found = sqlite_house, Campaign()
    with serving(house, WITAN_REDIS_URL="redis://127.0.0.1:1/0") as server:
        burst = Burst(server.port, house.voters, house.open_vote(), 2)
        loops.run(burst.run())
        judge(house, burst.vote_id, burst.acks, found)
    assert burst.refusals == []
    assert found.faults == []


def _ask(world: World, name: str) -> None:
    with world.runner.work(SYSTEM) as work:
        for number in range(JOBS):
            work.queue("test.note", {}, f"{name}-{number}")


def test_jobs_are_done_after_redis_was_killed_and_emptied(
    sqlite_world: World, running: Redis, tmp_path: Path
) -> None:
    world, done = sqlite_world, set[str]()
    queue: Huey = queue_of(Settings(data=tmp_path, redis_url=running.url))
    handed = queue.task(name="test")(
        lambda row_id: done.add(row_id) if _do(world, tmp_path, row_id) else None
    )
    _ask(world, "before")
    assert relay(world.runner, handed) == JOBS
    queue.storage.flush_all()
    running.stop(immediate=True)
    _ask(world, "while-away")
    with pytest.raises(RedisError):
        relay(world.runner, handed)
    running.start()
    # Control: a relay that takes nothing up again hands over only what it had not handed over before.
    assert relay(world.runner, handed) == JOBS
    _work(queue)
    assert len(done) == JOBS
    assert take_up_again(world.runner, world.runner.clock.now().replace(year=2100)) == JOBS
    assert relay(world.runner, handed) == JOBS
    _work(queue)
    assert len(done) == 2 * JOBS


def _do(world: World, folder: Path, row_id: str) -> bool:
    def no_pdf(html: str) -> bytes:
        raise AssertionError("no PDF is made here")

    context = JobContext(world.runner, FolderStorage(folder / "files"), no_pdf)
    return carry_out(context, {"test.note": lambda _context, _payload: None}, row_id)


def _work(queue: Huey) -> None:
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
