"""The table of the broadcast desk: what is wished for, and what was last found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.conferencing.desk.rules import Rehearsal, Why, Wish
from meetings.db.base import Base, Word
from meetings.ports.broadcast import Phase


class BroadcastDesk(Base):
    """The desk of one meeting."""

    __tablename__ = "broadcast_desk"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    wish: Mapped[Wish] = mapped_column(Word(Wish), default=Wish.NOTHING)
    #: counts the wishes: a call that was asked for by an earlier one is not carried out any more
    turn: Mapped[int] = mapped_column(Integer, default=0)
    wished_at: Mapped[datetime | None]
    wished_by: Mapped[str] = mapped_column(String(200), default="")
    why: Mapped[Why] = mapped_column(Word(Why), default=Why.NONE)
    #: what was wished for before the public was excluded; null: nothing is held back
    kept_wish: Mapped[Wish | None] = mapped_column(Word(Wish))
    #: what room and broadcast can do and are called, as their adapters said when they were last looked at
    able: Mapped[dict[str, Any]] = mapped_column(default=dict)

    phase: Mapped[Phase] = mapped_column(Word(Phase), default=Phase.UNKNOWN)
    receiving: Mapped[bool | None]
    public: Mapped[bool | None]
    health: Mapped[str] = mapped_column(String(20), default="")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: a person who looked; empty: the service said so
    seen_by: Mapped[str] = mapped_column(String(200), default="")
    seen_at: Mapped[datetime | None]
    #: the last look, answered or not, and why it was not
    asked_at: Mapped[datetime | None]
    failed: Mapped[str] = mapped_column(Text, default="")
    #: the service asked not to be asked before this
    not_before: Mapped[datetime | None]

    room_live: Mapped[bool | None]
    room_streaming: Mapped[bool | None]
    room_people: Mapped[int | None]
    room_seen_at: Mapped[datetime | None]
    #: of the latest news about the stream, in the provider's own time
    room_news_at: Mapped[datetime | None]
    room_failed: Mapped[str] = mapped_column(Text, default="")

    #: the test run and the broadcast made for it, which the public never learns of
    rehearsal: Mapped[Rehearsal] = mapped_column(Word(Rehearsal), default=Rehearsal.NONE)
    rehearsals: Mapped[int] = mapped_column(Integer, default=0)
    test_provider: Mapped[str] = mapped_column(String(40), default="")
    test_ref: Mapped[str] = mapped_column(String(500), default="")
    test_url: Mapped[str] = mapped_column(String(500), default="")
    test_note: Mapped[str] = mapped_column(Text, default="")
    test_at: Mapped[datetime | None]

    #: the last operation that was given up, and what can be done; empty: none since
    problem: Mapped[str] = mapped_column(Text, default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    #: when it was said that the stream was forgotten
    warned_at: Mapped[datetime | None]
