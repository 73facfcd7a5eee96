"""Carries what was committed to the live screens: soon, in order, at a bounded rate, never lost silently."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from meetings.runtime.hub_loop import HubNotRunning, call_soon

Audience = TypeVar("Audience")
log = logging.getLogger("witan.pusher")


#: how soon it is asked again whether ballots are still coming in
_LOOK_AGAIN = 0.02


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Push:
    """Whole parts that changed after `from_version`, as they stand at `to_version`; none if nothing shows."""

    from_version: int
    to_version: int
    parts: Mapping[str, Any]


@dataclass(frozen=True)
class _Again:
    """The hub could not send a push that began at this version."""

    meeting_id: str
    from_version: int


@dataclass(frozen=True)
class Wires(Generic[Audience]):
    """What the pusher asks and tells: the first three in its own thread, the last two in the hub."""

    #: the meetings that somebody listens to
    listeners: Callable[[], Collection[str]]
    #: the present version of each of these meetings
    versions: Callable[[Collection[str]], Mapping[str, int]]
    #: what changed after a version, one audience after another; nothing if the version has not moved
    build: Callable[[str, int], Iterable[tuple[Audience, Push]]]
    emit: Callable[[str, Audience, Push], object]
    #: told every listener from time to time, so that one who missed something finds out
    beat: Callable[[str, int], object] | None = None


class Pusher(Generic[Audience]):
    """One native thread between the record and the hub.

    The first change of a room goes out at once, what follows at most every `every` seconds; while `busy` says
    that ballots are coming in, a push lets them go first, for at most `patience` seconds. Every `poll`
    seconds the versions are compared, which finds the commits of other processes and repeats what failed.
    """

    def __init__(
        self,
        versions: Callable[[Collection[str]], Mapping[str, int]],
        build: Callable[[str, int], Iterable[tuple[Audience, Push]]],
        emit: Callable[[str, Audience, Push], object],
        *,
        listeners: Callable[[], Collection[str]],
        beat: Callable[[str, int], object] | None = None,
        every: float = 0.1,
        poll: float = 1.0,
        beat_every: float = 5.0,
        busy: Callable[[], bool] = _never,
        patience: float = 0.3,
        to_hub: Callable[[Callable[[], object]], None] = call_soon,
    ) -> None:
        self._wires = Wires(listeners, versions, build, emit, beat)
        self._every = every
        self._poll = poll
        self._beat_every = beat_every
        self._busy = busy
        self._patience = patience
        #: since when a room's push has been put off
        self._put_off: dict[str, float] = {}
        self._to_hub = to_hub
        self._inbox: queue.SimpleQueue[str | _Again | None] = queue.SimpleQueue()
        #: the version each room has been told
        self._told: dict[str, int] = {}
        #: when each room may be told next; kept only while it matters
        self._not_before: dict[str, float] = {}
        self._dirty: set[str] = set()
        self._next_poll = 0.0
        self._next_beat = 0.0
        self._polls_failed = 0
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="pusher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def notify(self, meeting_id: str) -> None:
        """Something of this meeting was committed; from any thread, and cheap."""
        self._inbox.put(meeting_id)

    def stop(self, timeout: float | None = 5.0) -> bool:
        """End the thread. False if it did not end in time."""
        self._inbox.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping:
            try:
                self._take(self._wait())
                now = time.monotonic()
                if now >= self._next_poll:
                    self._next_poll = now + self._poll
                    self._look_round(now)
                self._push_due()
            except Exception:
                log.exception("the pusher stumbled and goes on")
                self._next_poll = time.monotonic() + self._poll

    def _wait(self) -> list[str | _Again | None]:
        """Sleep until the next thing to do; everything that has come in by then."""
        due = [self._not_before.get(meeting_id, 0.0) for meeting_id in self._dirty]
        pause = min([self._next_poll, *due]) - time.monotonic()
        news: list[str | _Again | None] = []
        try:
            news.append(self._inbox.get(timeout=pause) if pause > 0 else self._inbox.get_nowait())
            while True:
                news.append(self._inbox.get_nowait())
        except queue.Empty:
            return news

    def _take(self, news: list[str | _Again | None]) -> None:
        notified: set[str] = set()
        for item in news:
            if item is None:
                self._stopping = True
            elif isinstance(item, _Again):
                self._retry(item.meeting_id, item.from_version)
            else:
                notified.add(item)
        if notified:
            self._dirty |= notified & set(self._wires.listeners())

    def _retry(self, meeting_id: str, from_version: int) -> None:
        """Try again with the next poll, from where it went wrong."""
        if meeting_id in self._told:
            self._told[meeting_id] = min(self._told[meeting_id], from_version)
        self._not_before[meeting_id] = self._next_poll
        self._dirty.add(meeting_id)

    def _look_round(self, now: float) -> None:
        listened = set(self._wires.listeners())
        for meeting_id in [key for key in self._told if key not in listened]:
            del self._told[meeting_id]
        self._dirty &= listened
        self._put_off = {k: t for k, t in self._put_off.items() if k in self._dirty}
        self._not_before = {k: t for k, t in self._not_before.items() if k in self._dirty or t > now}
        versions = self._versions(listened) if listened else {}
        beat = now >= self._next_beat
        if beat:
            self._next_beat = now + self._beat_every
        for meeting_id, version in versions.items():
            new = self._compare(meeting_id, version)
            if beat or new:
                self._beat(meeting_id, version)

    def _versions(self, listened: Collection[str]) -> Mapping[str, int]:
        try:
            versions = self._wires.versions(listened)
        except Exception:
            # Once a minute is enough to say that the database is away.
            if self._polls_failed % 60 == 0:
                log.exception("the versions of the live meetings could not be read")
            self._polls_failed += 1
            return {}
        self._polls_failed = 0
        return versions

    def _compare(self, meeting_id: str, version: int) -> bool:
        """Note what the poll found; whether this room is new or has gone back (a database restored)."""
        told = self._told.get(meeting_id)
        if told is not None and version > told:
            self._dirty.add(meeting_id)
        if told is None and meeting_id in self._dirty:
            return False
        if told is None or version < told:
            self._told[meeting_id] = version
            return True
        return False

    def _beat(self, meeting_id: str, version: int) -> None:
        beat = self._wires.beat
        if beat is not None:
            self._in_hub(meeting_id, None, lambda: beat(meeting_id, version))

    def _push_due(self) -> None:
        now = time.monotonic()
        for meeting_id in [key for key in self._dirty if self._not_before.get(key, 0.0) <= now]:
            if self._busy() and now < self._put_off.setdefault(meeting_id, now) + self._patience:
                self._not_before[meeting_id] = now + _LOOK_AGAIN
                continue
            self._put_off.pop(meeting_id, None)
            self._dirty.discard(meeting_id)
            self._not_before[meeting_id] = now + self._every
            self._push(meeting_id)

    def _push(self, meeting_id: str) -> None:
        # A room never told anything yet gets everything: parts are whole, so nobody is harmed by too much.
        since = self._told.get(meeting_id, 0)
        told = None
        try:
            # Each is sent as soon as it is built: members do not wait for what only the clerk sees.
            for audience, push in self._wires.build(meeting_id, since):
                if told is None:
                    # All are of the same moment. Set before anything is sent, for what cannot be sent sets it back.
                    told = self._told[meeting_id] = push.to_version
                self._emit(meeting_id, audience, push)
        except Exception:
            # Who has this push already takes it a second time without harm.
            log.exception("the push for meeting %s after version %d could not be built", meeting_id, since)
            self._retry(meeting_id, since)

    def _emit(self, meeting_id: str, audience: Audience, push: Push) -> None:
        self._in_hub(meeting_id, push.from_version, lambda: self._wires.emit(meeting_id, audience, push))

    def _in_hub(self, meeting_id: str, from_version: int | None, send: Callable[[], object]) -> None:
        def guarded() -> None:
            try:
                send()
            except Exception:
                log.exception("a push for meeting %s could not be sent", meeting_id)
                if from_version is not None:
                    self._inbox.put(_Again(meeting_id, from_version))

        try:
            self._to_hub(guarded)
        except HubNotRunning:
            # Nobody is connected to a hub that is not there; the next poll finds out again.
            if from_version is not None:
                self._retry(meeting_id, from_version)
