"""A council with something of everything, made once for all tests that only look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.site import Site, make_site
from tests.publicsite.town import Town, make_town


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An empty council, for tests that change it."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The council with everything: only to be looked at."""
    with make_site(tmp_path_factory.mktemp("town") / "data") as made:
        yield make_town(made)
