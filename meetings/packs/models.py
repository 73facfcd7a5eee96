"""Tables of packs: the numbers given to papers, the packs made from them, and who opened the restricted ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.packs.rules import PackKind as PackKind
from meetings.packs.rules import PackState as PackState
from meetings.packs.rules import Series as Series


class PackPart(Base):
    """The page numbers of a paper, or of the agenda sheets of a version. Never changed while an agenda stands."""

    __tablename__ = "pack_part"
    __table_args__ = (UniqueConstraint("meeting_id", "series", "first_number"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    #: the version of the agenda that it came with
    version: Mapped[int] = mapped_column(Integer)
    series: Mapped[Series] = mapped_column(Word(Series))
    #: null: the agenda sheets
    paper_id: Mapped[str | None] = mapped_column(ForeignKey("paper.id"))
    first_number: Mapped[int] = mapped_column(Integer)
    last_number: Mapped[int] = mapped_column(Integer)


class Pack(Base):
    """A pack as it is now: how far it is, and where its file is."""

    __tablename__ = "pack"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "edition"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    kind: Mapped[PackKind] = mapped_column(Word(PackKind))
    #: 0: the whole; else what came with that version of the agenda
    edition: Mapped[int] = mapped_column(Integer)
    state: Mapped[PackState] = mapped_column(Word(PackState))
    #: papers dealt with so far, and how many there are
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    #: what is being done, or why it failed
    message: Mapped[str] = mapped_column(Text, default="")
    #: of all that it was made from; another means it is out of date; empty: not to be had until it is made again
    made_from: Mapped[str] = mapped_column(String(64), default="")
    #: of the file in storage; empty: there is none yet
    sha256: Mapped[str] = mapped_column(String(64), default="")
    #: bytes
    size: Mapped[int] = mapped_column(Integer, default=0)
    pages: Mapped[int] = mapped_column(Integer, default=0)
    #: what it is called: "Agenda pack", "Supplement 1"
    label: Mapped[str] = mapped_column(String(60), default="")
    #: its page numbers in words: "1 to 84, E1 to E9"
    numbers: Mapped[str] = mapped_column(String(100), default="")
    #: whether exempt papers are in it
    has_exempt: Mapped[bool] = mapped_column(Boolean, default=False)
    #: whether it keeps to PDF/UA-1, all its papers being tagged
    is_accessible: Mapped[bool] = mapped_column(Boolean, default=False)
    #: papers that could not be included, or not well: {"paper_id", "title", "problem"} each
    problems: Mapped[list[Any]] = mapped_column(default=list)
    built_at: Mapped[datetime | None]
    #: of the whole public pack: what the public page shows of all packs, so that it takes one row to show it
    listing: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PackItemFile(Base):
    """The public papers of one item as a file, with the page numbers of the pack."""

    __tablename__ = "pack_item_file"
    __table_args__ = (UniqueConstraint("meeting_id", "item_id"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"))
    #: as that of a pack
    made_from: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int] = mapped_column(Integer)
    numbers: Mapped[str] = mapped_column(String(100))


class PackSheet(Base):
    """A sheet that was rendered before, by the hash of its HTML."""

    __tablename__ = "pack_sheet"
    html_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int] = mapped_column(Integer)


class PackOpening(Base):
    """A copy of a restricted pack that was handed out."""

    __tablename__ = "pack_opening"
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[PackKind] = mapped_column(Word(PackKind))
    edition: Mapped[int] = mapped_column(Integer)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    #: as it was when they opened it
    name: Mapped[str] = mapped_column(String(200))
    #: of the pack that the copy was made from
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class PackSetting(Base):
    """How a body has its packs printed; without a row, on single sides."""

    __tablename__ = "pack_setting"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    #: every report begins on an odd page
    double_sided: Mapped[bool] = mapped_column(Boolean, default=False)
