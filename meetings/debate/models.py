"""Tables of the debate: speeches from the asking to the end, limits of bodies, disorder, and the meeting's time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.debate.rules import AtTheTime, SpeechKind, SpeechState, Step


class Speech(Base):
    """One speech: asked for, waiting, on the floor, over."""

    __tablename__ = "speech"
    __table_args__ = (
        Index("ix_speech_meeting_id_item_id", "meeting_id", "item_id"),
        # one person has the floor
        Index(
            "ix_speech_floor",
            "meeting_id",
            unique=True,
            sqlite_where=text("state IN ('speaking', 'paused')"),
            postgresql_where=text("state IN ('speaking', 'paused')"),
        ),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    #: the item it belongs to; null: asked for between items
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    #: the motion or amendment that was before the meeting when the floor was given
    motion_id: Mapped[str | None] = mapped_column(ForeignKey("motion.id"))
    #: null for somebody from outside the council
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    #: whether the name may be published; always for members and officers
    named: Mapped[bool] = mapped_column(Boolean, default=True)
    #: for whom a public speaker speaks
    on_behalf: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[SpeechKind] = mapped_column(Word(SpeechKind))
    state: Mapped[SpeechState] = mapped_column(Word(SpeechState), default=SpeechState.WAITING)
    #: the standing order that a point of order cites
    rule: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    limit_seconds: Mapped[int] = mapped_column(Integer, default=0)
    spoken_ms: Mapped[int] = mapped_column(Integer, default=0)
    #: since when the clock runs; null: it stands
    running_since: Mapped[datetime | None]
    #: the speech that this one interrupts
    interrupts_id: Mapped[str | None] = mapped_column(ForeignKey("speech.id"))
    #: the chair's ruling on a point of order, as it is minuted
    ruling: Mapped[str] = mapped_column(Text, default="")


class DebateLimits(Base):
    """A body's own time limits; bodies without a row have the usual ones (`rules.Limits`)."""

    __tablename__ = "debate_limits"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    mover: Mapped[int] = mapped_column(Integer)
    speech: Mapped[int] = mapped_column(Integer)
    reply: Mapped[int] = mapped_column(Integer)
    question: Mapped[int] = mapped_column(Integer)
    public: Mapped[int] = mapped_column(Integer)
    petitioner: Mapped[int] = mapped_column(Integer)
    officer: Mapped[int] = mapped_column(Integer)
    amber: Mapped[int] = mapped_column(Integer)
    more: Mapped[int] = mapped_column(Integer)
    sitting: Mapped[int] = mapped_column(Integer)
    extension: Mapped[int] = mapped_column(Integer)
    at_the_time: Mapped[AtTheTime] = mapped_column(Word(AtTheTime))
    minute_points: Mapped[bool] = mapped_column(Boolean)


class DebateState(Base):
    """What a meeting has made of its own time, and which debates are closed. One row, made when first needed."""

    __tablename__ = "debate_state"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    #: minutes by which the meeting was extended
    extended: Mapped[int] = mapped_column(Integer, default=0)
    #: when the meeting's time was up and what was left was voted on without debate or stood over
    fell_at: Mapped[datetime | None]
    choice: Mapped[AtTheTime] = mapped_column(Word(AtTheTime), default=AtTheTime.NOTHING)
    #: the motion whose debate is closed; the item, where it goes on without the motion
    closed_motion_id: Mapped[str | None] = mapped_column(ForeignKey("motion.id"))
    closed_item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))


class Disorder(Base):
    """A step of the ladder against somebody."""

    __tablename__ = "disorder"
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: null for one of the public
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    #: the item it happened on: somebody who is not to be heard is not heard on that one
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    step: Mapped[Step] = mapped_column(Word(Step))
    reason: Mapped[str] = mapped_column(Text)
    #: the motion that was carried for it; null: by the chair
    motion_id: Mapped[str | None] = mapped_column(ForeignKey("motion.id"))
    at: Mapped[datetime]
    #: since when it stands no longer
    lifted_at: Mapped[datetime | None]
