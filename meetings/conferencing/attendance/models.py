"""Tables of who was connected: what providers told, what officers said of it, what they confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.conferencing.attendance.folding import What
from meetings.db.base import Base, Key, Word
from meetings.room.rules import Presence


class AttendanceRow(Base):
    """One row as a provider told it, never changed."""

    __tablename__ = "attendance_row"
    __table_args__ = (
        # the same told again is the same row
        Index("uq_attendance_row_sha256", "meeting_id", "sha256", unique=True),
        Index("ix_attendance_row_user_ref", "provider", "user_ref"),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    provider: Mapped[str] = mapped_column(String(40))
    #: the provider's id of the connection
    row_key: Mapped[str] = mapped_column(String(300))
    what: Mapped[What] = mapped_column(Word(What))
    #: meeting, waiting_room, breakout
    room: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(300), default="")
    seat_ref: Mapped[str] = mapped_column(String(300), default="")
    user_ref: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    #: `news` or `report`
    source: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]


class AttendanceRead(Base):
    """When a provider's own list was last read to the end."""

    __tablename__ = "attendance_read"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    room_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    provider: Mapped[str] = mapped_column(String(40))
    read_at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(Integer)


class AttendanceDecision(Base):
    """What an officer said of an identity. The last one counts; none is changed."""

    __tablename__ = "attendance_decision"
    __table_args__ = (Index("ix_attendance_decision_meeting_id_identity", "meeting_id", "identity"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    identity: Mapped[str] = mapped_column(String(400))
    #: 1, 2, 3 … in one meeting
    number: Mapped[int] = mapped_column(Integer)
    #: as it was shown: a name, a number
    shown_as: Mapped[str] = mapped_column(String(300))
    #: none: a member of the public
    person_ids: Mapped[list[Any]]
    #: the word is taken back: the rules decide again
    undone: Mapped[bool] = mapped_column(Boolean, default=False)
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(200))


class ConfirmedAttendance(Base):
    """What an officer confirmed of one person, with the rows it rests on. The last one counts; none is changed."""

    __tablename__ = "confirmed_attendance"
    __table_args__ = (Index("ix_confirmed_attendance_meeting_id_person_id", "meeting_id", "person_id"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    #: 1, 2, 3 … for one person
    number: Mapped[int] = mapped_column(Integer)
    was_present: Mapped[bool] = mapped_column(Boolean)
    presence: Mapped[Presence | None] = mapped_column(Word(Presence))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: pairs of moments as the provider's rows gave them then
    intervals: Mapped[list[Any]]
    #: SHA-256 of each raw row
    rows: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[str] = mapped_column(String(200))
    confirmed_by_id: Mapped[str | None] = mapped_column(String(20))
