"""What later features know and an agenda needs: minutes to be confirmed, items not reached, business that waits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from meetings.agendas.business.rules import Brought
from meetings.runtime.work import Work

#: From ids of closed meetings to those whose minutes wait to be confirmed.
Unconfirmed = Callable[[Session, Collection[str]], set[str]]
#: From the id of a closed meeting to the ids of the items it took.
Taken = Callable[[Session, str], Collection[str]]


@dataclass(frozen=True)
class MinutesLink:
    """Where minutes that are to be confirmed are read; `pages` of their PDF, where it is printed."""

    href: str
    pages: int | None = None


#: From ids of closed meetings to where their minutes are read, for those that are published.
Links = Callable[[Session, Collection[str]], Mapping[str, MinutesLink]]
#: From a body to meetings of other bodies whose minutes it is to confirm.
FromElsewhere = Callable[[Session, str], Collection[str]]

#: From the id of a meeting to come to the items that wait for it.
Waiting = Callable[[Session, str], Iterable[Brought]]
#: Told of each of them that was put on an agenda: its key, the meeting, the item.
Listed = Callable[[Work, str, str, str], None]

_WAITING: dict[str, tuple[Waiting, Listed | None]] = {}
_UNCONFIRMED: list[Unconfirmed] = []
_TAKEN: list[Taken] = []
_LINKS: list[Links] = []
_ELSEWHERE: list[FromElsewhere] = []


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


def minutes_links(source: Links) -> Links:
    """Register who knows where minutes are read."""
    _LINKS[:] = [source]
    return source


def minutes_from_elsewhere(source: FromElsewhere) -> FromElsewhere:
    """Register who knows which minutes of bodies that meet no more were put before another."""
    _ELSEWHERE[:] = [source]
    return source


def links_to(session: Session, meeting_ids: Collection[str]) -> dict[str, MinutesLink]:
    """Where the minutes of those meetings are read."""
    found: dict[str, MinutesLink] = {}
    for source in _LINKS:
        found |= source(session, meeting_ids)
    return found


def sent_here(session: Session, body_id: str) -> set[str]:
    """Meetings of other bodies whose minutes this body is to confirm."""
    return {meeting_id for source in _ELSEWHERE for meeting_id in source(session, body_id)}


def business_waiting(source: Waiting, listed: Listed | None = None) -> Waiting:
    """Register who has items that wait for a meeting's agenda, and who is told once they stand on it.

    The keys of a source must not be those of another: they begin with the feature's name.
    """
    _WAITING[f"{source.__module__}.{source.__qualname__}"] = (source, listed)
    return source


def waiting_for(session: Session, meeting_id: str) -> list[Brought]:
    """The items that wait for a meeting's agenda."""
    return [item for source, _ in _WAITING.values() for item in source(session, meeting_id)]


def put_down(work: Work, key: str, meeting_id: str, item_id: str) -> None:
    """Tell whoever waits for it that the item stands on the agenda."""
    for _, listed in _WAITING.values():
        if listed is not None:
            listed(work, key, meeting_id, item_id)
