"""Tables of the writing of minutes: what is typed and not saved, who writes, phrases, comments, known words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key


class Typing(Base):
    """What somebody typed at one place and has not saved yet. Theirs alone; gone once it is saved."""

    __tablename__ = "minutes_typing"
    __table_args__ = (UniqueConstraint("meeting_id", "account_id", "slot_id"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    slot_id: Mapped[str] = mapped_column(String(200))
    html: Mapped[str] = mapped_column(Text)
    #: what stood there when they began to type
    base_html: Mapped[str] = mapped_column(Text)
    typed_at: Mapped[datetime]


class Writer(Base):
    """Somebody who has the minutes of a meeting open, and the place they write at."""

    __tablename__ = "minutes_writer"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    #: empty: they read
    slot_id: Mapped[str] = mapped_column(String(200), default="")
    seen_at: Mapped[datetime]


class Phrase(Base):
    """A set phrase for minutes, with fields in braces; `body_id` null: for every body of the council."""

    __tablename__ = "minutes_phrase"
    id: Mapped[Key]
    body_id: Mapped[str | None] = mapped_column(ForeignKey("body.id"))
    #: what it is called in the menu
    name: Mapped[str] = mapped_column(String(100))
    #: plain text, a paragraph a line
    text: Mapped[str] = mapped_column(Text)
    #: en or cy
    language: Mapped[str] = mapped_column(String(5), default="en")
    position: Mapped[int] = mapped_column(Integer)
    #: taken out of the menu; the record still names it
    removed_at: Mapped[datetime | None]


class Comment(Base):
    """A remark of one of those who work on the minutes. Never published, never printed."""

    __tablename__ = "minutes_comment"
    __table_args__ = (Index("ix_minutes_comment_meeting_id_item_id", "meeting_id", "item_id"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    #: of the minute; not always an item of the agenda
    item_id: Mapped[str] = mapped_column(String(200))
    #: the first comment of the thread; null: this is the first
    thread_id: Mapped[str | None] = mapped_column(ForeignKey("minutes_comment.id"))
    text: Mapped[str] = mapped_column(Text)
    #: whose attention it asks for
    for_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    for_name: Mapped[str] = mapped_column(String(200), default="")
    by_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    said_at: Mapped[datetime]
    #: of the first comment: when and by whom the thread was settled
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str] = mapped_column(String(200), default="")


class KnownWord(Base):
    """A name or word that the council writes so: the check of names lets it pass."""

    __tablename__ = "minutes_word"
    #: in small letters
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    word: Mapped[str] = mapped_column(String(100))
    added_by: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
