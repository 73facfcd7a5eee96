"""Tables of the council and its bodies: committees, wards, political groups, terms and memberships."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from meetings.bodies.rules import BodyKind as BodyKind
from meetings.bodies.rules import Seat as Seat
from meetings.db.base import Base, Key, Word
from meetings.people.models import Person


class Council(Base):
    """The council itself: one row."""

    __tablename__ = "council"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(200))
    #: the stream of facts that belong to no meeting
    stream_id: Mapped[str] = mapped_column(ForeignKey("stream.id"))


class Body(Base):
    """Council, cabinet, committee: whatever meets."""

    __tablename__ = "body"
    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[BodyKind] = mapped_column(Word(BodyKind))
    #: what it is for, in plain words
    purpose: Mapped[str] = mapped_column(Text, default="")
    #: how many members must be present
    quorum: Mapped[int] = mapped_column(Integer, default=3)
    #: where and when it usually meets; offered for a new meeting
    usual_place: Mapped[str] = mapped_column(String(200), default="")
    usual_time: Mapped[str] = mapped_column(String(5), default="19:00")
    #: the word its minutes put before a resolution
    resolved_word: Mapped[str] = mapped_column(String(40), default="RESOLVED")
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    #: how many seats it has in all, vacant ones among them; 0: not entered
    seats: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: an ordinary committee: its seats are shared among the political groups
    counts_for_balance: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    source_ref: Mapped[str | None] = mapped_column(String(200), unique=True)


class Ward(Base):
    """A ward that councillors are elected for."""

    __tablename__ = "ward"
    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class PoliticalGroup(Base):
    """A political group on the council."""

    __tablename__ = "political_group"
    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))


class Term(Base):
    """A councillor's time in office, with ward and group."""

    __tablename__ = "term"
    id: Mapped[Key]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    ward_id: Mapped[str | None] = mapped_column(ForeignKey("ward.id"))
    group_id: Mapped[str | None] = mapped_column(ForeignKey("political_group.id"))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    person: Mapped[Person] = relationship(lazy="raise")
    ward: Mapped[Ward | None] = relationship(lazy="raise")
    group: Mapped[PoliticalGroup | None] = relationship(lazy="raise")


class Membership(Base):
    """A seat on a body, from one day to another."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_body_id_valid_from", "body_id", "valid_from"),)
    id: Mapped[Key]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    seat: Mapped[Seat] = mapped_column(Word(Seat))
    valid_from: Mapped[date] = mapped_column(Date)
    #: the last day; null: until further notice
    valid_to: Mapped[date | None] = mapped_column(Date)
    person: Mapped[Person] = relationship(lazy="raise")
    body: Mapped[Body] = relationship(lazy="raise")
