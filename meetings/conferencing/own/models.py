"""Tables of the council's own video room: who waits or is let in, and which device was connected when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from meetings.conferencing.own.rules import Admission, Ending
from meetings.db.base import Base, Word


class OwnGuest(Base):
    """Somebody at the door of a meeting's room. `seat`: the person's id, or the account's where there is no person."""

    __tablename__ = "own_guest"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    seat: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    host: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[Admission] = mapped_column(Word(Admission))
    asked_at: Mapped[datetime]
    #: when their page last asked: nobody is shown as waiting who has gone away
    seen_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200), default="")


class OwnConnection(Base):
    """One stay of one device in the room, from joining to leaving, as the video server told it."""

    __tablename__ = "own_connection"
    #: the device's name in the room: another one each time it comes in
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: of the room, at the video server
    ref: Mapped[str] = mapped_column(String(40))
    seat: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200), default="")
    joined_at: Mapped[datetime]
    #: the last sign of life that is written down
    seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    #: when the video server told it: later than it was where the device was lost
    told_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending))
