"""The real servers that other tests rely on keep what was committed, and leave nothing behind."""

from pathlib import Path

import pytest
import redis as redis_client
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.factories.postgres import postgres
from tests.factories.redis import redis


def is_running(pid: int | None) -> bool:
    return pid is not None and Path(f"/proc/{pid}").exists()


def test_postgres_keeps_what_was_committed_when_it_ends_at_once() -> None:
    with postgres() as server:
        pid, url = server.pid, server.database()
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE ballots (choice text)"))
            connection.execute(text("INSERT INTO ballots VALUES ('for')"))
        server.restart(immediate=True)
        with pytest.raises(OperationalError), engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT choice FROM ballots")) == "for"
            assert connection.scalar(text("SHOW fsync")) == "on"
            assert connection.scalar(text("SHOW synchronous_commit")) == "on"
        engine.dispose()
        second = server.pid
    assert (is_running(pid), is_running(second)) == (False, False)


def test_postgres_databases_are_separate() -> None:
    with postgres() as server:
        engines = [create_engine(server.database()) for _ in range(2)]
        with engines[0].begin() as connection:
            connection.execute(text("CREATE TABLE ballots (choice text)"))
        with engines[1].connect() as connection:
            assert connection.scalar(text("SELECT to_regclass('ballots')")) is None
        for engine in engines:
            engine.dispose()


def test_redis_keeps_what_was_written_when_it_ends_at_once() -> None:
    with redis() as server:
        pid = server.pid
        with redis_client.Redis.from_url(server.url, decode_responses=True) as client:
            client.set("quorum", "11")
        server.restart(immediate=True)
        with redis_client.Redis.from_url(server.url, decode_responses=True) as client:
            assert client.get("quorum") == "11"
        second = server.pid
    assert (is_running(pid), is_running(second)) == (False, False)


def test_servers_do_not_run_as_root() -> None:
    with postgres() as database, redis() as queue:
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in (database.pid, queue.pid)}
    assert 0 not in owners
