"""The database: one writer at a time on SQLite, many on PostgreSQL, and whether a commit would survive a power cut."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from meetings.db.reading import remember
from meetings.db.space import Space

BUSY_TIMEOUT_MS = 5000
#: more than there are different statements: what is compiled once stays compiled
STATEMENTS = 3000
#: seconds between looks whether another process has done writing
_LOOK_AGAIN = 0.002
#: where a connection finds the space that its engine watches
_SPACE = "witan_space"


@dataclass(frozen=True)
class Durability:
    """Whether an acknowledged commit is on disk, and what was found. `reason` can follow "No vote is opened: "."""

    ok: bool
    detail: str
    reason: str = ""


class Database:
    """Two engines on one database: `writer` begins its transactions with the write lock, `reader` cannot write."""

    def __init__(self, url: str, space: Space | None = None) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.writer = _sqlite_engine(url, read_only=False)
            self.reader = _sqlite_engine(url, read_only=True)
        else:
            self.writer = create_engine(
                url, pool_pre_ping=True, pool_size=10, max_overflow=10, query_cache_size=STATEMENTS
            )
        self.watch(space)
        if not self.is_sqlite:
            self.reader = self.writer.execution_options(postgresql_readonly=True)
        # SQLite has one writer; waiting here is fair and quick, waiting in SQLite is neither.
        self._write_lock = threading.Lock() if self.is_sqlite else nullcontext()

    def watch(self, space: Space | None) -> None:
        """From now on, open no vote while there is less room than that."""
        self.space = space
        self.writer.update_execution_options(**{_SPACE: space})

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose transaction is committed at the end, or rolled back whole."""
        with self._write_lock, Session(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session in one read-only transaction: everything read in it is of the same moment."""
        reader = self.reader
        if not self.is_sqlite:
            reader = reader.execution_options(isolation_level="REPEATABLE READ")
        with Session(reader, expire_on_commit=False, autoflush=False) as session:
            remember(session)
            yield session

    def close(self) -> None:
        """Give back every connection."""
        self.writer.dispose()
        self.reader.dispose()


def _sqlite_engine(url: str, *, read_only: bool) -> Engine:
    waiting = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
    engine = create_engine(url, connect_args=waiting, query_cache_size=STATEMENTS)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"query_only={'ON' if read_only else 'OFF'}",
            # A writer waits in a way of its own, from here on.
            f"busy_timeout={BUSY_TIMEOUT_MS if read_only else 0}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if read_only:
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection)

    return engine


def _begin_writing(connection: Connection) -> None:
    """Begin once no other process writes, within the time-out.

    SQLite's own waiting sleeps for a tenth of a second at a time, and so misses one gap after the other beside a
    process that writes much; ballots would wait for seconds.
    """
    give_up = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while time.monotonic() < give_up:
        try:
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.DatabaseError as error:
            if "locked" not in str(error):
                # What this connection holds may be spoilt by a bad read: the next one reads afresh.
                connection.invalidate(error)
                raise OperationalError("BEGIN IMMEDIATE", None, error) from error
        time.sleep(_LOOK_AGAIN)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def durability(connection: Connection) -> Durability:
    """What can be promised of a commit on this very connection. Anything weaker than on disk is not ok.

    Nor is a disk that may be full before the meeting is over.
    """
    found = _settings(connection)
    if not found.ok:
        return replace(found, reason=f"this database may lose ballots in a power cut ({found.detail})")
    space: Space | None = connection.get_execution_options().get(_SPACE)
    room = space.look() if space is not None else None
    return replace(found, ok=False, reason=room.words) if room is not None and room.too_little else found


def _settings(connection: Connection) -> Durability:
    if connection.dialect.name == "sqlite":
        level = int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
        mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
        return Durability(level >= 2 and mode == "wal", f"SQLite journal_mode={mode} synchronous={level}")
    found = {
        name: str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
        for name in ("fsync", "synchronous_commit", "full_page_writes")
    }
    ok = found["fsync"] == "on" and found["full_page_writes"] == "on" and found["synchronous_commit"] != "off"
    return Durability(ok, "PostgreSQL " + " ".join(f"{k}={v}" for k, v in found.items()))
