"""The last seal of the record, as the minutes know it: eight characters that anybody can compare later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from meetings.minutes.document import TimeNote
from meetings.minutes.drafting.table import minutes_of
from meetings.minutes.phrases import fill
from meetings.proof.events import CheckpointSigned

_LAST = "last seal"


@minutes_of(CheckpointSigned)
def checkpoint_signed(fold: Any, at: datetime, fact: CheckpointSigned) -> None:
    """Only the last one of the meeting: each says what those before it said, and later ones are of later days."""
    if fold.people.closed is not None:
        return
    root = f"{fact.root[:4]} {fact.root[4:8]}".upper()
    note = TimeNote(at=at, text=fill(fold.setting.say.room.sealed, facts=fact.size, root=root))
    if (before := fold.more.get(_LAST)) in fold.times:
        fold.times.remove(before)
    fold.more[_LAST] = note
    fold.times.append(note)
