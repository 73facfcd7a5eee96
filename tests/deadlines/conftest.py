"""A whole application for these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.deadlines import clocks
from meetings.deadlines.clocks import Due, due_source
from tests.factories.site import Site, make_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application and its council."""
    with make_site(tmp_path / "data") as made:
        yield made


@pytest.fixture
def dues(monkeypatch: pytest.MonkeyPatch) -> list[Due]:
    """The one source of deadlines, filled by the test."""
    found: list[Due] = []
    monkeypatch.setattr(clocks, "_SOURCES", {})
    due_source(lambda session, start, end: found)
    return found
