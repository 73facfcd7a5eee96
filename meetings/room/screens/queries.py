"""Reads about the links that open screens. They stand in the record alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.room.screens.events import ScreenLinkMade, ScreenLinkRevoked


@dataclass(frozen=True)
class ScreenLink:
    """A link that opens the screens of one meeting."""

    id: str
    name: str
    digest: str
    made_at: datetime
    made_by: str


def screen_links(session: Session, meeting_id: str) -> list[ScreenLink]:
    """The links that open the screens of this meeting now, the oldest first."""
    links: dict[str, ScreenLink] = {}
    for entry in facts_of(session, meeting_id, types=(ScreenLinkMade, ScreenLinkRevoked)):
        if isinstance(entry.fact, ScreenLinkMade):
            made = entry.fact
            links[made.link_id] = ScreenLink(made.link_id, made.name, made.digest, entry.at, entry.actor_name)
        elif isinstance(entry.fact, ScreenLinkRevoked):
            links.pop(entry.fact.link_id, None)
    return list(links.values())


def opens(session: Session, meeting_id: str, key: str) -> bool:
    """Whether this key opens the screens of this meeting."""
    digest = digest_of(key)
    return bool(key) and any(
        compare_digest(link.digest, digest) for link in screen_links(session, meeting_id)
    )


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return sha256(key.encode()).hexdigest()
