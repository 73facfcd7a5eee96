"""The table of printed sheets."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word


class SheetKind(StrEnum):
    """For everybody, or for the members."""

    NOTICE = "notice"
    SUMMONS = "summons"

    @property
    def label(self) -> str:
        """The kind in words."""
        return {"notice": "Notice of meeting", "summons": "Summons"}[self.value]


class MeetingSheet(Base):
    """A notice or summons as a PDF: one for each fact that gave rise to it, never changed."""

    __tablename__ = "meeting_sheet"
    __table_args__ = (UniqueConstraint("meeting_id", "seq"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    #: the number of the fact in the meeting's record
    seq: Mapped[int] = mapped_column(Integer)
    kind: Mapped[SheetKind] = mapped_column(Word(SheetKind))
    #: the version of the agenda it speaks of
    version: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime]
    #: where the PDF is stored; null: it could not be made
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: why it could not be made; empty: it was
    error: Mapped[str] = mapped_column(Text, default="")
