"""Live pages for the public: server-sent events from the hub, harmless when a reader is slow."""

from __future__ import annotations

import json
import logging
import random
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

import gevent
from gevent.event import AsyncResult

from meetings.runtime.hub_loop import in_thread
from meetings.runtime.hub_requests import Environ, StartResponse, WsgiApp, plain
from meetings.runtime.hub_watchers import Frame, Merged, Room, Watcher, frame_of

log = logging.getLogger("witan.events")

#: reads a meeting's public state in a native thread: version and JSON, or None if there is nothing to see
ReadState = Callable[[str], tuple[int, bytes] | None]

#: readers served in one go before ballots get their turn
_SLICE = 50
#: how long readers wait for members' screens to be served first, and for ballots that are coming in at all
_MEMBERS_FIRST, _LOOK_AGAIN, _PATIENCE = 0.01, 0.02, 0.3
_HEADERS = [
    ("Content-Type", "text/event-stream; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Accel-Buffering", "no"),
]
_EVENTS = re.compile(r"/meetings/([A-Za-z0-9_-]{1,40})/events")


def _never() -> bool:
    return False


class SseBroadcaster:
    """Sends every watcher of a meeting its state, then each change. All but `meetings` runs in the hub."""

    def __init__(
        self,
        state: ReadState,
        *,
        max_watchers: int = 2000,
        coalesce: float = 0.25,
        heartbeat: float = 5.0,
        with_beats: Callable[[], Mapping[str, Any]] = dict,
        busy: Callable[[], bool] = _never,
    ) -> None:
        self._read = state
        self._max_watchers = max_watchers
        self._coalesce = coalesce
        self._heartbeat = heartbeat
        self._with_beats = with_beats
        self._busy = busy
        self._beating = False
        self._rooms: dict[str, Room] = {}
        self._closed = False
        self.watchers = 0

    def meetings(self) -> frozenset[str]:
        """The meetings that somebody watches; from any thread."""
        return frozenset(list(self._rooms))

    def route(self, method: str, path: str) -> WsgiApp | None:
        """The handler of /meetings/<id>/events, or None for any other request."""
        match = _EVENTS.fullmatch(path)
        if match is None or method != "GET":
            return None
        meeting_id = match.group(1)
        return lambda environ, start_response: self._watch(meeting_id, environ, start_response)

    def push(self, meeting_id: str, since: int, version: int, parts: Mapping[str, Any]) -> None:
        """Tell a meeting's watchers what changed after `since`. Parts are whole, so they may be merged."""
        room = self._rooms.get(meeting_id)
        if room is None:
            return
        if room.merged is None:
            room.merged = Merged(since, version, dict(parts))
        else:
            room.merged.since = min(room.merged.since, since)
            room.merged.version = max(room.merged.version, version)
            room.merged.parts.update(parts)
        if not room.flushing:
            room.flushing = True
            gevent.spawn(self._flush, room)

    def beat(self, meeting_id: str, version: int) -> None:
        """Learn a meeting's version; the next heartbeats carry it."""
        room = self._rooms.get(meeting_id)
        if room is not None and room.merged is None and not room.flushing:
            room.version = version

    def close(self) -> None:
        """End every connection; browsers come back by themselves."""
        self._closed = True
        for room in list(self._rooms.values()):
            for watcher in list(room.watchers):
                watcher.end()

    def _flush(self, room: Room) -> None:
        try:
            while room.merged is not None:
                gevent.sleep(max(0.0, room.next_flush - time.monotonic()))
                gevent.sleep(_MEMBERS_FIRST)
                merged, room.merged = room.merged, None
                room.next_flush = time.monotonic() + self._coalesce
                self._hand_out(room, merged)
        finally:
            room.flushing = False

    def _hand_out(self, room: Room, merged: Merged) -> None:
        # Even if it cannot be sent, the version is known: heartbeats then make every reader fetch.
        room.version = max(room.version, merged.version)
        try:
            change = {"from": merged.since, "to": merged.version, "parts": merged.parts}
            frame = frame_of("push", merged.version, json.dumps(change, separators=(",", ":")).encode())
        except (TypeError, ValueError):
            log.exception("a push for meeting %s could not be written", room.meeting_id)
            return
        for watcher in self._in_turn(room):
            watcher.offer(frame)

    def _in_turn(self, room: Room) -> Iterator[Watcher]:
        """The readers of a room, a few at a time; ballots that come in meanwhile go first, but not for ever."""
        patience = time.monotonic() + _PATIENCE
        for count, watcher in enumerate(list(room.watchers)):
            if count % _SLICE == 0:
                gevent.sleep(0.001)
                while self._busy() and time.monotonic() < patience:
                    gevent.sleep(_LOOK_AGAIN)
            yield watcher

    def _beats(self) -> None:
        """Every reader hears something from time to time; one greenlet for all of them."""
        try:
            while self.watchers and not self._closed:
                gevent.sleep(self._heartbeat)
                for room in list(self._rooms.values()):
                    frame = Frame(room.version, self.beat_of(room))
                    for watcher in self._in_turn(room):
                        watcher.beat(frame)
        finally:
            self._beating = False

    def _watch(self, meeting_id: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self._closed or self.watchers >= self._max_watchers:
            text = "Too many people are watching for instant updates. The page goes on with slower ones."
            return plain(start_response, "503 Service Unavailable", text, [("Retry-After", "10")])
        connection = environ["witan.connection"]
        # A small buffer shows a slow reader after kilobytes, not megabytes.
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
        watch = _Watch(self, meeting_id, Watcher(connection))
        try:
            # Counted and listening before the state is read, so that no push falls in between.
            state = self.state_of(watch.room)
        except Exception:
            watch.close()
            log.exception("the public state of meeting %s could not be read", meeting_id)
            text = "Instant updates are not available at the moment."
            return plain(start_response, "503 Service Unavailable", text, [("Retry-After", "10")])
        except BaseException:
            watch.close()
            raise
        if state is None:
            watch.close()
            return plain(start_response, "404 Not Found", "There is no such meeting to watch.")
        connection.lasting = True
        watch.begin(state, _version_held(environ))
        start_response("200 OK", _HEADERS)
        return watch

    def beat_of(self, room: Room) -> bytes:
        """A heartbeat: the version, and what else goes with every one."""
        data = {"version": room.version, **self._with_beats()}
        return b"event: beat\ndata: %s\n\n" % json.dumps(data, separators=(",", ":")).encode()

    def enter(self, meeting_id: str, watcher: Watcher) -> Room:
        """Count a watcher in."""
        self.watchers += 1
        if not self._beating:
            self._beating = True
            gevent.spawn(self._beats)
        room = self._rooms.setdefault(meeting_id, Room(meeting_id))
        room.watchers.add(watcher)
        return room

    def leave(self, room: Room, watcher: Watcher) -> None:
        """Count a watcher out; an unwatched meeting is forgotten, since nobody keeps its state fresh."""
        self.watchers -= 1
        room.watchers.discard(watcher)
        if not room.watchers and self._rooms.get(room.meeting_id) is room:
            del self._rooms[room.meeting_id]

    def state_of(self, room: Room) -> Frame | None:
        """The meeting's state, read once for everybody until the version moves on."""
        for _ in range(3):
            if room.state is not None and room.state.version >= room.version:
                return room.state
            frame = self._read_once(room)
            if frame is None:
                return None
            # A read that began before the last push is too old for one who came after it.
            if frame.version >= room.version:
                return frame
        return frame

    def _read_once(self, room: Room) -> Frame | None:
        if room.reading is not None:
            return room.reading.get()
        result: AsyncResult[Frame | None] = AsyncResult()
        room.reading = result
        try:
            state = in_thread(self._read, room.meeting_id)
            frame = None if state is None else frame_of("state", *state)
            room.state = frame
            room.version = max(room.version, 0 if frame is None else frame.version)
            result.set(frame)
            return frame
        except BaseException as error:
            result.set_exception(error)
            raise
        finally:
            room.reading = None


class _Watch:
    """The response to one watcher: an iterable that lasts as long as the connection."""

    def __init__(self, broadcaster: SseBroadcaster, meeting_id: str, watcher: Watcher) -> None:
        self._broadcaster = broadcaster
        self._watcher = watcher
        self._left = False
        self._first = b""
        self._stop_looking: Callable[[], None] = lambda: None
        self.room = broadcaster.enter(meeting_id, watcher)

    def begin(self, state: Frame, held: int | None) -> None:
        """What is sent first: the state, unless the page holds it already."""
        self._watcher.version = state.version
        # Not all come back in the same moment after the server was away.
        self._first = b"retry: %d\n\n" % random.randint(1500, 4000) + (
            self._beat() if held == state.version else state.data
        )
        self._stop_looking = self._watcher.connection.when_client_leaves(self._watcher.end)

    def __iter__(self) -> Iterator[bytes]:
        """What could not be written at once, past this greenlet."""
        watcher = self._watcher
        yield self._first
        while not watcher.ended:
            watcher.rest()
            while watcher.waiting and not watcher.ended:
                yield self._next()

    def _next(self) -> bytes:
        watcher = self._watcher
        frame = watcher.waiting.popleft()
        watcher.behind = 0
        if frame is None:
            frame = self._broadcaster.state_of(self.room)
            if frame is None:
                watcher.end()
                return b""
        elif frame.version <= watcher.version:
            return b""
        watcher.version = frame.version
        return frame.data

    def _beat(self) -> bytes:
        return self._broadcaster.beat_of(self.room)

    def close(self) -> None:
        """Count out, once."""
        if not self._left:
            self._left = True
            self._stop_looking()
            self._broadcaster.leave(self.room, self._watcher)


def _version_held(environ: Environ) -> int | None:
    """The version that the page shows already: told by the browser on its own return, or by the page."""
    since = parse_qs(environ.get("QUERY_STRING", "")).get("since", [""])[-1]
    held = environ.get("HTTP_LAST_EVENT_ID") or since
    return int(held) if held.isascii() and held.isdigit() and len(held) < 19 else None
