"""The threads that make pages: few at once while the interpreter is busy, more when they wait for other things."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TypeVar

import gevent
from gevent.event import Event
from gevent.threadpool import ThreadPool

from meetings.runtime.hub_loop import run_in

T = TypeVar("T")

#: how often it is asked whether one more thread would help, while requests wait for one
_ASK_EVERY = 0.01
#: shares of one processor: below the first one more thread helps, above the second one fewer does
_IDLE, _BUSY = 0.7, 0.9


class PageThreads:
    """Native threads with an admission that looks at the processor.

    Only one thread runs Python at a time. Each more that wants to makes everyone wait longer for its turn, the
    hub and its ballots too, and no page comes sooner. So `at_once` run; if they then leave the processor idle,
    because they wait for a database or a disk, more are let in, up to `threads`.
    """

    def __init__(
        self, threads: int, at_once: int = 2, processor: Callable[[], float] = time.process_time
    ) -> None:
        self._pool = ThreadPool(threads)
        self._threads = threads
        self._processor = processor
        self._at_once = self._limit = min(at_once, threads)
        self._queue: deque[Event] = deque()
        self._running = 0
        self._asking = False

    def run(self, function: Callable[[], T]) -> T:
        """Run `function` in one of the threads when its turn comes, and wait for it; only in the hub."""
        self._enter()
        try:
            return run_in(self._pool, function)
        finally:
            self._running -= 1
            self._admit()

    def _enter(self) -> None:
        if self._running < self._limit and not self._queue:
            self._running += 1
            return
        turn = Event()
        self._queue.append(turn)
        if not self._asking:
            self._asking = True
            gevent.spawn(self._ask)
        try:
            turn.wait()
        except BaseException:
            self._give_up(turn)
            raise

    def _give_up(self, turn: Event) -> None:
        if turn.is_set():
            self._running -= 1
            self._admit()
        else:
            self._queue.remove(turn)

    def _admit(self) -> None:
        while self._queue and self._running < self._limit:
            self._running += 1
            self._queue.popleft().set()

    def _ask(self) -> None:
        while self._queue:
            cpu, clock = self._processor(), time.monotonic()
            gevent.sleep(_ASK_EVERY)
            share = (self._processor() - cpu) / max(time.monotonic() - clock, 0.001)
            if share < _IDLE:
                self._limit = min(self._limit + 1, self._threads)
            elif share > _BUSY:
                self._limit = max(self._limit - 1, self._at_once)
            self._admit()
        self._limit = self._at_once
        self._asking = False
