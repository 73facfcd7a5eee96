"""The migrations make exactly the tables that the models describe, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from meetings import registry
from meetings.db.base import Base
from meetings.db.engine import Database
from meetings.db.migrate import head, upgrade
from meetings.publicsite.search.models import WORDS


@pytest.fixture(autouse=True)
def _models() -> None:
    registry.load_models()


def described(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a model describes it: the index of the words is the database's own affair."""
    return kind != "table" or not (name or "").startswith(WORDS)


def differences(database: Database) -> list[object]:
    """What alembic would put into the next migration."""
    with database.writer.connect() as connection:
        opts = {"compare_type": True, "include_name": described}
        context = MigrationContext.configure(connection, opts=opts)
        assert context.get_current_revision() == head()
        return list(compare_metadata(context, Base.metadata))


def test_migrated_database_is_what_the_models_describe(database: Database) -> None:
    assert upgrade(database)
    assert differences(database) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    upgrade(database)
    assert not upgrade(database)


def test_control_a_missing_column_is_found(database: Database) -> None:
    upgrade(database)
    with database.writer.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE person DROP COLUMN post")
    assert len(differences(database)) == 1
