"""Who may take part in an item: every reason that bars somebody from speaking, voting or being counted.

Higher features say their reasons through `bar`; the roll of a vote, the quorum and the speakers' queue ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.room.queries import Here, voters_here


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


#: Called with the session, the meeting and the item (None: between items).
BarSource = Callable[[Session, str, str | None], Iterable[Bar]]
_SOURCES: list[BarSource] = []


def bar(source: BarSource) -> BarSource:
    """Register a source of bars. Registering twice is once."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def bars_on(session: Session, meeting_id: str, item_id: str | None) -> list[Bar]:
    """Every bar that stands on this item now."""
    return [found for source in _SOURCES for found in source(session, meeting_id, item_id)]


def voters_on(session: Session, meeting_id: str, item_id: str | None) -> list[Here]:
    """The members present who may vote on this item, by name."""
    out = {b.person_id for b in bars_on(session, meeting_id, item_id) if not b.may_vote}
    return [h for h in voters_here(session, meeting_id) if h.person_id not in out]


def counted_on(session: Session, meeting_id: str, item_id: str | None) -> list[Here]:
    """The members present who count towards the quorum on this item, by name."""
    out = {b.person_id for b in bars_on(session, meeting_id, item_id) if not b.counts}
    return [h for h in voters_here(session, meeting_id) if h.person_id not in out]
