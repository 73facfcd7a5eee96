"""The table of motions and amendments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.motions.rules import Effect, MotionKind, MotionStatus, NoticeState


class Motion(Base):
    """A motion, an amendment to one, or a procedural motion."""

    __tablename__ = "motion"
    __table_args__ = (Index("ix_motion_meeting_id_item_id", "meeting_id", "item_id"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    kind: Mapped[MotionKind] = mapped_column(Word(MotionKind), default=MotionKind.SUBSTANTIVE)
    status: Mapped[MotionStatus] = mapped_column(Word(MotionStatus), default=MotionStatus.MOVED)
    effect: Mapped[Effect] = mapped_column(Word(Effect), default=Effect.NONE)
    #: the item that a change of order brings forward
    effect_item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int] = mapped_column(Integer)
    #: what would be resolved, a paragraph a line; for an amendment: the motion's text as it would then read
    text: Mapped[str] = mapped_column(Text)
    mover_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    seconder_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    #: the motion that an amendment would change
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("motion.id"))
    moved_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    #: an amendment in the words of standing orders; empty where the whole text was given
    change: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: the form of an amendment, the words it is about and those it puts in: so that it can be moved later
    how: Mapped[str] = mapped_column(String(20), default="", server_default="")
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    put: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: why it goes against the officers' advice, where it does
    reasons: Mapped[str] = mapped_column(Text, default="", server_default="")
    against_advice: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    #: moved while the public was excluded: never for the public, whatever its item is marked
    private: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    #: of a motion to exclude the public: the items it names
    effect_items: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    effect_person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    effect_minutes: Mapped[int | None] = mapped_column(Integer)
    #: to whom it is referred, which rule is suspended, until when it is adjourned
    effect_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: the motion that was put in parts, of which this is one
    part_of_id: Mapped[str | None] = mapped_column(ForeignKey("motion.id"))
    #: the body to which carrying it recommends something, by name; empty: it is resolved here
    recommends_to: Mapped[str] = mapped_column(String(200), default="", server_default="")
    #: the notice by which a member gave it in
    notice_id: Mapped[str | None] = mapped_column(ForeignKey("motion_notice.id"))


class MotionNotice(Base):
    """A motion that a member gives notice of: theirs alone while it is a draft, the officer's to accept afterwards."""

    __tablename__ = "motion_notice"
    id: Mapped[Key]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    #: the meeting it is meant for
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    state: Mapped[NoticeState] = mapped_column(Word(NoticeState), default=NoticeState.DRAFT)
    title: Mapped[str] = mapped_column(String(300))
    #: a paragraph a line
    text: Mapped[str] = mapped_column(Text)
    mover_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    seconder_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    #: when it was given in: the moment that counts for the deadline
    submitted_at: Mapped[datetime | None]
    #: what the officer suggests instead; it counts once the mover agrees
    suggested_title: Mapped[str] = mapped_column(String(300), default="")
    suggested_text: Mapped[str] = mapped_column(Text, default="")
    #: why it was rejected, or what the officer says of the suggestion
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None]
    #: the item it stands under on the agenda
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))


class MotionSignature(Base):
    """Somebody who is asked to second or to sign a notice of motion."""

    __tablename__ = "motion_signature"
    notice_id: Mapped[str] = mapped_column(ForeignKey("motion_notice.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: null: asked, and not answered yet
    signed_at: Mapped[datetime | None]
