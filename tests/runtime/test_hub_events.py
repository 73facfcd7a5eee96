"""Server-sent events: the state first, then pushes in order; what becomes of those who read slowly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from meetings.runtime import hub
from tests.runtime.serving import WAIT, Events, answer, ask, raw, serving, until


@dataclass
class Meeting:
    """A public state that moves, and a count of how often it was read."""

    version: int = 5
    reads: int = 0
    threads: set[int] = field(default_factory=set)
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    filler: str = ""
    broken: bool = False
    events: hub.SseBroadcaster = field(init=False)

    def __post_init__(self) -> None:
        self.gate.set()

    def read(self, meeting_id: str) -> tuple[int, bytes] | None:
        if self.broken:
            raise OSError("no database")
        version = self.version
        self.reads += 1
        self.threads.add(threading.get_ident())
        self.entered.release()
        assert self.gate.wait(WAIT)
        if meeting_id != "m":
            return None
        return version, json.dumps({"version": version, "filler": self.filler}).encode()

    def knows(self, version: int) -> bool:
        """Whether the watchers have been handed this version."""
        return self.events._rooms["m"].version == version

    def push(self, since: int, version: int, **parts: Any) -> None:
        """As the pusher would: the record has moved on before anybody is told."""
        self.version = version
        hub.call_soon(lambda: self.events.push("m", since, version, parts))


@contextmanager
def watched(meeting: Meeting, **options: Any) -> Iterator[hub.Ready]:
    options = {"coalesce": 0.05, "heartbeat": 5.0, **options}
    meeting.events = hub.SseBroadcaster(meeting.read, **options)
    with serving(lambda environ, start: answer(start, b"page"), events=meeting.events) as ready:
        yield ready


@contextmanager
def watching(ready: hub.Ready, *headers: str, query: str = "", buffer: int = 0) -> Iterator[Events]:
    with raw(ready, buffer=buffer) as sock:
        events = Events(sock, f"/meetings/m/events{query}", *headers)
        try:
            yield events
        finally:
            events.close()


def state(version: int) -> tuple[str, dict[str, Any]]:
    return "state", {"version": version, "filler": ""}


def push(since: int, version: int, **parts: Any) -> tuple[str, dict[str, Any]]:
    return "push", {"from": since, "to": version, "parts": parts}


def test_the_state_comes_first_then_each_push() -> None:
    meeting = Meeting()
    with watched(meeting) as ready, watching(ready) as events:
        assert (events.status, events.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
        assert events.headers["Cache-Control"] == "no-store"
        assert events.next() == state(5)
        meeting.push(5, 6, vote={"data": 1, "html": "<p>\n</p>"})
        assert events.next() == push(5, 6, vote={"data": 1, "html": "<p>\n</p>"})
        meeting.push(6, 8, item=2)
        assert events.next() == push(6, 8, item=2)


def test_a_burst_goes_out_merged_after_the_first() -> None:
    meeting = Meeting()
    with watched(meeting, coalesce=0.3) as ready, watching(ready) as events:
        assert events.next() == state(5)
        meeting.push(5, 6, vote=1)
        assert events.next() == push(5, 6, vote=1)
        started = time.monotonic()
        meeting.push(6, 7, vote=2)
        meeting.push(7, 8, item="a")
        meeting.push(8, 9, vote=3)
        assert events.next() == push(6, 9, vote=3, item="a")
        assert time.monotonic() - started > 0.2


def test_the_state_is_read_once_for_all_who_come_and_in_another_thread() -> None:
    meeting = Meeting()
    meeting.gate.clear()
    with watched(meeting) as ready, watching_many(ready, 20) as start:
        meeting.gate.set()
        for events in start():
            assert events.next() == state(5)
        assert meeting.reads == 1
        meeting.push(5, 6)
        until(partial(meeting.knows, 6))
        with watching(ready) as late:
            assert late.next() == state(6)
        assert meeting.reads == 2
    assert threading.get_ident() not in meeting.threads


@contextmanager
def watching_many(ready: hub.Ready, count: int) -> Iterator[Callable[[], list[Events]]]:
    """Connect at once; the answers are there when asked for."""
    with ExitStack() as stack, ThreadPoolExecutor(count) as pool:
        socks = [stack.enter_context(raw(ready)) for _ in range(count)]
        opening = [pool.submit(Events, sock, "/meetings/m/events") for sock in socks]
        yield lambda: [stack.enter_context(closing(future.result(WAIT))) for future in opening]


def test_a_push_during_the_first_read_is_not_lost_nor_told_twice() -> None:
    meeting = Meeting()
    meeting.gate.clear()
    with watched(meeting) as ready, raw(ready) as sock:
        opened: list[Events] = []
        thread = threading.Thread(target=lambda: opened.append(Events(sock, "/meetings/m/events")))
        thread.start()
        assert meeting.entered.acquire(timeout=WAIT)  # the read has seen version 5 and is held up
        meeting.push(5, 6, vote=1)
        until(partial(meeting.knows, 6))
        meeting.gate.set()
        thread.join(WAIT)
        assert opened[0].next() == state(6)
        meeting.push(6, 7, vote=2)
        assert opened[0].next() == push(6, 7, vote=2)
        opened[0].close()


@pytest.mark.parametrize(("headers", "query"), [(["Last-Event-ID: 5"], ""), ([], "?since=5")])
def test_who_holds_the_state_already_gets_a_beat_instead(headers: list[str], query: str) -> None:
    with watched(Meeting()) as ready, watching(ready, *headers, query=query) as events:
        assert events.next() == ("beat", {"version": 5})


def test_silence_is_broken_by_beats_that_carry_the_version() -> None:
    meeting = Meeting()
    with watched(meeting, heartbeat=0.05) as ready, watching(ready) as events:
        assert events.next() == state(5)
        assert events.next() == ("beat", {"version": 5})
        hub.call_soon(lambda: meeting.events.beat("m", 9))
        until(lambda: events.next() == ("beat", {"version": 9}))


def test_a_slow_reader_gets_the_whole_state_instead_of_what_it_missed() -> None:
    meeting = Meeting()
    with watched(meeting, coalesce=0.0) as ready, watching(ready, buffer=4096) as events:
        assert events.next() == state(5)
        for version in range(6, 22):
            meeting.push(version - 1, version, filler="x" * 500_000)
            until(partial(meeting.knows, version))
        seen = [events.next() for _ in range(2)]
        assert [event[0] for event in seen if event] == ["push", "state"]
        assert seen[1] == state(21)
        meeting.push(21, 22, vote=1)
        assert events.next() == push(21, 22, vote=1)


def test_a_reader_who_never_reads_is_ended() -> None:
    meeting = Meeting()
    with watched(meeting, coalesce=0.0) as ready:
        with watching(ready, buffer=4096) as events, watching(ready) as other:
            assert (events.next(), other.next()) == (state(5), state(5))
            for version in range(6, 50):
                meeting.push(version - 1, version, filler="x" * 200_000)
                # The other one reads along and misses nothing.
                event = other.next()
                assert event is not None
                assert (event[0], event[1]["to"]) == ("push", version)
            until(lambda: meeting.events.watchers == 1)
        until(lambda: meeting.events.watchers == 0)
        assert meeting.events.meetings() == frozenset()


def test_a_reader_who_leaves_is_counted_out() -> None:
    meeting = Meeting()
    with watched(meeting, heartbeat=60.0) as ready:
        with watching(ready) as events:
            assert events.next() == state(5)
            assert meeting.events.meetings() == frozenset({"m"})
        until(lambda: meeting.events.watchers == 0)
        assert meeting.events.meetings() == frozenset()


def test_over_the_cap_a_watcher_is_told_to_come_back() -> None:
    with watched(Meeting(), max_watchers=1) as ready, watching(ready) as events:
        assert events.next() == state(5)
        status, headers, _ = ask(ready, "GET", "/meetings/m/events")
        assert (status, headers["retry-after"]) == (503, "10")


def test_what_cannot_be_watched_is_said(caplog: pytest.LogCaptureFixture) -> None:
    meeting = Meeting()
    with watched(meeting) as ready:
        assert ask(ready, "GET", "/meetings/other/events")[0] == 404
        assert ask(ready, "POST", "/meetings/m/events")[2] == b"page"
        assert ask(ready, "GET", "/meetings/m/events/more")[2] == b"page"
        meeting.broken = True
        status, headers, _ = ask(ready, "GET", "/meetings/m/events")
        assert (status, headers["retry-after"]) == (503, "10")
        assert meeting.events.watchers == 0
    assert [r.message for r in caplog.records] == ["the public state of meeting m could not be read"]


def test_when_the_server_stops_the_streams_end() -> None:
    with watched(Meeting()) as ready, watching(ready) as events:
        assert events.next() == state(5)
        ready.stop()
        assert events.next() is None
