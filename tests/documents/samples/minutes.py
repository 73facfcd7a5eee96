"""Minutes: a draft with everything awkward in it, the same signed, two languages, and nothing decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from meetings.documents.printing import page
from meetings.minutes.document import MinuteItem, MinutesDocument, MinutesStatus
from meetings.minutes.rules import public_rendition
from tests.documents.hard import in_two_languages
from tests.minutes.sample import awkward_minutes

ARCHIVE = True


def pages() -> Iterator[str]:
    draft = awkward_minutes()
    signed = replace(
        draft,
        status=MinutesStatus.CONFIRMED,
        confirmed_on=date(2021, 4, 13),
        signed_by="Councillor Harriet Hollis",
    )
    bare = MinutesDocument(
        council="C",
        body="B",
        meeting_title="M",
        held_on=date(2021, 2, 9),
        place="P",
        items=(MinuteItem(item_id="i", number="1", heading="A & B"),),
    )
    for document in (draft, public_rendition(signed), in_two_languages(), bare):
        yield page("pdf/minutes.html", doc=document)
