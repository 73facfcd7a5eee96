"""A hall for these tests: with a database alone, and with the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.decisions.halls import Hall, make_hall
from tests.decisions.served import Served
from tests.factories.site import make_site
from tests.factories.world import World


@pytest.fixture
def hall(sqlite_world: World) -> Hall:
    """A council with a cabinet, on SQLite."""
    return make_hall(sqlite_world)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The application with that council in it."""
    with make_site(tmp_path / "data") as site:
        yield Served(site)
