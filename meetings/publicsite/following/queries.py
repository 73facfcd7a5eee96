"""Reads about residents who follow committees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.kernel.errors import NotFound
from meetings.publicsite.following.models import Followed, Follower
from meetings.publicsite.following.rules import EVERY_BODY, Topic

UNKNOWN = "This address is not followed (any more). You get no letters from here."


@dataclass(frozen=True)
class Following:
    """What somebody follows, or wishes to."""

    email: str
    confirmed: bool
    topics: frozenset[str]
    bodies: frozenset[str]


@dataclass(frozen=True)
class Told:
    """Somebody who is to get a letter."""

    id: str
    email: str
    handle: str


def follower_of(session: Session, handle: str) -> Follower:
    """Raises NotFound."""
    row = session.scalar(select(Follower).where(Follower.handle == handle))
    if row is None:
        raise NotFound(UNKNOWN)
    return row


def following_of(session: Session, handle: str) -> Following:
    """Raises NotFound."""
    row = follower_of(session, handle)
    kept = select(Followed.topic, Followed.body_id).where(Followed.follower_id == row.id)
    found = [(t.value, b) for t, b in session.execute(kept)] if row.confirmed_at else row.wish
    return Following(
        row.email,
        row.confirmed_at is not None,
        frozenset(t for t, _ in found),
        frozenset(b for _, b in found),
    )


def to_tell(session: Session, topic: Topic, body_id: str, after: str, limit: int) -> Sequence[Told]:
    """A batch of those who follow this, in the order of their ids."""
    query = (
        select(Follower.id, Follower.email, Follower.handle)
        .join(Followed, Followed.follower_id == Follower.id)
        .where(
            Followed.topic == topic,
            Followed.body_id.in_((EVERY_BODY, body_id)),
            Follower.confirmed_at.is_not(None),
            Follower.id > after,
        )
    )
    return [Told(*row) for row in session.execute(query.distinct().order_by(Follower.id).limit(limit))]


def followers_counted(session: Session) -> int:
    """How many have confirmed."""
    return session.scalar(select(func.count()).where(Follower.confirmed_at.is_not(None))) or 0
