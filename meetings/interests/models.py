"""Tables of interests: the register, changes members ask for, declarations, dispensations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.deadlines.rules.interests import Ground
from meetings.interests.rules import Action, Category, Holder, Kind


class Interest(Base):
    """A line of a member's register."""

    __tablename__ = "interest"
    id: Mapped[Key]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    category: Mapped[Category] = mapped_column(Word(Category))
    holder: Mapped[Holder] = mapped_column(Word(Holder), default=Holder.MEMBER)
    #: what it is
    text: Mapped[str] = mapped_column(Text)
    #: words that an agenda is looked through for: addresses, firms, bodies; a comma or a line each
    words: Mapped[str] = mapped_column(Text, default="")
    #: the monitoring officer agreed that its details could bring harm: only that there is one is published
    is_sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    registered_on: Mapped[date] = mapped_column(Date)
    #: the last day it stood; null: it stands
    ended_on: Mapped[date | None] = mapped_column(Date)


class InterestProposal(Base):
    """A change a member asks for in their own register; an officer takes it over or says why not."""

    __tablename__ = "interest_proposal"
    id: Mapped[Key]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    #: the line to be changed or ended; null: a new one
    interest_id: Mapped[str | None] = mapped_column(ForeignKey("interest.id"))
    #: whether the line is to end
    ends: Mapped[bool] = mapped_column(Boolean, default=False)
    category: Mapped[Category] = mapped_column(Word(Category))
    holder: Mapped[Holder] = mapped_column(Word(Holder), default=Holder.MEMBER)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="")
    is_sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    #: taken over or not; null: nobody has decided
    accepted: Mapped[bool | None] = mapped_column(Boolean)
    answer: Mapped[str] = mapped_column(Text, default="")


class Dispensation(Base):
    """Leave to speak, to vote or both in spite of an interest."""

    __tablename__ = "dispensation"
    id: Mapped[Key]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    ground: Mapped[Ground] = mapped_column(Word(Ground))
    #: what it covers; an item is covered when these words are in it; empty: whatever the interest touches
    matter: Mapped[str] = mapped_column(Text, default="")
    may_speak: Mapped[bool] = mapped_column(Boolean, default=True)
    may_vote: Mapped[bool] = mapped_column(Boolean, default=True)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date)
    granted_by: Mapped[str] = mapped_column(String(200))
    granted_on: Mapped[date] = mapped_column(Date)
    #: null: it stands
    withdrawn_at: Mapped[datetime | None]


class Declaration(Base):
    """An interest declared on an item of a meeting, beforehand or there."""

    __tablename__ = "interest_declaration"
    __table_args__ = (
        Index("ix_interest_declaration_meeting_id_item_id", "meeting_id", "item_id"),
        # one that stands for each member and item
        Index(
            "ix_interest_declaration_one",
            "meeting_id",
            "item_id",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    #: empty for a sensitive interest and for arrears
    nature: Mapped[str] = mapped_column(Text, default="")
    action: Mapped[Action] = mapped_column(Word(Action))
    is_sensitive: Mapped[bool] = mapped_column(Boolean, default=False)
    dispensation_id: Mapped[str | None] = mapped_column(ForeignKey("dispensation.id"))
    declared_at: Mapped[datetime]
    #: when they went out for the item, and came back
    left_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
