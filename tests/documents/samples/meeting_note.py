"""The note of a meeting that decided, and of one that did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from meetings.documents.printing import page
from meetings.minutes.life.note import note_of
from tests.minutes.sample import awkward_minutes


def pages() -> Iterator[str]:
    note = note_of(awkward_minutes())
    bare = replace(note, items=(), attended=(), apologies=(), declarations=(), place="")
    for each in (note, bare):
        yield page(
            "pdf/meeting_note.html", note=each, day="Tuesday 9 February 2021", published="16 February 2021"
        )
