"""Reasons why somebody may not speak, vote, be counted or read on an item: one registry that every feature fills."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.db.reading import once_a_read


@dataclass(frozen=True)
class Bar:
    """One reason why a person may not do something on an item, in words, with the rule it rests on."""

    person_id: str
    reason: str
    rule_id: str = ""
    may_speak: bool = True
    may_vote: bool = True
    #: whether the person counts towards the quorum of the item
    counts: bool = True
    #: whether the exempt papers of the item stay open to them
    may_read: bool = True
    #: whether the clerk may let it pass, with a reason
    lifts: bool = False


#: Called with the session, the meeting and the item (None: between items).
BarSource = Callable[[Session, str, str | None], Iterable[Bar]]
_SOURCES: list[BarSource] = []


def bar(source: BarSource) -> BarSource:
    """Register a source of bars. Registering twice is once."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


@once_a_read
def bars_on(session: Session, meeting_id: str, item_id: str | None) -> list[Bar]:
    """Every bar that stands on this item now."""
    return [found for source in _SOURCES for found in source(session, meeting_id, item_id)]
