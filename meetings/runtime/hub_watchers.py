"""Who watches which meeting, and what waits for each of them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
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

    @cached_property
    def chunk(self) -> bytes:
        """The same as a chunk of a response whose length is not known; made once for all readers."""
        return b"%x\r\n%b\r\n" % (len(self.data), self.data)


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
    #: the version that the reader has been sent
    version: int = 0
    #: its greenlet sleeps and nothing is half sent: what comes may be written past it
    resting: bool = False
    #: the end of a frame that the connection did not take at once
    unsent: bytes = b""

    def offer(self, frame: Frame) -> None:
        """Send a push, or queue it; never grows past its bound."""
        if self.resting and not self.waiting:
            if frame.version <= self.version:
                return
            if self.write(frame):
                self.version = frame.version
                return
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

    def write(self, frame: Frame) -> bool:
        """Write at once if the connection takes it: waking a thousand greenlets takes far longer than the writes."""
        left: bytes | None = self.connection.send_now(frame.data, frame.chunk)
        if left:
            self.unsent, self.resting = left, False
            self.woken.set()
        return left is not None

    def beat(self, frame: Frame) -> None:
        """Say that all is well, unless there is something better to say."""
        if self.resting and not self.waiting:
            self.write(frame)

    def rest(self) -> None:
        """In the reader's greenlet: sleep until there is something to do, then send what was left half sent."""
        if not self.waiting and not self.ended:
            self.resting = True
            self.woken.wait()
            self.resting = False
        self.woken.clear()
        if self.unsent:
            self.connection.socket.sendall(self.unsent)
            self.unsent = b""

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
