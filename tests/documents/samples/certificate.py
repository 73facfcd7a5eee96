"""A notice certificate with versions, files, rules and what was let pass."""

from __future__ import annotations

from collections.abc import Iterator

from meetings.documents.printing import page
from meetings.lawfulness.printing import Line, Sheet, in_groups

_HASH = in_groups("ab" * 32)


def pages() -> Iterator[str]:
    rule = {
        "state": "Met",
        "title": "Agenda open to inspection",
        "subject": "Harbour Street",
        "sentence": "It was published eight clear days before.",
        "citation": "Local Government Act 1972, section 100B(3)",
        "rule_id": "AG-1",
        "verified": False,
        "steps": ("Published 29 January", "Five clear days"),
    }
    files = [{"item": "3", "title": "Report", "sha256": _HASH}, {"item": "", "title": "Map", "sha256": _HASH}]
    sheet = Sheet(
        council="Eastmere and Saltwick Borough Council",
        title="Notice certificate: Full Council",
        heading="Full Council, Tuesday 9 February 2021",
        number=2,
        made="10 February 2021, 9am",
        facts=(Line("Place", "Council Chamber"), Line("Law applied", "England")),
        versions=({"number": 1, "published": "29 January 2021", "sha256": _HASH, "files": files},),
        rules=(rule, {**rule, "subject": "", "verified": True, "steps": ()}),
        overrides=("AG-2: A. Officer on 1 February: urgent",),
        sha256=_HASH,
    )
    yield page("pdf/certificate.html", doc=sheet)
