"""Tables of recordings: where each is, what stretches of the meeting it shows, and what is said in it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.recordings.rules import Source, State


class Recording(Base):
    """A recording of a meeting: a file that is kept here, or an address where it can be watched."""

    __tablename__ = "recording"
    __table_args__ = (
        # a file at a provider is taken once
        Index("uq_recording_provider_key", "meeting_id", "provider", "provider_key", unique=True),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    title: Mapped[str] = mapped_column(String(200))
    #: video or audio
    kind: Mapped[str] = mapped_column(String(20), default="video")
    source: Mapped[Source] = mapped_column(Word(Source))
    state: Mapped[State] = mapped_column(Word(State), default=State.HELD)
    #: of a link; never one that carries a passcode
    address: Mapped[str] = mapped_column(String(500), default="")
    #: where it came from; empty: an officer brought it
    provider: Mapped[str] = mapped_column(String(40), default="")
    #: the provider's id of the file; null: it has none
    provider_key: Mapped[str | None] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int | None] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100), default="")
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))
    #: the first time; it counts for the captions
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    #: kept longer (or not so long) than the body's policy says: until this day
    keep_until: Mapped[date | None] = mapped_column(Date)
    #: kept for good in spite of the policy
    keep_for_good: Mapped[bool] = mapped_column(Boolean, default=False)
    keep_reason: Mapped[str] = mapped_column(Text, default="")
    deleted_at: Mapped[datetime | None]
    deleted_reason: Mapped[str] = mapped_column(Text, default="")


class RecordingSegment(Base):
    """An unbroken stretch: real time, place in the file, length."""

    __tablename__ = "recording_segment"
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    started_at: Mapped[datetime]
    offset_ms: Mapped[int] = mapped_column(Integer)
    length_ms: Mapped[int] = mapped_column(Integer)


class RecordingPolicy(Base):
    """How long a body keeps recordings of its meetings, and who decided that."""

    __tablename__ = "recording_policy"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    #: null: for good
    keep_days: Mapped[int | None] = mapped_column(Integer)
    decided_by: Mapped[str] = mapped_column(String(200))
    legal_note: Mapped[str] = mapped_column(Text, default="")
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(String(200))


class Transcript(Base):
    """What is said in a recording, in one language."""

    __tablename__ = "transcript"
    __table_args__ = (Index("uq_transcript_recording_id_language", "recording_id", "language", unique=True),)
    id: Mapped[Key]
    recording_id: Mapped[str] = mapped_column(ForeignKey("recording.id"))
    language: Mapped[str] = mapped_column(String(20), default="en")
    #: `provider` or `upload`
    origin: Mapped[str] = mapped_column(String(20))
    #: the file as it came
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(200))
    #: grows with each correction
    version: Mapped[int] = mapped_column(Integer, default=1)
    #: the one that stands as captions where the recording is watched; null: none was sent
    sent_version: Mapped[int | None] = mapped_column(Integer)
    #: null: officers only
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(String(200), default="")


class TranscriptCue(Base):
    """A line of a transcript, with where in the recording it is said."""

    __tablename__ = "transcript_cue"
    transcript_id: Mapped[str] = mapped_column(ForeignKey("transcript.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    start_ms: Mapped[int] = mapped_column(Integer)
    end_ms: Mapped[int] = mapped_column(Integer)
    speaker: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    #: null: as it came
    corrected_at: Mapped[datetime | None]
