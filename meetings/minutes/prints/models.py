"""The table of the forms that are kept beside the PDF of a version."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word


class PrintForm(StrEnum):
    """In what form a version is kept beside its PDF."""

    #: Word, for the public
    DOCX = "docx"
    #: Word, with exempt items
    FULL_DOCX = "full_docx"
    #: open data, as attached to the PDF
    DATA = "data"


class MinutesPrint(Base):
    """A version in one form: where it is stored. Made together with its PDF, and void without it."""

    __tablename__ = "minutes_print"
    __table_args__ = (UniqueConstraint("meeting_id", "version", "form"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    version: Mapped[int] = mapped_column(Integer)
    form: Mapped[PrintForm] = mapped_column(Word(PrintForm))
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
