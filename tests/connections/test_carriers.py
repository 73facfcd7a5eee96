"""The worker's hands: what is due is carried out side by side, and what an ended worker held is free at once."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable

import pytest

from meetings.connections.calls import Doing
from meetings.connections.calls.carriers import HANDS, Carriers, _has_ended, _worker, this_worker
from meetings.connections.calls.claiming import Claim, claim
from meetings.connections.rules import CallState
from meetings.kernel.actor import SYSTEM
from tests.connections.conftest import Desk

PATIENCE = 30.0


def until(true: Callable[[], bool]) -> bool:
    """Wait for it, for as long as a slow machine may take."""
    give_up = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def ended() -> str:
    """The name of a worker of this machine that is no more."""
    with subprocess.Popen(["true"]) as process:
        return _worker(process.pid)


def test_a_worker_knows_itself_and_who_has_ended(ended: str) -> None:
    host, pid, began = this_worker().split(":")
    assert pid == str(os.getpid())
    assert not _has_ended(this_worker())
    assert _has_ended(ended)
    assert _has_ended(f"{host}:{pid}:{int(began) - 1}"), "the number was used before"
    assert not _has_ended(f"another-{host}:{pid}:1"), "nothing is known of other machines"
    assert not _has_ended("here")


def test_hands_work_side_by_side_and_one_is_kept_for_what_is_urgent(desk: Desk, ended: str) -> None:
    desk.connect()
    begun, go = threading.Semaphore(0), threading.Event()

    def slow(doing: Doing) -> None:
        begun.release()
        assert go.wait(PATIENCE)

    desk.does("t.slow", slow)
    desk.does("t.stop")
    desk.does("t.left")
    left = desk.ask("t.left")
    assert desk.world.run(claim, Claim(ended), SYSTEM) is not None
    for n in range(HANDS):
        desk.ask("t.slow", f"slow{n}")
    carriers = Carriers(desk.context)
    carriers.start()
    try:
        assert until(lambda: desk.call(left).state is CallState.DONE), "freed from the worker that ended"
        assert all(begun.acquire(timeout=PATIENCE) for _ in range(HANDS))
        stop = desk.ask("t.stop", urgent=True)
        assert until(lambda: desk.call(stop).state is CallState.DONE), "while every other hand is full"
        go.set()
        assert until(lambda: all(c.state is CallState.DONE for c in desk.calls()))
    finally:
        go.set()
        carriers.stop()
    assert sorted(desk.done) == ["slow0", "slow1", "slow2", "slow3", "slow4", "t.left", "t.stop"]
    assert until(lambda: not any(t.name in ("carrier", "carriers") for t in threading.enumerate()))
