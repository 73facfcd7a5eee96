"""What every test of reports may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.site import Site, make_site
from tests.factories.world import World
from tests.reports.workshop import Workshop, make_workshop


@pytest.fixture
def shop(sqlite_world: World) -> Workshop:
    """Authors, consultees and a meeting, on SQLite."""
    return make_workshop(sqlite_world)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def desk(site: Site) -> Workshop:
    """Authors, consultees and a meeting, in the whole application."""
    return make_workshop(site.world)
