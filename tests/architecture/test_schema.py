"""The migrations make exactly the tables that the models describe, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from meetings import registry
from meetings.db.base import Base
from meetings.db.engine import Database
from meetings.db.migrate import head, upgrade


@pytest.fixture(autouse=True)
def _models() -> None:
    registry.load_models()


def differences(database: Database) -> list[object]:
    """What alembic would put into the next migration."""
    with database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
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
