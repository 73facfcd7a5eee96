"""A real Redis of the test's own."""

import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.factories.process import LOOPBACK, LocalServer, unprivileged


def program() -> str:
    found = shutil.which("redis-server")
    if found is None:
        raise RuntimeError("Redis is not installed: run script/setup test")
    return found


class Redis:
    """A server that keeps what it was told over a restart: every write is synced before it is answered."""

    def __init__(self) -> None:
        self._server = LocalServer("redis", unprivileged("redis"))

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def pid(self) -> int | None:
        return self._server.pid

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"

    def start(self) -> None:
        settings = {
            "--port": str(self.port),
            "--bind": LOOPBACK,
            "--dir": str(self._server.folder),
            "--save": "",
            "--appendonly": "yes",
            "--appendfsync": "always",
        }
        options = [part for pair in settings.items() for part in pair]
        self._server.start([program(), *options], self._answers)

    def stop(self, *, immediate: bool = False) -> None:
        """Ends every connection; `immediate` gives it no moment to tidy up."""
        self._server.end(signal.SIGKILL if immediate else signal.SIGTERM)

    def restart(self, *, immediate: bool = False) -> None:
        """Down and up again on the same port."""
        self.stop(immediate=immediate)
        self.start()

    def forget(self) -> None:
        self._server.forget()

    def _answers(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as line:
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False


@contextmanager
def redis() -> Iterator[Redis]:
    server = Redis()
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.forget()
