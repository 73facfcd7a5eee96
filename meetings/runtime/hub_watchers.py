"""Who watches which meeting, and what waits for each of them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from gevent.event import AsyncResult, Event

#: pushes waiting for one reader: from here on the whole state is sent instead, then the connection is ended
RESEND_ABOVE = 8
END_ABOVE = 32


@dataclass(frozen=True)
class Frame:
    """One event as it goes over the wire, and the version that a reader of it has."""

    version: int
    data: bytes


def frame_of(event: str, version: int, data: bytes) -> Frame:
    """Put an event into the wire's form."""
    lines = b"".join(b"data: %s\n" % line for line in data.splitlines() or [b""])
    return Frame(version, b"id: %d\nevent: %s\n%s\n" % (version, event.encode(), lines))


@dataclass(eq=False)
class Watcher:
    """One reader. `None` in what waits stands for the whole state."""

    connection: Any
    waiting: deque[Frame | None] = field(default_factory=deque)
    behind: int = 0
    ended: bool = False
    woken: Event = field(default_factory=Event)

    def offer(self, frame: Frame) -> None:
        """Queue a push; never grows past its bound."""
        self.behind += 1
        if self.behind > END_ABOVE:
            self.end()
            self.connection.abort()
        elif len(self.waiting) >= RESEND_ABOVE:
            self.waiting.clear()
            self.waiting.append(None)
        elif None not in self.waiting:
            self.waiting.append(frame)
        self.woken.set()

    def end(self) -> None:
        """Let the reader's greenlet finish."""
        self.ended = True
        self.woken.set()


@dataclass
class Merged:
    """Changes that wait for the next moment a push may go out."""

    since: int
    version: int
    parts: dict[str, Any]


@dataclass(eq=False)
class Room:
    """A meeting that somebody watches."""

    meeting_id: str
    watchers: set[Watcher] = field(default_factory=set)
    version: int = 0
    state: Frame | None = None
    reading: AsyncResult[Frame | None] | None = None
    merged: Merged | None = None
    next_flush: float = 0.0
    flushing: bool = False
