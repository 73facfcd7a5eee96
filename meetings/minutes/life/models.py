"""Tables of the life of minutes: checks, corrections, signatures, what was published, what was opened."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.minutes.life.rules import CheckKind, CorrectionState, SignatureWay


class MinutesCheck(Base):
    """Somebody looked at a version, or was asked to."""

    __tablename__ = "minutes_check"
    __table_args__ = (Index("ix_minutes_check_meeting_id_version", "meeting_id", "version"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[CheckKind] = mapped_column(Word(CheckKind))
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]
    #: a comment, a reason, a note; for officers and the chair
    note: Mapped[str] = mapped_column(Text, default="")
    #: codes of the points of the list that were open and left so
    open_points: Mapped[list[Any]] = mapped_column(default=list)


class MinutesCorrection(Base):
    """Words of minutes that somebody says are not accurate, and the words to stand instead."""

    __tablename__ = "minutes_correction"
    id: Mapped[Key]
    #: whose minutes are corrected
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: the meeting that debates or decided it
    at_meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: the minute and the block in it
    item_id: Mapped[str] = mapped_column(String(60))
    block_id: Mapped[str] = mapped_column(String(200))
    heading: Mapped[str] = mapped_column(String(600))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    #: who says so: a member in the room, or an officer
    proposed_by: Mapped[str] = mapped_column(String(200))
    #: who entered it, when
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime]
    state: Mapped[CorrectionState] = mapped_column(Word(CorrectionState))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    #: the version that has it; 0: none yet
    version: Mapped[int] = mapped_column(Integer, default=0)
    #: resolved when the minutes were confirmed already: noted beside them
    after_confirmation: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    motion_id: Mapped[str | None] = mapped_column(String(20))
    #: it is about a minute that is not for publication
    private: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class MinutesSignature(Base):
    """The minutes were signed by whoever presided."""

    __tablename__ = "minutes_signature"
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    #: of that version
    sha256: Mapped[str] = mapped_column(String(64))
    way: Mapped[SignatureWay] = mapped_column(Word(SignatureWay))
    signed_by: Mapped[str] = mapped_column(String(200))
    #: the account that signed electronically
    signed_by_id: Mapped[str | None] = mapped_column(String(20))
    signed_on: Mapped[date] = mapped_column(Date)
    #: when it was entered or signed here, by whom
    at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(200))
    #: what was signed, in words
    statement: Mapped[str] = mapped_column(Text, default="")
    #: the signed paper: where it is stored, and as what it was sent
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    scan_type: Mapped[str] = mapped_column(String(120), default="")
    #: numbered and initialled leaves
    leaves: Mapped[int | None] = mapped_column(Integer)


class PublishedMinutes(Base):
    """What the public was given to read, whole: added, never changed."""

    __tablename__ = "published_minutes"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        Index("ix_published_minutes_meeting_id_sha256", "meeting_id", "sha256"),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    #: 1, 2, 3 …
    number: Mapped[int] = mapped_column(Integer)
    #: the version it was made from
    version: Mapped[int] = mapped_column(Integer)
    #: of the content below in its canonical form
    sha256: Mapped[str] = mapped_column(String(64))
    #: a MinutesDocument as JSON, as the public reads it
    content: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))
    #: what is new in it, in words
    why: Mapped[str] = mapped_column(Text, default="")
    confirmed: Mapped[bool] = mapped_column(Boolean, default=False)


class OpenedMinute(Base):
    """A minute that was exempt and is not any longer."""

    __tablename__ = "opened_minute"
    __table_args__ = (UniqueConstraint("meeting_id", "item_id"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(String(200))
    opened_by_id: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    #: the day on which it was to be looked at again
    review_on: Mapped[date | None] = mapped_column(Date)
    #: of what was confidential: whose leave it needed
    leave_of: Mapped[str] = mapped_column(String(300), default="")


class MinutesElsewhere(Base):
    """Minutes of a body that meets no more, put before another."""

    __tablename__ = "minutes_elsewhere"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]


class MeetingNote(Base):
    """The note of a meeting as it was published (Wales)."""

    __tablename__ = "meeting_note"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int] = mapped_column(Integer)
    #: a `note.Note` as JSON
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))


class SheetKind(StrEnum):
    """What is printed beside the minutes."""

    EXEMPT = "exempt"
    SIGNING = "signing"
    NOTE = "note"


class MinutesSheet(Base):
    """A document printed beside the minutes: of which version, and where it is stored."""

    __tablename__ = "minutes_sheet"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "version"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[SheetKind] = mapped_column(Word(SheetKind))
    #: of the minutes; of the note, its number
    version: Mapped[int] = mapped_column(Integer)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: in the PDF
    pages: Mapped[int | None] = mapped_column(Integer)
    #: why there is none; empty: there is, or it is on its way
    error: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
