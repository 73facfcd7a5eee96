"""A service for rooms and broadcasts whose memory outlives whoever calls it, and a fuse that kills the caller."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event

from meetings.db.engine import Database
from meetings.ports.broadcast import Broadcast, BroadcastState, BroadcastWish, Phase
from meetings.ports.conferencing import Room, RoomState, RoomWish, StreamTarget
from meetings.ports.providers import Account, Can, SetUp, Step

KILLED = 77


@dataclass
class Fuse:
    """Ends the process at the step with this number, as if the power had gone; 0: never."""

    at: int = 0
    #: what each step so far was
    steps: list[str] = field(default_factory=list)

    def burn(self, what: str) -> None:
        """One step further."""
        self.steps.append(what)
        if len(self.steps) == self.at:
            os._exit(KILLED)

    def lay(self, database: Database) -> None:
        """Before and after every commit to the database."""
        event.listen(database.writer, "commit", lambda _connection: self.burn("before a commit"))
        write = database.write

        @contextmanager
        def fused() -> Iterator[Any]:
            with write() as session:
                yield session
            self.burn("after a commit")

        database.write = fused  # type: ignore[method-assign]


@dataclass
class Book:
    """What the service remembers, in a file of its own."""

    path: Path

    def __post_init__(self) -> None:
        with self._open() as book:
            book.execute("CREATE TABLE IF NOT EXISTS thing (ref INTEGER PRIMARY KEY, kind, key, state)")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, isolation_level=None)

    def find(self, kind: str, key: str) -> str:
        """What was made with this key; empty: nothing."""
        with self._open() as book:
            row = book.execute("SELECT ref FROM thing WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return str(row[0]) if row else ""

    def make(self, kind: str, key: str) -> str:
        """One more."""
        with self._open() as book:
            cursor = book.execute(
                "INSERT INTO thing (kind, key, state) VALUES (?, ?, ?)", (kind, key, "ready")
            )
            return str(cursor.lastrowid)

    def state(self, ref: str) -> str:
        """How it stands; empty: there is none."""
        with self._open() as book:
            row = book.execute("SELECT state FROM thing WHERE ref = ?", (ref,)).fetchone()
        return str(row[0]) if row else ""

    def put(self, ref: str, state: str) -> None:
        """It stands so from now on."""
        with self._open() as book:
            book.execute("UPDATE thing SET state = ? WHERE ref = ?", (state, ref))

    def remove(self, ref: str) -> None:
        """It is not there any more."""
        with self._open() as book:
            book.execute("DELETE FROM thing WHERE ref = ?", (ref,))

    def states(self, kind: str, key: str) -> dict[str, str]:
        """Of everything made with this key, by its number."""
        with self._open() as book:
            rows = book.execute(
                "SELECT ref, state FROM thing WHERE kind = ? AND key = ? ORDER BY ref", (kind, key)
            ).fetchall()
        return {str(ref): state for ref, state in rows}


@dataclass
class _Serving:
    book: Book
    fuse: Fuse
    #: the control is an adapter that creates without looking first
    looks_first: bool = True
    name: str = "Booked"
    setup: SetUp = field(default_factory=SetUp)

    def _make(self, kind: str, key: str) -> str:
        self.fuse.burn(f"before making a {kind}")
        ref = self.book.find(kind, key) if self.looks_first else ""
        ref = ref or self.book.make(kind, key)
        self.fuse.burn(f"after making a {kind}")
        return ref

    def _put(self, ref: str, state: str) -> None:
        self.fuse.burn(f"before {state}")
        self.book.put(ref, state)
        self.fuse.burn(f"after {state}")

    def cancel(self, _account: Account, ref: str) -> None:
        self.fuse.burn("before taking away")
        self.book.remove(ref)
        self.fuse.burn("after taking away")


@dataclass
class BookedRooms(_Serving):
    """Rooms in the book."""

    key: str = "booked"
    can: frozenset[Can] = frozenset({Can.CREATE, Can.STREAM_TARGET, Can.STREAM_CONTROL, Can.END})

    def create(self, _account: Account, wish: RoomWish) -> Room:
        return Room(self._make("room", wish.key), {"link": f"https://rooms.example/{wish.key}"})

    def update(self, _account: Account, ref: str, wish: RoomWish) -> Room:
        self.fuse.burn("before changing")
        return Room(ref, {"link": f"https://rooms.example/{wish.key}"})

    def aim(self, _account: Account, ref: str, _target: StreamTarget) -> tuple[Step, ...]:
        self._put(ref, "aimed")
        return ()

    def start_stream(self, _account: Account, ref: str) -> None:
        self._put(ref, "streaming")

    def stop_stream(self, _account: Account, ref: str) -> None:
        self._put(ref, "stopped")

    def state(self, _account: Account, ref: str) -> RoomState:
        state = self.book.state(ref)
        return RoomState(bool(state), state == "streaming")

    def end(self, _account: Account, ref: str) -> None:
        self._put(ref, "ended")


@dataclass
class BookedBroadcasts(_Serving):
    """Broadcasts in the book."""

    key: str = "booked-cast"
    can: frozenset[Can] = frozenset({Can.CREATE, Can.GO_LIVE, Can.HOLD, Can.FEED_STATE})

    def prepare(self, _account: Account, wish: BroadcastWish) -> Broadcast:
        ref = self._make("broadcast", wish.key)
        target = StreamTarget("rtmps://in.example/live", f"stream-{ref}", f"https://watch.example/{ref}")
        return Broadcast(ref, f"https://watch.example/{ref}", "", target)

    def update(self, account: Account, _ref: str, wish: BroadcastWish) -> Broadcast:
        return self.prepare(account, wish)

    def go_live(self, _account: Account, ref: str) -> None:
        self._put(ref, "live")

    def hold(self, _account: Account, ref: str) -> None:
        self._put(ref, "held")

    def release(self, _account: Account, ref: str) -> None:
        self._put(ref, "live")

    def end(self, _account: Account, ref: str) -> None:
        self._put(ref, "ended")

    def state(self, _account: Account, ref: str) -> BroadcastState:
        state = self.book.state(ref)
        live = state == "live"
        return BroadcastState(
            {"live": Phase.LIVE, "ended": Phase.ENDED, "held": Phase.HELD}.get(state, Phase.READY), True, live
        )


class Fused:
    """An adapter that burns the fuse before and after everything it is asked to do."""

    def __init__(self, adapter: Any, fuse: Fuse) -> None:
        self._adapter, self._fuse = adapter, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._adapter, name)
        if not callable(found) or name == "setup":
            return found

        def done(*args: Any, **more: Any) -> Any:
            self._fuse.burn(f"before {name}")
            answer = found(*args, **more)
            self._fuse.burn(f"after {name}")
            return answer

        return done
