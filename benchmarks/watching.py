"""Many public watchers held by one process: what it prints says when the last of them was sent a result.

    python -m benchmarks.watching --port PORT --meeting ID --n 1000

Says "ready" when every watcher has been sent the state, then one line of JSON for each declared vote:
{"vote": id, "at": moment of the last watcher, as time.perf_counter has it, "first": that of the first}.
"""

from __future__ import annotations

import argparse
import json
import select
import socket
import sys
import time
from dataclasses import dataclass, field

from benchmarks.wires import HOST, connect


@dataclass
class Watcher:
    """One connection and what of a frame has come."""

    sock: socket.socket
    buffer: bytes = b""
    frames: int = 0

    def read(self) -> list[bytes]:
        """The whole frames that have come."""
        piece = self.sock.recv(262144)
        if not piece:
            raise ConnectionError("the server hung up on a watcher")
        *frames, self.buffer = (self.buffer + piece).split(b"\n\n")
        self.frames += len(frames)
        return frames


@dataclass
class Gallery:
    """All watchers, and who has seen which vote declared."""

    watchers: dict[int, Watcher]
    #: what a frame says, worked out once for all who get the same
    known: dict[bytes, str] = field(default_factory=dict)
    seen: dict[str, set[int]] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)

    def take(self, number: int) -> None:
        """Read one watcher's connection."""
        for frame in self.watchers[number].read():
            if b'"declared"' not in frame:
                continue
            vote = self.known.get(frame) or self.known.setdefault(frame, declared_vote(frame))
            if vote and number not in (seen := self.seen.setdefault(vote, set())):
                seen.add(number)
                now = time.perf_counter()
                self.first.setdefault(vote, now)
                if len(seen) == len(self.watchers):
                    say(json.dumps({"vote": vote, "at": now, "first": self.first[vote]}))


def declared_vote(frame: bytes) -> str:
    """The vote that a push says is declared; empty for any other event."""
    lines = frame.split(b"\n")
    if b"event: push" not in lines:
        return ""
    data = json.loads(b"".join(line[6:] for line in lines if line.startswith(b"data: ")))
    vote = (data["parts"].get("vote") or {}).get("data") or {}
    return str(vote["id"]) if vote.get("state") == "declared" else ""


def say(line: str) -> None:
    """One line to whoever started us."""
    print(line, flush=True)


def open_watcher(port: int, meeting_id: str) -> socket.socket:
    """A reader of the public page."""
    sock = connect(port)
    head = f"GET /meetings/{meeting_id}/events HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/event-stream\r\n\r\n"
    sock.sendall(head.encode())
    return sock


def main() -> None:
    """Watch until standard input ends."""
    words = argparse.ArgumentParser()
    words.add_argument("--port", type=int, required=True)
    words.add_argument("--meeting", required=True)
    words.add_argument("--n", type=int, required=True)
    given = words.parse_args()
    socks = [open_watcher(given.port, given.meeting) for _ in range(given.n)]
    gallery = Gallery({sock.fileno(): Watcher(sock) for sock in socks})
    waiting = select.epoll()
    for number in gallery.watchers:
        waiting.register(number, select.EPOLLIN)
    waiting.register(sys.stdin.fileno(), select.EPOLLIN | select.EPOLLHUP)
    ready = False
    while True:
        for number, _ in waiting.poll():
            if number == sys.stdin.fileno():
                return
            gallery.take(number)
        if not ready and all(w.frames >= 2 for w in gallery.watchers.values()):
            ready = True
            say("ready")


if __name__ == "__main__":
    main()
