"""A site of its own for each test of pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A council with its officer."""
    with make_site(tmp_path) as made:
        yield made


@pytest.fixture
def demo_site(tmp_path: Path) -> Iterator[Site]:
    """The same in demo mode."""
    with make_site(tmp_path, demo=True) as made:
        yield made
