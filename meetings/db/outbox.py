"""The outbox: what must be done outside the database, written in the same transaction as what caused it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, Text, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from meetings.db.base import Base, Key
from meetings.kernel.ids import new_id


class OutboxRow(Base):
    """A job that is to be done at least once."""

    __tablename__ = "outbox"
    id: Mapped[Key]
    #: the name under which a task is registered, such as `minutes.render`
    job: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]]
    #: two rows never have the same: a job asked for twice is done once
    key: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    #: handed to the queue
    relayed_at: Mapped[datetime | None]
    #: done, or given up with `error` set
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    #: what went wrong the last time
    error: Mapped[str | None] = mapped_column(Text)


def put(session: Session, job: str, payload: dict[str, Any], key: str, now: datetime) -> None:
    """Ask for a job; asking again with the same key changes nothing."""
    if session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is None:
        session.execute(
            insert(OutboxRow).values(
                id=new_id(), job=job, payload=payload, key=key, created_at=now, attempts=0
            )
        )


def waiting(session: Session, limit: int = 50) -> list[OutboxRow]:
    """Jobs not yet handed to the queue, oldest first."""
    query = (
        select(OutboxRow).where(OutboxRow.relayed_at.is_(None)).order_by(OutboxRow.created_at).limit(limit)
    )
    return list(session.scalars(query))
