"""A real PostgreSQL of the test's own, with the durability that a council relies on."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

from tests.factories.process import LOOPBACK, LocalServer, unprivileged

#: Where Debian keeps each version's programs; they are not on the PATH.
PROGRAMS = Path("/usr/lib/postgresql")


def programs() -> Path:
    found = sorted(PROGRAMS.glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL is not installed: run script/setup test")
    return found[-1].parent


class Postgres:
    """A cluster; each call of `database()` makes a new, empty database in it."""

    def __init__(self) -> None:
        self._server = LocalServer("postgres", unprivileged("postgres"))
        self._programs = programs()
        self._data = self._server.folder / "data"
        self._numbers = count(1)

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def pid(self) -> int | None:
        return self._server.pid

    def database(self) -> str:
        """The SQLAlchemy URL of a new database."""
        name = f"council_{next(self._numbers)}"
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://witan@{LOOPBACK}:{self.port}/{name}"

    def make(self) -> None:
        """A new cluster. Only this step skips fsync; what the server does later is synced."""
        options = ["--username=witan", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._server.run([self._programs / "initdb", "-D", self._data, *options])

    def start(self) -> None:
        settings = {
            "port": self.port,
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "shared_buffers": "32MB",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._server.start([self._programs / "postgres", "-D", self._data, *options], self._answers)

    def stop(self, *, immediate: bool = False) -> None:
        """Ends every connection; `immediate` leaves as a power cut does, to be recovered from the log."""
        self._server.end(signal.SIGQUIT if immediate else signal.SIGINT)

    def restart(self, *, immediate: bool = False) -> None:
        """Down and up again on the same port."""
        self.stop(immediate=immediate)
        self.start()

    def forget(self) -> None:
        self._server.forget()

    def _conninfo(self, name: str) -> str:
        return f"host={LOOPBACK} port={self.port} user=witan dbname={name} connect_timeout=2"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._conninfo("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        server.forget()
