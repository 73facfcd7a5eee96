"""A whole application for these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.site import Site, make_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application and its council."""
    folder: Path = tmp_path_factory.mktemp("site")
    with make_site(folder / "data") as made:
        yield made
