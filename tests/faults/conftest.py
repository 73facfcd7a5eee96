"""Houses to break, and how often: `script/test tests/faults --kills 300`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.postgres import Postgres
from tests.faults import campaign
from tests.faults.house import House, make_house

KILLS = 20


def pytest_addoption(parser: pytest.Parser) -> None:
    """More kills for a release."""
    parser.addoption("--kills", type=int, default=KILLS, help="how often each database's server is killed")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How often the server is killed."""
    # The option is known only when this folder is named to pytest.
    return int(request.config.getoption("kills", KILLS))


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """Sixty members who are about to vote, on each kind of database."""
    cluster: Postgres | None = request.getfixturevalue("cluster") if request.param == "postgres" else None
    made = make_house(tmp_path / "data", campaign.MEMBERS, cluster.database() if cluster else "")
    yield made
    made.let_go()


@pytest.fixture
def sqlite_house(tmp_path: Path) -> Iterator[House]:
    """The same where the database makes no difference."""
    made = make_house(tmp_path / "data", campaign.MEMBERS)
    yield made
    made.let_go()
