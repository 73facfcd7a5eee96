"""Tables of agendas: the officer's working items and papers, and the versions that were published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.agendas.rules import ItemKind as ItemKind
from meetings.db.base import Base, Key, Word
from meetings.kernel.secrecy import Sensitivity


class AgendaItem(Base):
    """A line of the working agenda. What the public reads is a published version, never this."""

    __tablename__ = "agenda_item"
    __table_args__ = (Index("ix_agenda_item_meeting_id_position", "meeting_id", "position"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    #: 1, 2, 3 … over headings and items
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ItemKind] = mapped_column(Word(ItemKind), default=ItemKind.ITEM)
    #: a number as printed by another system; empty: numbered by order
    fixed_number: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(500))
    #: what it is about: clean HTML
    text: Mapped[str] = mapped_column(Text, default="")
    #: what the council is recommended to resolve: plain text, a paragraph a line; empty: nothing to decide
    recommendation: Mapped[str] = mapped_column(Text, default="")
    sensitivity: Mapped[Sensitivity] = mapped_column(Word(Sensitivity), default=Sensitivity.PUBLIC)
    #: the reason it is not public, such as "paragraph 3 of Part 1 of Schedule 12A"
    exemption: Mapped[str] = mapped_column(String(500), default="")
    #: taken off the working agenda; kept, because motions, minutes and an undo may point at it
    removed_at: Mapped[datetime | None]
    source_ref: Mapped[str | None] = mapped_column(String(300), unique=True)


class Paper(Base):
    """A file that belongs to an item, or to the meeting as a whole."""

    __tablename__ = "paper"
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    title: Mapped[str] = mapped_column(String(300))
    #: the name offered at download
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(120))
    #: bytes
    size: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int | None] = mapped_column(Integer)
    #: of the stored bytes; also where they are stored
    sha256: Mapped[str] = mapped_column(String(64))
    sensitivity: Mapped[Sensitivity] = mapped_column(Word(Sensitivity), default=Sensitivity.PUBLIC)
    #: the reason it is not public, where that is not the item's own
    exemption: Mapped[str] = mapped_column(String(500), default="")
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(String(200))
    #: the account; null: an import
    uploaded_by_id: Mapped[str | None] = mapped_column(String(20))
    #: first published; null: only in preparation
    published_at: Mapped[datetime | None]
    #: its mark, its item's considered, when last published: decides who is served, not the working mark
    published_sensitivity: Mapped[Sensitivity | None] = mapped_column(Word(Sensitivity))
    #: withdrawn after publication: kept, not served
    withdrawn_at: Mapped[datetime | None]
    #: why, for officers
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    #: taken off the working agenda; a published version that holds it still serves it
    removed_at: Mapped[datetime | None]
    #: a document that stays on another system
    external_url: Mapped[str] = mapped_column(String(1000), default="")
    source_ref: Mapped[str | None] = mapped_column(String(300), unique=True)


class AgendaVersion(Base):
    """An agenda as it was published, whole: what the public and the members read."""

    __tablename__ = "agenda_version"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    #: 1, 2, 3 …
    number: Mapped[int] = mapped_column(Integer)
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))
    #: what changed since the version before, in the officer's words
    note: Mapped[str] = mapped_column(Text, default="")
    #: an AgendaContent as JSON
    content: Mapped[dict[str, Any]]
    #: of the content's canonical form
    sha256: Mapped[str] = mapped_column(String(64))
