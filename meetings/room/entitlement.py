"""Who may take part in an item: every reason that bars somebody from speaking, voting or being counted.

Higher features say their reasons through `bar`; the roll of a vote, the quorum and the speakers' queue ask here.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from meetings.room.bars import Bar, BarSource, bar, bars_on
from meetings.room.queries import Here, counted_on, voters_here
from meetings.runtime.work import Work

__all__ = [
    "Bar",
    "BarSource",
    "bar",
    "bars_of",
    "bars_on",
    "counted_on",
    "entitlement_changed",
    "may_speak_on",
    "on_entitlement",
    "voters_on",
]


def voters_on(session: Session, meeting_id: str, item_id: str | None) -> list[Here]:
    """The members present who may vote on this item, by name."""
    out = {b.person_id for b in bars_on(session, meeting_id, item_id) if not b.may_vote}
    return [h for h in voters_here(session, meeting_id) if h.person_id not in out]


def bars_of(session: Session, meeting_id: str, item_id: str | None, person_id: str) -> list[Bar]:
    """What stands in one person's way on this item."""
    return [b for b in bars_on(session, meeting_id, item_id) if b.person_id == person_id]


def may_speak_on(session: Session, meeting_id: str, item_id: str | None, person_id: str) -> bool:
    """Whether a member may speak on this item."""
    return all(b.may_speak for b in bars_of(session, meeting_id, item_id, person_id))


#: Called with the work and the meeting after somebody's place on an item changed: a roll may have to follow.
Follower = Callable[[Work, str], None]
_FOLLOWERS: list[Follower] = []


def on_entitlement(follower: Follower) -> Follower:
    """Register what follows when somebody may or may not take part any longer. Registering twice is once."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)
    return follower


def entitlement_changed(work: Work, meeting_id: str) -> None:
    """Say that somebody may or may not take part in the item any longer."""
    for follower in _FOLLOWERS:
        follower(work, meeting_id)
