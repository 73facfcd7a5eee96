"""The database itself refuses every way in which SQL can change a fact."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from meetings.db.engine import Database
from tests.factories.world import World

SAME = "SELECT stream_id, seq, at, type, '{}', actor_id, actor_name, salt, leaf FROM record WHERE seq = 1"
COLUMNS = "(stream_id, seq, at, type, data, actor_id, actor_name, salt, leaf)"
EVERYWHERE = (
    "UPDATE record SET data = '{}'",
    "DELETE FROM record",
    f"INSERT INTO record {COLUMNS} {SAME} ON CONFLICT (stream_id, seq) DO UPDATE SET data = '{{}}'",
)
IN_ITS_OWN_WORDS = {
    "sqlite": (f"INSERT OR REPLACE INTO record {COLUMNS} {SAME}", f"REPLACE INTO record {COLUMNS} {SAME}"),
    "postgresql": ("TRUNCATE record",),
}


def test_no_statement_changes_a_fact(database: Database, world: World) -> None:
    before = _facts(database)
    assert before
    dialect = "sqlite" if database.is_sqlite else "postgresql"
    for statement in (*EVERYWHERE, *IN_ITS_OWN_WORDS[dialect]):
        sql = statement.replace("WHERE seq = 1 ON", "WHERE record.seq = 1 ON")
        with pytest.raises(DBAPIError, match="the record cannot be changed"), database.write() as session:
            session.execute(text(sql))
        assert _facts(database) == before


def _facts(database: Database) -> list[tuple[object, ...]]:
    with database.read() as session:
        return [tuple(row) for row in session.execute(text("SELECT * FROM record ORDER BY stream_id, seq"))]
