"""One native thread that commits requests in groups: many ballots, one write to the disk."""

from __future__ import annotations

import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from meetings.kernel.errors import TooMany
from meetings.runtime.hub_loop import Outcome, Reply

Request = TypeVar("Request")
Answer = TypeVar("Answer")
log = logging.getLogger("witan.groupwriter")

#: while many come in at once: how long to let more come, looking this often, before they are written together
GATHER, LOOK = 0.025, 0.003
#: after a failed group, how long single attempts go on while every one of them fails
GIVE_UP_AFTER = 5.0


class WriterStopped(TooMany):
    """The writer has stopped or is stopping: the request was not taken."""


@dataclass(frozen=True)
class _Entry(Generic[Request, Answer]):
    request: Request
    reply: Reply[Answer] = field(default_factory=Reply)


class GroupWriter(Generic[Request, Answer]):
    """Collects what waits and hands it to `commit`, which returns one answer for each request, in order.

    An answer that is an exception is raised where the request was submitted. Nobody is answered before
    `commit` has returned. If `commit` raises, it must have undone the whole group; each request is then
    tried alone, so that one that cannot be stored takes none of the others down with it.
    """

    def __init__(
        self,
        commit: Callable[[list[Request]], Sequence[Answer | Exception]],
        *,
        max_batch: int = 512,
        max_queue: int = 2000,
        name: str = "group-writer",
    ) -> None:
        self._commit = commit
        self._max_batch = max_batch
        self._max_queue = max_queue
        self._queue: queue.SimpleQueue[_Entry[Request, Answer] | None] = queue.SimpleQueue()
        self._door = threading.Lock()
        self._waiting = 0
        self._taken_at = -math.inf
        self._crowded = False
        self._stopped = False
        self._failing: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def depth(self) -> int:
        """How many requests are waiting or being written."""
        return self._waiting

    def busy(self, within: float = 0.05) -> bool:
        """Whether requests are coming in at this moment: what can wait lets them go first."""
        return time.monotonic() - self._taken_at < within

    @property
    def failing(self) -> Exception | None:
        """Why the last thing to be written was not; None if it was. A refusal by a rule is no failure."""
        return self._failing

    def submit(self, request: Request) -> Answer:
        """Wait until the request is committed and return its answer, or raise what came instead.

        Raises TooMany, at once and with nothing stored, when too many wait already.
        """
        with self._door:
            if self._stopped:
                raise WriterStopped(
                    "The server is restarting. Please try again in a moment.", retry_after=1.0
                )
            if self._waiting >= self._max_queue:
                raise TooMany(
                    "Too many people are sending at this moment. Please try again.", retry_after=1.0
                )
            entry: _Entry[Request, Answer] = _Entry(request)
            self._waiting += 1
            self._taken_at = time.monotonic()
            self._queue.put(entry)
        return entry.reply.wait()

    def stop(self, timeout: float | None = None) -> bool:
        """Take nothing more, write what waits, end the thread. False if it did not end in time."""
        with self._door:
            if not self._stopped:
                self._stopped = True
                self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        batch: list[_Entry[Request, Answer]] = []
        stopping = False
        try:
            while not stopping:
                batch, stopping = self._next_batch()
                self._answer(batch, self._write([entry.request for entry in batch]))
        except BaseException as error:
            # Only something like MemoryError or SystemExit gets here: nobody may be left waiting for ever.
            log.critical("the writer died", exc_info=True)
            self._fail_all(batch, error)

    def _next_batch(self) -> tuple[list[_Entry[Request, Answer]], bool]:
        """What waits, at least one entry unless the end has come, and whether it has.

        One that comes alone is written at once. When several came last time, many are probably on their way:
        a transaction takes far longer than one more row in it, so they are given a moment to come together.
        """
        first = self._queue.get()
        if first is None:
            return [], True
        batch = [first]
        gather_until = time.monotonic() + GATHER if self._crowded else 0.0
        while True:
            before = len(batch)
            if self._drain_into(batch):
                return batch, True
            if len(batch) >= self._max_batch or time.monotonic() >= gather_until or len(batch) == before > 1:
                break
            time.sleep(LOOK)
        self._crowded = len(batch) > 1
        return batch, False

    def _drain_into(self, batch: list[_Entry[Request, Answer]]) -> bool:
        """Take what is there; whether the end has come."""
        while len(batch) < self._max_batch:
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                return False
            if entry is None:
                return True
            batch.append(entry)
        return False

    def _write(self, requests: list[Request]) -> list[Outcome[Answer]]:
        if not requests:
            return []
        try:
            return self._commit_all(requests)
        except Exception as error:
            if len(requests) == 1:
                return [Outcome(error=error)]
            log.warning(
                "a group of %d could not be committed; each is tried alone", len(requests), exc_info=True
            )
        return self._write_singly(requests)

    def _commit_all(self, requests: list[Request]) -> list[Outcome[Answer]]:
        try:
            answers = self._commit(requests)
        except Exception as error:
            self._failing = error
            raise
        self._failing = None
        if len(answers) != len(requests):
            raise RuntimeError(f"commit gave {len(answers)} answers to {len(requests)} requests")
        return [Outcome(error=a) if isinstance(a, Exception) else Outcome(value=a) for a in answers]

    def _write_singly(self, requests: list[Request]) -> list[Outcome[Answer]]:
        outcomes: list[Outcome[Answer]] = []
        give_up = time.monotonic() + GIVE_UP_AFTER
        stored = False
        for request in requests:
            try:
                outcomes += self._commit_all([request])
                stored = True
            except Exception as error:
                outcomes.append(Outcome(error=error))
                if not stored and time.monotonic() > give_up:
                    # Not one poisoned request but a full disk or a locked file: say so to the rest as well.
                    return outcomes + [Outcome(error=error)] * (len(requests) - len(outcomes))
        return outcomes

    def _answer(self, batch: list[_Entry[Request, Answer]], outcomes: list[Outcome[Answer]]) -> None:
        with self._door:
            self._waiting -= len(batch)
        for entry, outcome in zip(batch, outcomes, strict=True):
            entry.reply.set(outcome)

    def _fail_all(self, batch: list[_Entry[Request, Answer]], error: BaseException) -> None:
        with self._door:
            self._stopped = True
        while True:
            try:
                entry = self._queue.get_nowait()
            except queue.Empty:
                break
            if entry is not None:
                batch.append(entry)
        self._answer(batch, [Outcome(error=RuntimeError(f"the writer died: {error!r}"))] * len(batch))
