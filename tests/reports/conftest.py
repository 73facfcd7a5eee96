"""What every test of reports may use."""

from __future__ import annotations

import pytest

from tests.factories.world import World
from tests.reports.workshop import Workshop, make_workshop


@pytest.fixture
def shop(sqlite_world: World) -> Workshop:
    """Authors, consultees and a meeting, on SQLite."""
    return make_workshop(sqlite_world)
