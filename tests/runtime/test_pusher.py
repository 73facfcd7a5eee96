"""The pusher: the first at once, then coalesced; failures are tried again; other processes' commits are found."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from meetings.runtime.hub_loop import HubNotRunning
from meetings.runtime.pusher import Push, Pusher

WAIT = 10.0


class House:
    """Versions that move, and a stand-in for the hub: a thread that runs what it is handed, in order."""

    def __init__(self) -> None:
        self.version: dict[str, int] = {"m": 1}
        self.listening: set[str] = {"m"}
        self.built: list[tuple[str, int]] = []
        self.sent: queue.Queue[tuple[str, str, Push, float]] = queue.Queue()
        self.beats: queue.Queue[tuple[str, int]] = queue.Queue()
        self.asked: queue.Queue[set[str]] = queue.Queue()
        self.fail_build = 0
        self.fail_emit = 0
        self.fail_versions = 0
        self.hub_away = False
        self._jobs: queue.Queue[Callable[[], object] | None] = queue.Queue()
        self._hub = threading.Thread(target=self._serve)
        self._hub.start()

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def close(self) -> None:
        self._jobs.put(None)
        self._hub.join(WAIT)

    def to_hub(self, job: Callable[[], object]) -> None:
        if self.hub_away:
            raise HubNotRunning("away")
        self._jobs.put(job)

    def versions(self, wanted: Collection[str]) -> Mapping[str, int]:
        self.asked.put(set(wanted))
        if self.fail_versions:
            self.fail_versions -= 1
            raise OSError("no database")
        return {meeting_id: self.version[meeting_id] for meeting_id in wanted}

    def build(self, meeting_id: str, since: int) -> Iterable[tuple[str, Push]]:
        self.built.append((meeting_id, since))
        if self.fail_build:
            self.fail_build -= 1
            raise ValueError("cannot build")
        version = self.version[meeting_id]
        if version == since:
            return []
        return [(audience, Push(since, version, {"vote": audience})) for audience in ("public", "member")]

    def emit(self, meeting_id: str, audience: str, push: Push) -> None:
        if self.fail_emit:
            self.fail_emit -= 1
            raise ConnectionError("cannot send")
        self.sent.put((meeting_id, audience, push, time.monotonic()))

    def beat(self, meeting_id: str, version: int) -> None:
        self.beats.put((meeting_id, version))

    def next(self) -> tuple[str, str, int, int]:
        meeting_id, audience, push, _ = self.sent.get(timeout=WAIT)
        return meeting_id, audience, push.from_version, push.to_version


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.close()


@contextmanager
def pushing(house: House, **options: Any) -> Iterator[Pusher[str]]:
    """A pusher that has looked round once, so that it knows where every room stands."""
    pusher: Pusher[str] = Pusher(
        house.versions,
        house.build,
        house.emit,
        listeners=lambda: set(house.listening),
        beat=house.beat,
        to_hub=house.to_hub,
        **options,
    )
    pusher.start()
    try:
        if house.listening:
            assert house.beats.get(timeout=WAIT) == ("m", 1)
        yield pusher
    finally:
        assert pusher.stop(WAIT)


def test_a_change_goes_to_every_audience_from_the_version_told_before(house: House) -> None:
    with pushing(house, poll=60.0) as pusher:
        house.version["m"] = 3
        pusher.notify("m")
        assert [house.next(), house.next()] == [("m", "public", 1, 3), ("m", "member", 1, 3)]
        house.version["m"] = 4
        pusher.notify("m")
        assert [house.next(), house.next()] == [("m", "public", 3, 4), ("m", "member", 3, 4)]


def test_the_first_change_goes_at_once_and_a_burst_after_it_goes_together(house: House) -> None:
    with pushing(house, poll=60.0, every=0.2) as pusher:
        house.version["m"] = 2
        pusher.notify("m")
        assert house.next() == ("m", "public", 1, 2)
        house.next()
        for version in range(3, 53):
            house.version["m"] = version
            pusher.notify("m")
        assert house.next() == ("m", "public", 2, 52)
        assert house.built == [("m", 1), ("m", 2)]


def test_pushes_of_a_room_keep_their_distance_and_rooms_do_not_wait_for_each_other(house: House) -> None:
    house.version["n"] = 1
    with pushing(house, poll=60.0, every=0.3) as pusher:
        house.listening.add("n")
        house.version["m"] = 2
        pusher.notify("m")
        _, _, first, at = house.sent.get(timeout=WAIT)
        house.next()
        house.version["m"] = 3
        pusher.notify("m")
        pusher.notify("n")
        # A room that was never told anything gets everything.
        assert house.next() == ("n", "public", 0, 1)
        house.next()
        meeting_id, _, second, then = house.sent.get(timeout=WAIT)
        assert (meeting_id, first.to_version, second.to_version) == ("m", 2, 3)
        assert then - at >= 0.2


def test_a_commit_of_another_process_is_found_by_the_poll(house: House) -> None:
    with pushing(house, poll=0.02):
        house.version["m"] = 7
        assert house.next() == ("m", "public", 1, 7)


def test_nothing_is_read_for_a_meeting_without_listeners(house: House) -> None:
    house.listening.clear()
    with pushing(house, poll=0.02) as pusher:
        pusher.notify("m")
        house.version["n"] = 1
        house.listening.add("n")
        assert house.asked.get(timeout=WAIT) == {"n"}
        assert house.beats.get(timeout=WAIT) == ("n", 1)
    assert house.built == []


def test_a_build_that_fails_is_tried_again_with_the_next_poll(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with pushing(house, poll=0.05) as pusher:
        house.fail_build = 2
        house.version["m"] = 2
        pusher.notify("m")
        assert house.next() == ("m", "public", 1, 2)
    assert house.built[:3] == [("m", 1)] * 3
    assert [r.message for r in caplog.records] == [
        "the push for meeting m after version 1 could not be built"
    ] * 2


def test_a_push_that_the_hub_could_not_send_is_built_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with pushing(house, poll=0.05) as pusher:
        house.fail_emit = 1
        house.version["m"] = 2
        pusher.notify("m")
        assert [house.next() for _ in range(3)] == [
            ("m", "member", 1, 2),
            ("m", "public", 1, 2),
            ("m", "member", 1, 2),
        ]
    assert [r.message for r in caplog.records] == ["a push for meeting m could not be sent"]


def test_while_there_is_no_hub_nothing_is_lost(house: House) -> None:
    with pushing(house, poll=0.02) as pusher:
        house.hub_away = True
        house.version["m"] = 2
        pusher.notify("m")
        while len(house.built) < 3:
            house.asked.get(timeout=WAIT)
        house.hub_away = False
        assert house.next() == ("m", "public", 1, 2)


def test_versions_that_cannot_be_read_are_said_once_and_asked_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with pushing(house, poll=0.02):
        house.fail_versions = 5
        house.version["m"] = 2
        assert house.next() == ("m", "public", 1, 2)
    assert [r.message for r in caplog.records] == ["the versions of the live meetings could not be read"]


def test_beats_carry_the_version_again_and_again(house: House) -> None:
    with pushing(house, poll=0.02, beat_every=0.04):
        assert [house.beats.get(timeout=WAIT) for _ in range(3)] == [("m", 1)] * 3


def test_a_version_that_went_back_is_told_at_once(house: House) -> None:
    with pushing(house, poll=0.02, beat_every=60.0):
        house.version["m"] = 9
        assert house.next() == ("m", "public", 1, 9)
        house.version["m"] = 4
        assert house.beats.get(timeout=WAIT) == ("m", 4)
        house.version["m"] = 5
        house.next()
        assert house.next() == ("m", "public", 4, 5)


def test_notify_may_come_from_many_threads(house: House) -> None:
    def work(pusher: Pusher[str]) -> None:
        for _ in range(50):
            with lock:
                house.version["m"] += 1
            pusher.notify("m")

    lock = threading.Lock()
    with pushing(house, poll=60.0, every=0.01) as pusher:
        threads = [threading.Thread(target=work, args=(pusher,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(WAIT)
        told = 1
        while told < 401:
            _, audience, since, version = house.next()
            if audience == "public":
                assert since == told
                told = version
    assert told == 401
