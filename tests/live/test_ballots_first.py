"""While ballots come in, pushes wait a moment, and ballots that come together are written together."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from meetings.runtime.groupwriter import GATHER, GroupWriter
from meetings.runtime.pusher import Push, Pusher

PATIENCE = 0.3


class Room:
    """A pusher whose pushes are timed, beside ballots that come or do not."""

    def __init__(self) -> None:
        self.coming_in = False
        self.sent: queue.Queue[float] = queue.Queue()
        self.version = 1
        self.pusher: Pusher[str] = Pusher(
            lambda wanted: dict.fromkeys(wanted, self.version),
            lambda _, since: [("all", Push(since, self.version, {}))] if self.version > since else [],
            lambda *_: self.sent.put(time.monotonic()),
            listeners=lambda: {"m"},
            busy=lambda: self.coming_in,
            patience=PATIENCE,
            to_hub=lambda job: job(),  # type: ignore[arg-type, return-value]
        )

    def change(self) -> float:
        """Something happens; the moment."""
        self.version += 1
        moment = time.monotonic()
        self.pusher.notify("m")
        return moment


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    made.pusher.start()
    time.sleep(0.1)
    yield made
    made.pusher.stop()


def test_push_goes_out_at_once_when_no_ballots_come_in(room: Room) -> None:
    changed = room.change()
    assert room.sent.get(timeout=5) - changed < PATIENCE


def test_push_lets_ballots_go_first_but_not_for_ever(room: Room) -> None:
    room.coming_in = True
    changed = room.change()
    waited = room.sent.get(timeout=5) - changed
    assert waited >= PATIENCE
    # The next one is put off anew, and again only so long.
    changed = room.change()
    assert room.sent.get(timeout=5) - changed >= PATIENCE


def test_push_goes_out_when_the_last_ballot_is_in(room: Room) -> None:
    room.coming_in = True
    changed = room.change()
    time.sleep(PATIENCE / 3)
    room.coming_in = False
    assert room.sent.get(timeout=5) - changed >= PATIENCE / 3


def test_ballots_that_come_together_are_written_together() -> None:
    sizes: list[int] = []

    def commit(requests: Sequence[int]) -> list[int]:
        sizes.append(len(requests))
        time.sleep(0.005)
        return list(requests)

    writer: GroupWriter[int, int] = GroupWriter(commit)
    assert not writer.busy()
    # One alone is not kept waiting for others.
    began = time.monotonic()
    assert writer.submit(0) == 0
    assert writer.busy()
    gate = threading.Barrier(61)

    def device(number: int) -> None:
        gate.wait()
        time.sleep(0.0002 * number)
        assert writer.submit(number) == number

    threads = [threading.Thread(target=device, args=(n,)) for n in range(1, 61)]
    for thread in threads:
        thread.start()
    gate.wait()
    for thread in threads:
        thread.join()
    assert sum(sizes) == 61
    assert len(sizes) <= 30
    assert time.monotonic() - began < 60 * GATHER
    assert writer.stop(5)
    assert not writer.busy(within=0.0)
