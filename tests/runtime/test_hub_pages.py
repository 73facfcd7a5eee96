"""Admission to the page threads: two while the processor is busy, more when they only wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import gevent
import pytest

from meetings.runtime.hub_loop import attach, detach
from meetings.runtime.hub_pages import PageThreads

WAIT = 10.0


@dataclass
class Processor:
    """A processor that is as busy as it is told to be, and knows how often it was asked."""

    busy: bool
    asked: int = 0

    def __call__(self) -> float:
        self.asked += 1
        return time.monotonic() if self.busy else 0.0


@dataclass
class Work:
    """Pages that stay until the gate opens."""

    gate: threading.Event = field(default_factory=threading.Event)
    inside: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> int:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        assert self.gate.wait(WAIT)
        with self.lock:
            self.inside -= 1
        return threading.get_ident()


def until(condition: Callable[[], bool]) -> None:
    with gevent.Timeout(WAIT):
        while not condition():
            gevent.sleep(0.001)


@contextmanager
def a_hub() -> Iterator[None]:
    hub = attach()
    try:
        yield
    finally:
        detach(hub)


@pytest.fixture(autouse=True)
def _hub() -> Iterator[None]:
    with a_hub():
        yield


def test_while_the_processor_is_busy_only_two_run_and_the_others_take_turns() -> None:
    processor, work = Processor(busy=True), Work()
    pages = PageThreads(8, processor=processor)
    waiting = [gevent.spawn(pages.run, work) for _ in range(6)]
    until(lambda: work.inside == 2 and processor.asked > 10)
    assert work.most == 2
    work.gate.set()
    gevent.joinall(waiting, timeout=WAIT, raise_error=True)
    assert work.most == 2
    assert len({greenlet.value for greenlet in waiting}) <= 2


def test_when_those_inside_only_wait_more_are_let_in_up_to_the_number_of_threads() -> None:
    processor, work = Processor(busy=False), Work()
    pages = PageThreads(4, processor=processor)
    waiting = [gevent.spawn(pages.run, work) for _ in range(6)]
    until(lambda: work.inside == 4)
    asked = processor.asked
    until(lambda: processor.asked > asked + 10)
    assert work.most == 4
    work.gate.set()
    gevent.joinall(waiting, timeout=WAIT, raise_error=True)
    assert work.most == 4


def test_a_processor_that_becomes_busy_again_lets_fewer_in() -> None:
    processor, work = Processor(busy=False), Work()
    pages = PageThreads(4, processor=processor)
    first = [gevent.spawn(pages.run, work) for _ in range(6)]
    until(lambda: work.inside == 4)
    processor.busy = True
    asked = processor.asked
    until(lambda: processor.asked > asked + 10)
    work.gate.set()
    gevent.joinall(first, timeout=WAIT, raise_error=True)
    again = Work()
    second = [gevent.spawn(pages.run, again) for _ in range(6)]
    asked = processor.asked
    until(lambda: again.inside == 2 and processor.asked > asked + 10)
    assert again.most == 2
    again.gate.set()
    gevent.joinall(second, timeout=WAIT, raise_error=True)


def test_one_who_gives_up_waiting_leaves_its_turn_to_the_next() -> None:
    work = Work()
    pages = PageThreads(1, processor=Processor(busy=True))
    inside = gevent.spawn(pages.run, work)
    until(lambda: work.inside == 1)
    leaving = gevent.spawn(pages.run, work)
    staying = gevent.spawn(pages.run, work)
    gevent.sleep(0)
    leaving.kill()
    work.gate.set()
    gevent.joinall([inside, staying], timeout=WAIT, raise_error=True)
    assert work.most == 1
    assert pages.run(lambda: "free again") == "free again"


def test_what_fails_in_a_thread_is_raised_in_the_greenlet() -> None:
    def fails() -> None:
        raise LookupError("no such page")

    pages = PageThreads(2)
    with pytest.raises(LookupError, match="no such page"):
        pages.run(fails)
    assert pages.run(lambda: 7) == 7
