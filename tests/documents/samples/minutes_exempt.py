"""The exempt minutes, as a draft and confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from meetings.documents.printing import page
from meetings.minutes.document import MinutesStatus
from meetings.minutes.life.exempt import ExemptMinute, ExemptMinutes
from tests.documents.hard import exempt


def pages() -> Iterator[str]:
    draft = exempt()
    signed = replace(
        draft, status=MinutesStatus.CONFIRMED, confirmed_on=date(2021, 4, 13), signed_by="Councillor A"
    )
    kept = tuple(
        ExemptMinute(item, "paragraph 3 of Part 1 of Schedule 12A", "Bids would suffer.", date(2022, 2, 9))
        for item in draft.items
        if item.is_exempt
    )
    for document in (draft, signed):
        yield page("pdf/minutes_exempt.html", exempt=ExemptMinutes(document, kept))
