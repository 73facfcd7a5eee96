"""Tables of the public excluded: how it stands, and each surface that the public could see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.exclusion.rules import State, SurfaceKind


class Exclusion(Base):
    """One stretch of a meeting from which the public is excluded."""

    __tablename__ = "exclusion"
    __table_args__ = (
        # the public is excluded once at a time
        Index(
            "uq_exclusion_standing",
            "meeting_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    state: Mapped[State] = mapped_column(Word(State))
    item_ids: Mapped[list[Any]] = mapped_column(default=list)
    #: the numbers of the items, as on the agenda
    numbers: Mapped[list[Any]] = mapped_column(default=list)
    words: Mapped[str] = mapped_column(Text)
    #: the motion that was carried; null where the law itself excludes
    motion_id: Mapped[str | None] = mapped_column(String(20))
    began_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    #: the last item taken in private, from when
    opened_at: Mapped[datetime | None]
    #: why somebody would go on without confirmation, and who
    override_reason: Mapped[str] = mapped_column(Text, default="")
    override_by: Mapped[str] = mapped_column(String(200), default="")
    override_by_id: Mapped[str | None] = mapped_column(String(20))
    resume_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ExclusionSurface(Base):
    """Something through which the public followed the meeting, and when it was known to have stopped."""

    __tablename__ = "exclusion_surface"
    exclusion_id: Mapped[str] = mapped_column(ForeignKey("exclusion.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[SurfaceKind] = mapped_column(Word(SurfaceKind))
    stopped_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    by: Mapped[str] = mapped_column(String(200), default="")
    detail: Mapped[str] = mapped_column(Text, default="")
