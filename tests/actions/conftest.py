"""One council for all tests of a file: each has a committee of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meetings.db.engine import Database
from tests.factories.world import World, make_world


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = Database(f"sqlite:///{tmp_path_factory.mktemp('actions') / 'witan.sqlite'}")
    yield make_world(made)
    made.close()


@pytest.fixture
def council(shared: World) -> Iterator[World]:
    at = shared.clock.at
    yield shared
    shared.clock.at = at
