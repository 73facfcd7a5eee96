"""Many connections held by one thread, so that the clients take little of the machine they measure."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import websocket

HOST = "127.0.0.1"
PATIENCE = 20.0


@dataclass
class Post:
    """A keep-alive connection with a request that is ready to go."""

    sock: socket.socket
    request: bytes
    answer: bytes = b""
    at: float = 0.0

    @property
    def status(self) -> int:
        """The answer's status."""
        return int(self.answer.split(b" ", 2)[1])

    @property
    def body(self) -> Any:
        """The answer's JSON."""
        return json.loads(self.answer.partition(b"\r\n\r\n")[2])

    def read(self) -> bool:
        """Take what has come; whether that is all."""
        piece = self.sock.recv(65536)
        if not piece:
            raise ConnectionError("the server hung up")
        self.answer += piece
        head, separator, body = self.answer.partition(b"\r\n\r\n")
        if not separator:
            return False
        at = head.lower().index(b"content-length: ") + 16
        return len(body) >= int(head[at : at + 10].split(b"\r\n")[0])


def connect(port: int) -> socket.socket:
    """A connection to the server."""
    sock = socket.create_connection((HOST, port), PATIENCE)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def request(path: str, headers: str, body: bytes, kind: str = "application/json") -> bytes:
    """The bytes of a POST."""
    head = f"POST {path} HTTP/1.1\r\n{headers}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def send_at_once(posts: list[Post]) -> float:
    """Send everything in one go and wait for all answers; the moment of the first byte."""
    waiting = select.epoll()
    by_number = {post.sock.fileno(): post for post in posts}
    for number in by_number:
        waiting.register(number, select.EPOLLIN)
    began = time.perf_counter()
    for post in posts:
        post.answer = b""
        post.sock.sendall(post.request)
    deadline = time.monotonic() + PATIENCE
    while by_number:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(by_number)} requests were not answered")
        for number, _ in waiting.poll(1):
            if by_number[number].read():
                by_number.pop(number).at = time.perf_counter()
                waiting.unregister(number)
    waiting.close()
    return began


@dataclass
class Listener:
    """A member's socket in the room, read without a thread."""

    ws: websocket.WebSocket
    buffer: bytes = b""
    heard: list[Any] = field(default_factory=list)

    def read(self) -> None:
        """Take what has come: whole text frames of the protocol, pings answered."""
        self.buffer += self.ws.sock.recv(262144)
        while (frame := self._frame()) is not None:
            if frame == b"2":
                self.ws.send("3")
            elif frame.startswith(b"42"):
                self.heard.append(json.loads(frame[2:]))

    def _frame(self) -> bytes | None:
        data = self.buffer
        if len(data) < 2:
            return None
        start, length = 2, data[1] & 127
        if length > 125:
            start += 2 if length == 126 else 8
            if len(data) < start:
                return None
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start + length:
            return None
        self.buffer = data[start + length :]
        return data[start : start + length]


def listen(port: int, cookie: str, meeting_id: str) -> Listener:
    """A socket that has joined the room."""
    ws = websocket.create_connection(
        f"ws://{HOST}:{port}/socket.io/?EIO=4&transport=websocket",
        timeout=PATIENCE,
        origin=f"http://{HOST}:{port}",
        cookie=cookie,
    )
    assert str(ws.recv()).startswith("0{")
    ws.send("40" + json.dumps({"meeting": meeting_id}))
    while not (said := str(ws.recv())).startswith("40"):
        if not said.startswith("42"):
            raise ConnectionError(f"not let in: {said}")
    return Listener(ws)


def hear_until(listeners: list[Listener], wanted: Callable[[Any], bool]) -> float:
    """Read all sockets until each has heard an event that is wanted; the moment of the last."""
    waiting = select.epoll()
    by_number = {listener.ws.sock.fileno(): listener for listener in listeners}
    left = {n for n, listener in by_number.items() if not any(wanted(e) for e in listener.heard)}
    for number in by_number:
        waiting.register(number, select.EPOLLIN)
    deadline = time.monotonic() + PATIENCE
    while left:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(left)} sockets did not hear")
        for number, _ in waiting.poll(1):
            listener = by_number[number]
            listener.read()
            if number in left and any(wanted(event) for event in listener.heard):
                left.discard(number)
    waiting.close()
    return time.perf_counter()


def drain(listeners: list[Listener], seconds: float) -> None:
    """Read whatever comes for a while, and forget it."""
    waiting = select.epoll()
    by_number = {listener.ws.sock.fileno(): listener for listener in listeners}
    for number in by_number:
        waiting.register(number, select.EPOLLIN)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for number, _ in waiting.poll(left):
            by_number[number].read()
    for listener in listeners:
        listener.heard.clear()
    waiting.close()
