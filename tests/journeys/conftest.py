"""The fixtures of journeys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.before import Journey
from tests.journeys.everything import Everything, everything
from tests.journeys.imported import SOURCE
from tests.journeys.screens import Screens
from tests.journeys.town import furnished, make_town, served


@pytest.fixture(scope="session", params=[SOURCE], ids=lambda source: str(source.stem))
def journey(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Journey]:
    """A council of thirteen with nothing in its calendar, its running server, and an officer before a browser."""
    folder = tmp_path_factory.mktemp("town")
    with furnished(folder / "data") as (_, world):
        town = make_town(world, folder / "data", members=13)
    with served(town):
        screens = Screens(browser, town.address)
        try:
            yield Journey(town, screens, screens.open("officer"), folder)
        finally:
            screens.close()


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """A council with something of everything, to be looked at from all sides."""
    with everything(tmp_path_factory.mktemp("everything") / "data") as made:
        yield made
