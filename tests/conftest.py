"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.db.engine import Database
from tests.factories import quick
from tests.factories.browser import browser
from tests.factories.order import spread
from tests.factories.postgres import Postgres, postgres
from tests.factories.simulators import simulators, simulators_running
from tests.factories.world import World, make_world
from tests.integrations.contracts import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown

__all__ = ["browser", "pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown"]
__all__ += ["simulators", "simulators_running"]

quick.share()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long and quick files of tests take turns."""
    items[:] = spread(items)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Postgres]:
    """A real PostgreSQL on a private port, started when the first test asks for it."""
    with postgres() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'witan.sqlite'}")
    else:
        made = Database(request.getfixturevalue("cluster").database())
    yield made
    made.close()


@pytest.fixture
def world(database: Database) -> World:
    """A council, on each kind of database."""
    return make_world(database)


@pytest.fixture
def sqlite_world(tmp_path: Path) -> Iterator[World]:
    """A council on SQLite alone, where the database makes no difference."""
    made = Database(f"sqlite:///{tmp_path / 'witan.sqlite'}")
    yield make_world(made)
    made.close()
