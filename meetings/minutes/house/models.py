"""Tables of house style: what each body chose, and which numbers the minutes of each meeting have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key


class HouseStyleRow(Base):
    """How a body writes its minutes. Versions that exist keep the style they were made in."""

    __tablename__ = "house_style"
    id: Mapped[Key]
    #: null: what holds for every body that chose nothing itself
    body_id: Mapped[str | None] = mapped_column(ForeignKey("body.id"), unique=True)
    #: by name, what differs from the usual
    choices: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))


class MinuteNumbersRow(Base):
    """The numbers that the minutes of a meeting took when they were drafted."""

    __tablename__ = "minute_numbers"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), index=True)
    #: a word of MinuteNumbers
    scheme: Mapped[str] = mapped_column(String(40))
    #: in which the count began
    year: Mapped[int] = mapped_column(Integer)
    first: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer)
    #: the bare number of each minute, by item
    given: Mapped[dict[str, Any]]
    #: why an officer had them begin elsewhere; empty: they follow the last that were taken
    reason: Mapped[str] = mapped_column(Text, default="")
