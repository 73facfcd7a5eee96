"""Deadlines made up for tests, and a register of sources with nothing else in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from meetings.deadlines.clocks import Due
from meetings.deadlines.rules.base import Citation
from tests.factories.world import EVENING

TODAY = (EVENING - timedelta(days=10)).date()
ALWAYS = date(2020, 1, 1)
SECRET = "Settlement with Acme Widgets"
CITED = Citation("An Act, section 1", verified=False, url="https://example.org/act")


def due(days: int, title: str = "Publish the notice", **more: object) -> Due:
    """A deadline so many days from the world's today."""
    made = Due(TODAY + timedelta(days=days), title, "/desk/meetings/m1", f"{title}:{days}", citation=CITED)
    return replace(made, **more)  # type: ignore[arg-type]
