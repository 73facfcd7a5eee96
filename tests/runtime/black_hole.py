"""A wire between browser and server that can swallow everything without closing: as a tunnel or a dead router does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from meetings.runtime import hub


class BlackHole:
    """Passes bytes on until it is cut; connections of before the cut stay open and dead for ever."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._swallowing: threading.Event = threading.Event()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.port: int = self._listener.getsockname()[1]
        self._run(self._accept)

    def _run(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                self._sockets += [client, server]
                self._run(self._pass_on, client, server, self._swallowing)
                self._run(self._pass_on, server, client, self._swallowing)

    def _pass_on(self, source: socket.socket, target: socket.socket, swallowing: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if not swallowing.is_set():
                    target.sendall(data)
            if not swallowing.is_set():
                target.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        self._swallowing.set()

    def mend(self) -> None:
        """What connects from now on gets through."""
        self._swallowing = threading.Event()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for sock in self._sockets:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for sock in (self._listener, *self._sockets):
            sock.close()


@contextmanager
def black_hole(ready: hub.Ready) -> Iterator[BlackHole]:
    wire = BlackHole(ready.port)
    try:
        yield wire
    finally:
        wire.close()
