"""The table of meetings."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetings.bodies.models import Body
from meetings.db.base import Base, Word


class MeetingStatus(StrEnum):
    """Where a meeting stands in its life."""

    PLANNED = "planned"
    OPEN = "open"
    ADJOURNED = "adjourned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MeetingKind(StrEnum):
    """Ordinary, extraordinary or annual."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    ANNUAL = "annual"


class MeetingMode(StrEnum):
    """How people take part."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    REMOTE = "remote"

    @property
    def label(self) -> str:
        """The mode in words."""
        return {"in_person": "In person", "hybrid": "In person and online", "remote": "Online"}[self.value]


class Meeting(Base):
    """A meeting of a body. Its id is also the id of its stream in the record."""

    __tablename__ = "meeting"
    __table_args__ = (Index("ix_meeting_body_id_starts_at", "body_id", "starts_at"),)
    id: Mapped[str] = mapped_column(String(20), ForeignKey("stream.id"), primary_key=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    kind: Mapped[MeetingKind] = mapped_column(Word(MeetingKind), default=MeetingKind.ORDINARY)
    mode: Mapped[MeetingMode] = mapped_column(Word(MeetingMode), default=MeetingMode.IN_PERSON)
    status: Mapped[MeetingStatus] = mapped_column(Word(MeetingStatus), default=MeetingStatus.PLANNED)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    #: how long it is expected to take
    planned_minutes: Mapped[int] = mapped_column(Integer, default=120)
    place: Mapped[str] = mapped_column(String(300), default="")
    #: where the public can watch; empty: not broadcast
    broadcast_url: Mapped[str] = mapped_column(String(500), default="")
    #: whether the public may know of it; the agenda has its own moment of publication
    is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    #: the number of the agenda version that the public reads; 0 before the first
    agenda_version: Mapped[int] = mapped_column(Integer, default=0)
    #: when that version was published
    agenda_published_at: Mapped[datetime | None]
    #: taken back after publication, and not published again since
    agenda_withdrawn_at: Mapped[datetime | None]
    #: why, for readers
    agenda_withdrawn_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    #: why it was cancelled or moved
    notice: Mapped[str] = mapped_column(Text, default="")
    #: grows with each change that calendars must hear of (RFC 5545, 3.8.7.4)
    ics_sequence: Mapped[int] = mapped_column(Integer, default=0)
    #: the number another system knew this meeting by
    source_ref: Mapped[str | None] = mapped_column(String(300), unique=True)
    body: Mapped[Body] = relationship(lazy="raise")
