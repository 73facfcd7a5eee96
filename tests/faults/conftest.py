"""Houses to break, and how often: `script/test --suite faults --size 300`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.factories.postgres import Postgres, postgres
from tests.faults import campaign
from tests.faults.house import House, make_house

#: how often, given how often in the short form and which share of the asked size
Times = Callable[..., int]


def pytest_addoption(parser: pytest.Parser) -> None:
    """More of everything for a release; without it the short form runs."""
    parser.addoption("--size", type=int, default=0, help="how often the server is killed on each database")


@pytest.fixture(scope="session")
def times(request: pytest.FixtureRequest) -> Times:
    """`times(5, 0.1)`: five times in the short form, a tenth of the asked size otherwise."""
    # The option is known only when this folder is named to pytest.
    size = int(request.config.getoption("size", 0))

    def how_often(short: int, share: float = 1.0) -> int:
        return max(1, round(size * share)) if size else short

    return how_often


@contextmanager
def standing(folder: Path, url: str = "", members: int = campaign.MEMBERS) -> Iterator[House]:
    """A house, let go of at the end."""
    made = make_house(folder / "data", members, url)
    yield made
    made.let_go()


@pytest.fixture(scope="session")
def sqlite_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Made once for all tests of this process."""
    with standing(tmp_path_factory.mktemp("sqlite")) as house:
        yield house


@pytest.fixture(scope="session")
def postgres_hall(tmp_path_factory: pytest.TempPathFactory, cluster: Postgres) -> Iterator[House]:
    """The same on PostgreSQL."""
    with standing(tmp_path_factory.mktemp("postgres"), cluster.database()) as house:
        yield house


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    """Sixty members who are about to vote, on each kind of database."""
    hall: House = request.getfixturevalue(f"{request.param}_hall")
    yield hall
    hall.end_votes()


@pytest.fixture
def sqlite_house(sqlite_hall: House) -> Iterator[House]:
    """The same where the database makes no difference."""
    yield sqlite_hall
    sqlite_hall.end_votes()


@pytest.fixture
def postgres_house(postgres_hall: House) -> Iterator[House]:
    """The same where it must be PostgreSQL."""
    yield postgres_hall
    postgres_hall.end_votes()


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Postgres]:
    """A PostgreSQL that may be brought down."""
    with postgres() as running:
        yield running
        running.stop(immediate=True)


@pytest.fixture(scope="module")
def falling_hall(tmp_path_factory: pytest.TempPathFactory, own_cluster: Postgres) -> Iterator[House]:
    """A house on it."""
    with standing(tmp_path_factory.mktemp("falling"), own_cluster.database()) as house:
        yield house


@pytest.fixture
def falling_house(falling_hall: House) -> Iterator[House]:
    """The same, with no vote left open."""
    yield falling_hall
    falling_hall.end_votes()
