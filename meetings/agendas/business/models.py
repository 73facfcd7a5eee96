"""Tables of the order of business: how a body numbers its items, and the lines that come back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.agendas.business.rules import Place
from meetings.agendas.rules import ItemKind, Numbering
from meetings.db.base import Base, Key, Word


class OrderOfBusiness(Base):
    """A body's own order; without a row the body begins each agenda with an empty page."""

    __tablename__ = "order_of_business"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    numbering: Mapped[Numbering] = mapped_column(Word(Numbering), default=Numbering.MEETING)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))


class OrderLine(Base):
    """A line of it."""

    __tablename__ = "order_line"
    __table_args__ = (Index("ix_order_line_body_id_position", "body_id", "position"),)
    id: Mapped[Key]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    #: 1, 2, 3 …
    position: Mapped[int] = mapped_column(Integer)
    place: Mapped[Place] = mapped_column(Word(Place), default=Place.LINE)
    kind: Mapped[ItemKind] = mapped_column(Word(ItemKind), default=ItemKind.ITEM)
    title: Mapped[str] = mapped_column(String(500))
    #: clean HTML
    text: Mapped[str] = mapped_column(Text, default="")
    #: plain text, a part a line
    recommendation: Mapped[str] = mapped_column(Text, default="")
    #: the kinds of meeting that have it: "ordinary", "extraordinary", "annual"
    occasions: Mapped[list[Any]]


class CarriedItem(Base):
    """An item that one meeting did not reach and a later one has on its agenda."""

    __tablename__ = "carried_item"
    #: the item as it stands on the later agenda
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    #: the item that was not reached
    from_item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"), index=True)


class MinutesItem(Base):
    """An item at which the minutes of an earlier meeting are to be confirmed."""

    __tablename__ = "minutes_item"
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    #: the meeting whose minutes they are
    minutes_of: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
