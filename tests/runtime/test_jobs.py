"""The outbox and its queue: everything asked for is done, at least once, and once where nothing goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from huey import Huey

from integrations.storage_fs.adapter import FolderStorage
from meetings.db.outbox import OutboxRow, waiting
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.runtime.jobs import MAX_ATTEMPTS, GiveUp, JobContext, carry_out, relay, take_up_again
from meetings.settings import Settings
from meetings.worker import queue_of
from tests.factories.redis import redis
from tests.factories.world import World


def no_pdf(html: str) -> bytes:
    raise AssertionError("no PDF is made here")


@pytest.fixture
def context(world: World, tmp_path: Path) -> JobContext:
    return JobContext(world.runner, FolderStorage(tmp_path / "files"), no_pdf)


def ask(world: World, *keys: str) -> None:
    with world.runner.work(SYSTEM) as work:
        for key in keys:
            work.queue("test.note", {"key": key}, key)


def rows(world: World) -> dict[str, OutboxRow]:
    with world.runner.read() as session:
        return {row.key: row for row in session.query(OutboxRow)}


def test_job_leaves_only_with_the_transaction_that_asked_for_it(world: World) -> None:
    def fail() -> None:
        with world.runner.work(SYSTEM) as work:
            work.queue("test.note", {}, "lost")
            raise WrongState("no")

    with pytest.raises(WrongState):
        fail()
    ask(world, "kept")
    assert list(rows(world)) == ["kept"]


def test_job_asked_for_twice_is_one_job(world: World) -> None:
    ask(world, "same", "same")
    ask(world, "same")
    assert list(rows(world)) == ["same"]


def test_relay_hands_over_in_order_and_once(world: World) -> None:
    ask(world, "first")
    world.later(seconds=1)
    ask(world, "second")
    handed: list[str] = []
    assert relay(world.runner, handed.append) == 2
    assert relay(world.runner, handed.append) == 0
    found = rows(world)
    assert handed == [found["first"].id, found["second"].id]


def test_relay_that_dies_between_queue_and_mark_hands_over_again(world: World) -> None:
    ask(world, "job")

    def dies(row_id: str) -> None:
        raise ConnectionError(row_id)

    with pytest.raises(ConnectionError):
        relay(world.runner, dies)
    handed: list[str] = []
    assert relay(world.runner, handed.append) == 1


def test_job_done_is_not_done_again(world: World, context: JobContext) -> None:
    ask(world, "job")
    row_id, done = rows(world)["job"].id, []
    jobs = {"test.note": lambda _, payload: done.append(payload["key"])}
    assert carry_out(context, jobs, row_id)
    assert carry_out(context, jobs, row_id)
    assert done == ["job"]


def test_job_that_fails_is_tried_again_and_says_why_when_given_up(world: World, context: JobContext) -> None:
    ask(world, "job")
    row_id = rows(world)["job"].id

    def fails(_: JobContext, payload: dict[str, Any]) -> None:
        raise ConnectionError("the printer is off")

    outcomes = [carry_out(context, {"test.note": fails}, row_id) for _ in range(MAX_ATTEMPTS)]
    assert outcomes == [False] * (MAX_ATTEMPTS - 1) + [True]
    assert rows(world)["job"].error == "ConnectionError: the printer is off"


def test_job_that_can_never_succeed_is_given_up_at_once(world: World, context: JobContext) -> None:
    ask(world, "job")

    def hopeless(_: JobContext, payload: dict[str, Any]) -> None:
        raise GiveUp("there is no such meeting")

    assert carry_out(context, {"test.note": hopeless}, rows(world)["job"].id)
    assert (rows(world)["job"].attempts, rows(world)["job"].error) == (1, "there is no such meeting")


def test_job_lost_by_the_queue_is_taken_up_again(world: World) -> None:
    ask(world, "job")
    relay(world.runner, lambda row_id: None)
    assert take_up_again(world.runner, world.clock.now()) == 0
    world.later(minutes=11)
    assert take_up_again(world.runner, world.clock.now() - timedelta(minutes=10)) == 1
    with world.runner.read() as session:
        assert [row.key for row in waiting(session)] == ["job"]


@pytest.fixture(params=["sqlite", "redis"])
def queue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Huey]:
    if request.param == "sqlite":
        yield queue_of(Settings(data=tmp_path))
        return
    with redis() as server:
        yield queue_of(Settings(data=tmp_path, redis_url=server.url))


def test_queue_carries_jobs_from_relay_to_worker(sqlite_world: World, queue: Huey, tmp_path: Path) -> None:
    world, done, finished = sqlite_world, [], threading.Event()
    context = JobContext(world.runner, FolderStorage(tmp_path / "files"), no_pdf)

    def note(_: JobContext, payload: dict[str, Any]) -> None:
        done.append(payload["key"])
        finished.set()

    @queue.task(name="witan.outbox")
    def do(row_id: str) -> None:
        carry_out(context, {"test.note": note}, row_id)

    ask(world, "job")
    relay(world.runner, do)
    task = queue.dequeue()
    assert task is not None
    queue.execute(task)
    assert finished.is_set()
    assert done == ["job"]
