"""What later features know and an agenda needs: which minutes wait to be confirmed, which items were not reached."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

#: From ids of closed meetings to those whose minutes wait to be confirmed.
Unconfirmed = Callable[[Session, Collection[str]], set[str]]
#: From the id of a closed meeting to the ids of the items it took.
Taken = Callable[[Session, str], Collection[str]]

_UNCONFIRMED: list[Unconfirmed] = []
_TAKEN: list[Taken] = []


def minutes_waiting(source: Unconfirmed) -> Unconfirmed:
    """Register who knows which minutes wait to be confirmed."""
    _UNCONFIRMED[:] = [source]
    return source


def items_taken(source: Taken) -> Taken:
    """Register who knows which items a meeting took."""
    _TAKEN[:] = [source]
    return source


def unconfirmed_among(session: Session, meeting_ids: Collection[str]) -> set[str]:
    """Those of the meetings whose minutes wait to be confirmed."""
    return set().union(*(source(session, meeting_ids) for source in _UNCONFIRMED))


def taken_at(session: Session, meeting_id: str) -> set[str]:
    """The items that the meeting took."""
    return set().union(*(source(session, meeting_id) for source in _TAKEN))
