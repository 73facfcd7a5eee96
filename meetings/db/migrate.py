"""Bring a database to the newest shape."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from meetings.db.engine import Database

FOLDER = Path(__file__).parent / "migrations"


def config() -> Config:
    """Alembic's configuration: no file, everything is here."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def head() -> str:
    """The newest revision there is."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    assert newest is not None, "there is no migration"
    return newest


def is_current(database: Database) -> bool:
    """Whether the database has the newest shape. Nothing is changed."""
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()


def upgrade(database: Database) -> bool:
    """Migrate if need be, in one transaction. Whether anything was done."""
    settings = config()
    with database.writer.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head():
            return False
    with database.writer.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    return True
