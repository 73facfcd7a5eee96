"""The fixtures of journeys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.everything import Everything, everything
from tests.journeys.imported import SOURCE
from tests.journeys.town import Town, furnished, make_town


@pytest.fixture(params=[SOURCE], ids=lambda source: str(source.stem))
def town(tmp_path: Path) -> Town:
    """A committee of thirteen with nothing in its calendar."""
    with furnished(tmp_path / "data") as (_, world):
        return make_town(world, tmp_path / "data", members=13)


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """A council with something of everything, to be looked at from all sides."""
    with everything(tmp_path_factory.mktemp("everything") / "data") as made:
        yield made
