"""A hub in a thread of its own, and small clients for it."""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

import gevent

from meetings.runtime import hub

WAIT = 10.0


def answer(
    start_response: Any, body: bytes, status: str = "200 OK", *headers: tuple[str, str]
) -> list[bytes]:
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), *headers])
    return [body]


@contextmanager
def serving(app: Any, socketio: Any = None, **options: Any) -> Iterator[hub.Ready]:
    """Serve on a free port until the block ends; the server must then stop by itself."""
    ready: queue.Queue[hub.Ready | BaseException] = queue.Queue()

    def run() -> None:
        try:
            options.setdefault("host", "127.0.0.1")
            options.setdefault("port", 0)
            hub.serve(app, socketio, signals=False, on_ready=ready.put, **options)
        except BaseException as error:
            ready.put(error)
        finally:
            gevent.get_hub().destroy(destroy_loop=True)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    told = ready.get(timeout=WAIT)
    if isinstance(told, BaseException):
        raise told
    try:
        yield told
    finally:
        told.stop()
        thread.join(WAIT)
        assert not thread.is_alive()


@contextmanager
def connection(ready: hub.Ready) -> Iterator[HTTPConnection]:
    client = HTTPConnection(ready.host, ready.port, timeout=WAIT)
    try:
        yield client
    finally:
        client.close()


def ask(
    ready: hub.Ready, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One request on a connection of its own; header names with underscores for dashes."""
    with connection(ready) as client:
        client.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = client.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()


@contextmanager
def raw(ready: hub.Ready, *, buffer: int = 0) -> Iterator[socket.socket]:
    sock = socket.socket()
    if buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    sock.settimeout(WAIT)
    try:
        sock.connect((ready.host, ready.port))
        yield sock
    finally:
        sock.close()


def everything(sock: socket.socket) -> bytes:
    """What comes until the other side ends."""
    pieces = []
    while piece := sock.recv(65536):
        pieces.append(piece)
    return b"".join(pieces)


def until(condition: Callable[[], Any]) -> Any:
    """Wait for something that will come true; fails when the time is up."""
    end = time.monotonic() + WAIT
    while not (value := condition()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.002)
    return value


class Events:
    """Reads server-sent events off a socket."""

    def __init__(self, sock: socket.socket, path: str, *headers: str) -> None:
        lines = "\r\n".join((f"GET {path} HTTP/1.1", "Host: hub.test", *headers, "", ""))
        sock.sendall(lines.encode())
        self._file = sock.makefile("rb")
        self.status = int(self._file.readline().split()[1])
        self.headers = dict(
            line.decode().strip().split(": ", 1) for line in iter(self._file.readline, b"\r\n")
        )
        self._text = b""

    def close(self) -> None:
        self._file.close()

    def _block(self) -> dict[str, str] | None:
        while b"\n\n" not in self._text:
            size = self._file.readline()
            if not size.strip() or int(size, 16) == 0:
                return None
            self._text += self._file.read(int(size, 16))
            self._file.readline()
        block, self._text = self._text.split(b"\n\n", 1)
        return dict(line.split(": ", 1) for line in block.decode().split("\n"))

    def next(self) -> tuple[str, Any] | None:
        """The next event and its data; None when the stream has ended."""
        block = self._block()
        while block is not None and "event" not in block:
            block = self._block()
        return None if block is None else (block["event"], json.loads(block["data"]))
