"""Tables of the live room: its state now, and who was there from when to when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.room.rules import Capacity, Presence


class RoomState(Base):
    """Where an open meeting stands. One row a meeting, made when it opens."""

    __tablename__ = "room_state"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    #: the item being taken; null between items
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    item_taken_at: Mapped[datetime | None]
    #: who is in the chair
    presiding_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    #: item ids in the order they are taken, after a change of the order of business; null: as published
    order: Mapped[list[Any] | None]
    #: members of the public in the gallery, when counted
    public_count: Mapped[int | None] = mapped_column(Integer)
    #: since when there is no quorum; null: there is one
    quorum_lost_at: Mapped[datetime | None]


class Attendance(Base):
    """An unbroken stretch of somebody's attendance."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index("ix_attendance_meeting_id_person_id", "meeting_id", "person_id"),
        # nobody is here twice at once
        Index(
            "ix_attendance_here",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[Capacity] = mapped_column(Word(Capacity))
    presence: Mapped[Presence] = mapped_column(Word(Presence), default=Presence.IN_PERSON)
    arrived_at: Mapped[datetime]
    #: null: still here
    left_at: Mapped[datetime | None]


class Apology(Base):
    """An apology for absence or for lateness."""

    __tablename__ = "apology"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: `absence` or `lateness`
    kind: Mapped[str] = mapped_column(String(20), default="absence")
    received_at: Mapped[datetime]


class Note(Base):
    """A paragraph the clerk types while an item is taken; it goes into the draft minutes there."""

    __tablename__ = "room_note"
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int] = mapped_column(Integer)
    #: plain text; lines that begin with "- " are bullets
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class ConnectionLoss(Base):
    """A time in which the device of a member who attends from elsewhere was not connected."""

    __tablename__ = "connection_loss"
    __table_args__ = (
        Index("ix_connection_loss_meeting_id_person_id", "meeting_id", "person_id"),
        # nobody is lost twice at once
        Index(
            "ix_connection_loss_open",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=text("restored_at IS NULL"),
            postgresql_where=text("restored_at IS NULL"),
        ),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    lost_at: Mapped[datetime]
    #: null: still away
    restored_at: Mapped[datetime | None]


class BarLift(Base):
    """The clerk let somebody vote on an item though they missed a part of it, with a reason."""

    __tablename__ = "bar_lift"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    lifted_at: Mapped[datetime]
    lifted_by: Mapped[str] = mapped_column(String(200))


class RemoteDirection(Base):
    """What makes members elsewhere present at one meeting where the law asks for it: a direction, standing orders."""

    __tablename__ = "remote_direction"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    #: who directed it, or where it stands
    words: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))
