"""The table of motions and amendments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.motions.rules import Effect, MotionKind, MotionStatus


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
