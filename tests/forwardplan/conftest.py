"""A town for these tests: with a database alone, and with the whole application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from meetings.kernel.permissions import Role
from tests.factories.accounts import signed_in
from tests.factories.site import Site, make_site
from tests.factories.world import World
from tests.forwardplan.plans import Town, make_town


@dataclass
class PlanSite:
    """The application and its town."""

    site: Site
    town: Town

    def at(self, day: date) -> None:
        """Let it be that morning; the officer has signed in again."""
        self.town.at(day)
        self.site.world.officer_token = signed_in(self.town.world, "Priya Nair", Role.OFFICER)[1]


@pytest.fixture
def town(sqlite_world: World) -> Town:
    """A council with a cabinet, on SQLite."""
    return make_town(sqlite_world)


@pytest.fixture
def either(world: World) -> Town:
    """The same on each kind of database."""
    return make_town(world)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[PlanSite]:
    """The application with that council in it."""
    with make_site(tmp_path / "data") as site:
        yield PlanSite(site, make_town(site.world))
