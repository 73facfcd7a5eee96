"""The copy of minutes that is signed by hand, with a correction and without."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from meetings.documents.printing import page
from tests.minutes.sample import awkward_minutes


def pages() -> Iterator[str]:
    words = {
        "heading": "78. Minutes",
        "before": "13",
        "after": "14",
        "proposed_by": "Councillor A",
        "reason": "A slip.",
    }
    corrections = (SimpleNamespace(**words), SimpleNamespace(**{**words, "after": ""}))
    yield page("pdf/minutes_signing.html", doc=awkward_minutes(), corrections=corrections)
    yield page("pdf/minutes_signing.html", doc=awkward_minutes(), corrections=())
