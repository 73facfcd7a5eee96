"""Tables of minutes: where they stand and every version."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key


class Minutes(Base):
    """The minutes of a meeting."""

    __tablename__ = "minutes"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    #: draft, approved, published, confirmed
    status: Mapped[str] = mapped_column(String(20), default="draft")
    #: the newest version's number
    version: Mapped[int] = mapped_column(Integer, default=0)
    #: the version that the public reads; 0: none
    public_version: Mapped[int] = mapped_column(Integer, default=0)
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    published_at: Mapped[datetime | None]
    #: confirmed as a correct record and signed
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    signed_by: Mapped[str] = mapped_column(String(200), default="")
    #: the meeting that confirmed them, and its motion, where that is known
    confirmed_at_meeting_id: Mapped[str | None] = mapped_column(String(20))
    confirmed_by_motion_id: Mapped[str | None] = mapped_column(String(20))


class MinutesVersion(Base):
    """One version, whole. Versions are added, never changed."""

    __tablename__ = "minutes_version"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int] = mapped_column(Integer)
    #: a MinutesDocument as JSON
    content: Mapped[dict[str, Any]]
    #: of the content's canonical form
    sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))
    #: what was changed, in the writer's words
    note: Mapped[str] = mapped_column(Text, default="")
    #: where the PDF that the public may read is stored once it is rendered
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: the PDF with the minutes of exempt items in it; null: it is not rendered yet, or nothing is exempt
    full_pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: in that PDF
    pages: Mapped[int | None] = mapped_column(Integer)
    #: why the PDF could not be rendered; empty: it could, or it is on its way
    pdf_error: Mapped[str] = mapped_column(Text, default="")
