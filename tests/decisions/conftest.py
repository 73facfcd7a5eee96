"""A hall for these tests."""

from __future__ import annotations

import pytest

from tests.decisions.halls import Hall, make_hall
from tests.factories.world import World


@pytest.fixture
def hall(sqlite_world: World) -> Hall:
    """A council with a cabinet, on SQLite."""
    return make_hall(sqlite_world)
