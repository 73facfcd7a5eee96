"""Tables of notifications: letters and what became of them, and what people chose not to have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.notifications.rules import LetterKind, LetterStatus


class StoredLetter(Base):
    """One letter to one person."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_status_next_at", "status", "next_at"),
        Index("ix_letter_created_at", "created_at"),
        Index("ix_letter_meeting_id_kind", "meeting_id", "kind"),
    )
    id: Mapped[Key]
    #: two letters never have the same: one that is asked for twice is written once
    key: Mapped[str] = mapped_column(String(250), unique=True)
    kind: Mapped[LetterKind] = mapped_column(Word(LetterKind))
    status: Mapped[LetterStatus] = mapped_column(Word(LetterStatus), default=LetterStatus.WAITING)
    #: whose officers may read it; null: officers of the whole council
    body_id: Mapped[str | None] = mapped_column(ForeignKey("body.id"))
    #: the meeting it is about
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("stream.id"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    #: plain text, paragraphs apart by an empty line
    text: Mapped[str] = mapped_column(Text)
    #: a path on this site that the letter leads to
    link: Mapped[str] = mapped_column(String(500), default="")
    #: a path on this site where whoever gets it stops such letters; empty: there is none
    stop_link: Mapped[str] = mapped_column(String(200), default="", server_default="")
    #: a CalendarPart as JSON
    calendar: Mapped[dict[str, Any] | None]
    #: filename, media_type and sha256 of each
    attachments: Mapped[list[Any]]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))
    #: from when on it is counted how long it has been tried
    waiting_since: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    #: not before this moment; while it is being sent, the end of that worker's lease
    next_at: Mapped[datetime | None]
    #: given at the first attempt and kept: a letter that left twice is shown once
    message_id: Mapped[str] = mapped_column(String(120), default="")
    #: what the letter named as its sender and as this site's address when it left
    sender: Mapped[str] = mapped_column(String(300), default="")
    site: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None]
    #: what went wrong the last time
    error: Mapped[str] = mapped_column(Text, default="")


class UnwantedKind(Base):
    """A kind of letter that somebody chose not to have."""

    __tablename__ = "unwanted_letter_kind"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[LetterKind] = mapped_column(Word(LetterKind), primary_key=True)
