"""A migrated database for each test without migrating each time: one is migrated, the others are copies of it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from meetings.db.engine import Database
from meetings.db.migrate import upgrade

_TEMPLATE = "migrated"


def prepare(database: Database) -> None:
    """Bring an empty database to the newest shape, as `upgrade` would."""
    if database.is_sqlite:
        _copy_file(database)
    else:
        _copy_database(database)


def _copy_file(database: Database) -> None:
    path = make_url(database.url).database
    assert path, "a database in memory cannot be a copy"
    if Path(path).exists():
        upgrade(database)
        return
    shutil.copyfile(_migrated_file(), path)


@cache
def _migrated_file() -> Path:
    path = Path(tempfile.mkdtemp(prefix="witan-migrated-")) / "witan.sqlite"
    made = Database(f"sqlite:///{path}")
    upgrade(made)
    made.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _copy_database(database: Database) -> None:
    """PostgreSQL makes a copy of a database that nobody is connected to; the empty one gives way to it."""
    url = make_url(database.url)
    server = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    _migrate_template(server, database.url)
    database.close()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{url.database}"')
        connection.execute(f'CREATE DATABASE "{url.database}" TEMPLATE "{_TEMPLATE}"')


@cache
def _migrate_template(server: str, url: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_TEMPLATE,)).fetchone()
        if known:
            return
        connection.execute(f'CREATE DATABASE "{_TEMPLATE}"')
    made = Database(make_url(url).set(database=_TEMPLATE).render_as_string(hide_password=False))
    upgrade(made)
    made.close()
