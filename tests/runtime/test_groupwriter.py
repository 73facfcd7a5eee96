"""The group writer: one thread, groups, acknowledgement after the commit, poison alone in its cup."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import gevent
import pytest

from meetings.kernel.errors import TooMany, WrongState
from meetings.runtime.groupwriter import GroupWriter
from meetings.runtime.hub_loop import attach, detach

WAIT = 10.0


class Store:
    """A place to commit to, which can be held up and remembers what happened in which order."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.log: list[tuple[str, int]] = []
        self.threads: set[int] = set()
        self.entered = threading.Semaphore(0)
        self.gate = threading.Event()
        self.gate.set()
        self.poison: set[int] = set()

    def commit(self, requests: list[int]) -> list[Any]:
        self.entered.release()
        assert self.gate.wait(WAIT)
        self.threads.add(threading.get_ident())
        if self.poison & set(requests):
            raise ValueError(f"poison in {requests}")
        self.batches.append(list(requests))
        self.log += [("committed", request) for request in requests]
        return [request * 10 for request in requests]


@contextmanager
def writing(commit: Callable[[list[int]], Any], **options: Any) -> Iterator[GroupWriter[int, int]]:
    writer: GroupWriter[int, int] = GroupWriter(commit, **options)
    try:
        yield writer
    finally:
        assert writer.stop(WAIT)


@contextmanager
def held(store: Store, writer: GroupWriter[int, int], pool: ThreadPoolExecutor) -> Iterator[Future[int]]:
    """The writer is in the middle of committing 0 while the block runs."""
    store.gate.clear()
    first = pool.submit(writer.submit, 0)
    assert store.entered.acquire(timeout=WAIT)
    try:
        yield first
    finally:
        store.gate.set()


def fill(writer: GroupWriter[int, int], pool: ThreadPoolExecutor, requests: range) -> list[Future[int]]:
    """Submit from other threads and return when all are in the queue, in this order."""
    futures = []
    for request in requests:
        before = writer.depth
        futures.append(pool.submit(writer.submit, request))
        while writer.depth == before:
            threading.Event().wait(0.001)
    return futures


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(64) as threads:
        yield threads


def test_submit_returns_the_answer_to_the_request() -> None:
    store = Store()
    with writing(store.commit) as writer:
        assert [writer.submit(n) for n in (3, 1)] == [30, 10]
    assert store.batches == [[3], [1]]


def test_what_waits_is_committed_together_in_order_in_one_thread(pool: ThreadPoolExecutor) -> None:
    store = Store()
    with writing(store.commit) as writer:
        with held(store, writer, pool):
            futures = fill(writer, pool, range(1, 31))
        assert [f.result(WAIT) for f in futures] == [n * 10 for n in range(1, 31)]
    assert store.batches == [[0], list(range(1, 31))]
    assert len(store.threads) == 1
    assert threading.get_ident() not in store.threads


def test_a_group_is_never_bigger_than_allowed(pool: ThreadPoolExecutor) -> None:
    store = Store()
    with writing(store.commit, max_batch=4) as writer:
        with held(store, writer, pool):
            futures = fill(writer, pool, range(1, 11))
        assert [f.result(WAIT) for f in futures] == [n * 10 for n in range(1, 11)]
    assert [len(batch) for batch in store.batches] == [1, 4, 4, 2]


def test_nobody_is_answered_before_the_commit_has_returned(pool: ThreadPoolExecutor) -> None:
    store = Store()

    def submit(request: int) -> None:
        writer.submit(request)
        store.log.append(("answered", request))

    with writing(store.commit) as writer:
        with held(store, writer, pool) as first:
            assert not first.done()
        futures = [pool.submit(submit, n) for n in range(1, 200)]
        for future in futures:
            future.result(WAIT)
    for n in range(1, 200):
        assert store.log.index(("committed", n)) < store.log.index(("answered", n))


def test_a_poisoned_request_fails_alone(pool: ThreadPoolExecutor) -> None:
    store = Store()
    store.poison = {3}
    with writing(store.commit) as writer:
        with held(store, writer, pool):
            futures = fill(writer, pool, range(1, 6))
        with pytest.raises(ValueError, match=r"poison in \[3\]"):
            futures[2].result(WAIT)
        assert [futures[i].result(WAIT) for i in (0, 1, 3, 4)] == [10, 20, 40, 50]
    assert store.batches == [[0], [1], [2], [4], [5]]


def test_an_answer_that_is_an_error_is_raised_and_nothing_is_tried_again() -> None:
    calls: list[list[int]] = []

    def commit(requests: list[int]) -> list[Any]:
        calls.append(requests)
        return [WrongState("The vote has closed.") for _ in requests]

    with writing(commit) as writer, pytest.raises(WrongState, match="The vote has closed"):
        writer.submit(1)
    assert calls == [[1]]


def test_a_commit_that_answers_too_few_is_an_error() -> None:
    with writing(lambda requests: []) as writer, pytest.raises(RuntimeError, match="0 answers to 1 requests"):
        writer.submit(1)


def test_a_full_queue_refuses_at_once_and_takes_again_later(pool: ThreadPoolExecutor) -> None:
    store = Store()
    with writing(store.commit, max_queue=3) as writer:
        with held(store, writer, pool):
            futures = fill(writer, pool, range(1, 3))
            with pytest.raises(TooMany) as refused:
                writer.submit(99)
            assert refused.value.retry_after == 1.0
        assert [f.result(WAIT) for f in futures] == [10, 20]
        assert writer.submit(4) == 40
    assert store.batches == [[0], [1, 2], [4]]


def test_stop_writes_what_waits_and_then_takes_nothing(pool: ThreadPoolExecutor) -> None:
    store = Store()
    writer: GroupWriter[int, int] = GroupWriter(store.commit)
    with held(store, writer, pool):
        futures = fill(writer, pool, range(1, 4))
        assert not writer.stop(0.01)
    assert writer.stop(WAIT)
    assert [f.result(WAIT) for f in futures] == [10, 20, 30]
    with pytest.raises(TooMany):
        writer.submit(5)
    assert store.batches == [[0], [1, 2, 3]]


def test_a_writer_that_dies_leaves_nobody_waiting(
    pool: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store()

    def commit(requests: list[int]) -> list[int]:
        store.commit(requests)
        raise SystemExit

    writer: GroupWriter[int, int] = GroupWriter(commit)
    with held(store, writer, pool) as first:
        futures = fill(writer, pool, range(1, 4))
    for future in (first, *futures):
        with pytest.raises(RuntimeError, match="the writer died"):
            future.result(WAIT)
    with pytest.raises(TooMany):
        writer.submit(5)
    assert [record.message for record in caplog.records] == ["the writer died"]


def test_a_waiting_greenlet_does_not_hold_up_the_hub() -> None:
    store = Store()
    done: list[Any] = []

    def run() -> None:
        running = attach()
        try:
            with writing(store.commit) as writer:
                store.gate.clear()
                waiting = [gevent.spawn(writer.submit, n) for n in range(5)]
                gevent.spawn(store.gate.set)  # runs only if the hub is free while five wait
                gevent.joinall(waiting, timeout=WAIT, raise_error=True)
                done.extend(greenlet.value for greenlet in waiting)
        finally:
            detach(running)
            gevent.get_hub().destroy(destroy_loop=True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(WAIT)
    assert done == [0, 10, 20, 30, 40]
    assert sorted(n for batch in store.batches for n in batch) == [0, 1, 2, 3, 4]
