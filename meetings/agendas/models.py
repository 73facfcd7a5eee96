"""Tables of agendas: the officer's working items and papers, and the versions that were published."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from meetings.agendas.rules import ItemKind as ItemKind
from meetings.agendas.rules import PaperKind as PaperKind
from meetings.db.base import Base, Key, Word
from meetings.kernel.secrecy import Sensitivity


class _Exemptible:
    """Why something is not public, as the law wants it said: the same columns for items and papers."""

    #: numbers of the paragraphs of the nation's schedule that describe it, as words: "3"; or free tags
    exempt_paragraphs: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    #: why the interest in keeping it back outweighs that in disclosing it: for members and officers
    interest_test: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: when somebody looks again whether it must still be kept back
    review_on: Mapped[date | None] = mapped_column(Date)
    #: whether it holds terms under negotiation: these are not open to every member even under paragraph 3
    negotiation: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    #: why it is confidential rather than exempt: "government", "enactment" or "court"; empty: it is not
    confidential_ground: Mapped[str] = mapped_column(String(20), default="", server_default="")


class AgendaItem(_Exemptible, Base):
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
    #: what the law needs to know of it: see `rules.Tag`
    tags: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    #: the entry of the forward plan that announced the decision
    key_decision_id: Mapped[str | None] = mapped_column(String(20))
    #: why it is taken although the agenda was open too late, and whose opinion that is
    urgent_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    urgent_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    #: withdrawn: it keeps its place and number, and is not taken
    withdrawn_at: Mapped[datetime | None]
    #: why, for everybody who may read the item
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: first published; null: only in preparation
    published_at: Mapped[datetime | None]
    #: in which supplement it came to the agenda; 0: with the agenda itself
    supplement: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: taken off the working agenda; kept, because motions, minutes and an undo may point at it
    removed_at: Mapped[datetime | None]
    source_ref: Mapped[str | None] = mapped_column(String(300), unique=True)


class Paper(_Exemptible, Base):
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
    kind: Mapped[PaperKind] = mapped_column(Word(PaperKind), default=PaperKind.OTHER, server_default="other")
    #: announced without a file; when it comes it keeps this place
    to_follow: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    #: whether its author said which background papers it rests on, or that there are none
    background_declared: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    #: of a report: each a `rules.BackgroundPaper` as JSON
    background: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    #: in which supplement it came to the agenda; 0: with the agenda itself
    supplement: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: SHA-256 of the file that was last looked through for what should not be published; empty: none yet
    inspected_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
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


class RenditionState(StrEnum):
    """How far the PDF form of a paper is."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class PaperRendition(Base):
    """A paper as PDF, and as HTML where it came as Word: one row a paper, made anew when its file changes."""

    __tablename__ = "paper_rendition"
    __table_args__ = (UniqueConstraint("paper_id"),)
    id: Mapped[Key]
    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"))
    #: of the paper's file that it was made from: another than the paper's own means out of date
    source_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[RenditionState] = mapped_column(Word(RenditionState))
    #: of the PDF, in storage; empty: there is none
    sha256: Mapped[str] = mapped_column(String(64), default="")
    #: bytes of the PDF
    size: Mapped[int] = mapped_column(Integer, default=0)
    pages: Mapped[int | None] = mapped_column(Integer)
    #: whether a screen reader finds a structure in it
    tagged: Mapped[bool] = mapped_column(Boolean, default=False)
    #: whether it is pictures of pages, without text
    scanned: Mapped[bool] = mapped_column(Boolean, default=False)
    #: as the file says: "en-GB"; empty: it does not say
    language: Mapped[str] = mapped_column(String(40), default="")
    #: of the clean HTML of a Word paper, in storage; empty: there is none
    html_sha256: Mapped[str] = mapped_column(String(64), default="")
    #: what its author should know, in sentences
    notes: Mapped[list[Any]] = mapped_column(default=list)
    #: why there is none
    error: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]


class PaperFinding(Base):
    """Something in a paper's file that readers should perhaps not get. Two people together can let it pass."""

    __tablename__ = "paper_finding"
    __table_args__ = (UniqueConstraint("paper_id", "source_sha256", "number"),)
    id: Mapped[Key]
    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id"), index=True)
    #: of the file it was found in: another than the paper's own means that the file was mended since
    source_sha256: Mapped[str] = mapped_column(String(64))
    #: 1, 2, 3 … in this file
    number: Mapped[int] = mapped_column(Integer)
    #: what kind: see `documents.disclosure`
    code: Mapped[str] = mapped_column(String(40))
    #: null: in the file as a whole
    page: Mapped[int | None] = mapped_column(Integer)
    #: the sheet, cell or part it is in; empty: see the page
    place: Mapped[str] = mapped_column(String(200), default="")
    #: the words found, with those around them: for officers
    words: Mapped[str] = mapped_column(Text, default="")
    found_at: Mapped[datetime]
    #: who first said that it may be published, and why
    first_by: Mapped[str] = mapped_column(String(200), default="")
    first_by_id: Mapped[str | None] = mapped_column(String(20))
    first_reason: Mapped[str] = mapped_column(Text, default="")
    first_at: Mapped[datetime | None]
    #: the second, another person
    second_by: Mapped[str] = mapped_column(String(200), default="")
    second_by_id: Mapped[str | None] = mapped_column(String(20))
    second_reason: Mapped[str] = mapped_column(Text, default="")
    second_at: Mapped[datetime | None]
