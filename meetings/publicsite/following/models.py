"""Tables of residents who follow committees: an address and what they wish, nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.publicsite.following.rules import Topic


class Follower(Base):
    """Somebody who asked for letters. Stopping deletes the row."""

    __tablename__ = "follower"
    id: Mapped[Key]
    #: in small letters
    email: Mapped[str] = mapped_column(String(254), unique=True)
    #: stands in the addresses of this person's own page; whoever has it may change and stop
    handle: Mapped[str] = mapped_column(String(64), unique=True)
    #: topic and body of each wish that waits for confirmation
    wish: Mapped[list[Any]]
    asked_at: Mapped[datetime]
    #: null: the address has not been confirmed, and gets nothing but the question
    confirmed_at: Mapped[datetime | None]


class Followed(Base):
    """A confirmed wish."""

    __tablename__ = "followed"
    __table_args__ = (Index("ix_followed_topic_body_id", "topic", "body_id"),)
    follower_id: Mapped[str] = mapped_column(ForeignKey("follower.id"), primary_key=True)
    topic: Mapped[Topic] = mapped_column(Word(Topic), primary_key=True)
    #: empty: every committee
    body_id: Mapped[str] = mapped_column(String(20), primary_key=True)
