"""Tables of decisions: their records with versions, the notices of them, call-ins with their signatures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.decisions.rules.calling import CallInState, Outcome, Reconsidered
from meetings.decisions.rules.document import NoticeKind
from meetings.decisions.rules.record import CallIn, Kind
from meetings.decisions.rules.standing import Hold, State


class Decision(Base):
    """A decision. What it says is in its versions; the columns here are for finding it."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_state_made_on", "state", "made_on"),)
    id: Mapped[Key]
    #: how people refer to it: D2026/014
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    #: whose decision it is, or on whose behalf it is taken; its grants count
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    #: the motion that was carried
    motion_id: Mapped[str | None] = mapped_column(ForeignKey("motion.id"), unique=True)
    plan_entry_id: Mapped[str | None] = mapped_column(ForeignKey("plan_entry.id"), index=True)
    #: who decides alone, where it is a councillor
    maker_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    #: the account that began it; empty: it began by itself
    started_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[State] = mapped_column(Word(State), default=State.DRAFT)
    hold: Mapped[Hold] = mapped_column(Word(Hold), default=Hold.NONE)
    made_on: Mapped[date] = mapped_column(Date)
    #: the newest version's number
    version: Mapped[int] = mapped_column(Integer, default=0)
    #: the version that is public; 0: none
    published_version: Mapped[int] = mapped_column(Integer, default=0)
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    #: the day the publication counts as
    counts_from: Mapped[date | None] = mapped_column(Date)
    call_in: Mapped[CallIn] = mapped_column(Word(CallIn), default=CallIn.NOT_SUBJECT)
    #: the last day on which it can be called in; null: it cannot
    until: Mapped[date | None] = mapped_column(Date)
    #: from when it may be carried out; null while that is open
    effective_on: Mapped[date | None] = mapped_column(Date)
    is_key: Mapped[bool] = mapped_column(Boolean, default=False)
    #: part of it is kept back
    exempt: Mapped[bool] = mapped_column(Boolean, default=False)
    #: the wards of the published version, each between bars; "|*|": all
    wards: Mapped[str] = mapped_column(Text, default="")
    #: the words of the published version as the public may read them, for the register's search
    words: Mapped[str] = mapped_column(Text, default="")
    #: why no record is due
    aside_reason: Mapped[str] = mapped_column(Text, default="")


class DecisionVersion(Base):
    """What a record said, whole. Versions are added, never changed."""

    __tablename__ = "decision_version"
    __table_args__ = (UniqueConstraint("decision_id", "number"),)
    id: Mapped[Key]
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"))
    number: Mapped[int] = mapped_column(Integer)
    #: a Record as JSON
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))
    #: why it differs from the one before
    note: Mapped[str] = mapped_column(Text, default="")
    #: when it became public; null: it did not
    published_at: Mapped[datetime | None]


class DecisionNotice(Base):
    """A published notice of decisions. It is never changed: a correction is a further one."""

    __tablename__ = "decision_notice"
    id: Mapped[Key]
    #: 1, 2, 3 … over all such notices of the council
    number: Mapped[int] = mapped_column(Integer, unique=True)
    kind: Mapped[NoticeKind] = mapped_column(Word(NoticeKind))
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))
    #: a NoticeDocument as JSON
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: why the PDF could not be made; empty: it could, or it is on its way
    pdf_error: Mapped[str] = mapped_column(Text, default="")


class DecisionNoticeLine(Base):
    """Which version of which decision a notice gave."""

    __tablename__ = "decision_notice_line"
    notice_id: Mapped[str] = mapped_column(ForeignKey("decision_notice.id"), primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), primary_key=True, index=True)
    version: Mapped[int] = mapped_column(Integer)


class DecisionCallIn(Base):
    """Councillors ask that a decision be looked at again before it is carried out."""

    __tablename__ = "decision_call_in"
    id: Mapped[Key]
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.id"), index=True)
    state: Mapped[CallInState] = mapped_column(Word(CallInState), default=CallInState.COLLECTING)
    #: why, in their words
    reasons: Mapped[str] = mapped_column(Text)
    #: what they would rather see
    instead: Mapped[str] = mapped_column(Text, default="")
    #: of Northern Ireland's two grounds: "process", "adverse"
    grounds: Mapped[list[Any]] = mapped_column(default=list)
    #: how many names it needs
    needed: Mapped[int] = mapped_column(Integer)
    #: it came in on paper and an officer entered it
    on_paper: Mapped[bool] = mapped_column(Boolean, default=False)
    #: the chair of a scrutiny committee asks alone
    by_chair: Mapped[bool] = mapped_column(Boolean, default=False)
    started_at: Mapped[datetime]
    lodged_at: Mapped[datetime | None]
    opinion_by: Mapped[str] = mapped_column(String(200), default="")
    opinion_on: Mapped[date | None] = mapped_column(Date)
    opinion_text: Mapped[str] = mapped_column(Text, default="")
    opinion_supports: Mapped[bool | None] = mapped_column(Boolean)
    judged_by: Mapped[str] = mapped_column(String(200), default="")
    judged_at: Mapped[datetime | None]
    #: why it is valid or not, or why it was withdrawn
    judged_reason: Mapped[str] = mapped_column(Text, default="")
    #: the committee that looks at it, and by when
    scrutiny_id: Mapped[str | None] = mapped_column(ForeignKey("body.id"))
    scrutiny_by: Mapped[date | None] = mapped_column(Date)
    #: where it stands on an agenda
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    outcome_on: Mapped[date | None] = mapped_column(Date)
    outcome_text: Mapped[str] = mapped_column(Text, default="")
    #: by when whoever decided looks at it again
    reconsider_by: Mapped[date | None] = mapped_column(Date)
    reconsidered: Mapped[Reconsidered | None] = mapped_column(Word(Reconsidered))
    reconsidered_on: Mapped[date | None] = mapped_column(Date)
    reconsidered_text: Mapped[str] = mapped_column(Text, default="")


class CallInSignature(Base):
    """A councillor's name under a call-in."""

    __tablename__ = "decision_call_in_signature"
    call_in_id: Mapped[str] = mapped_column(ForeignKey("decision_call_in.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    signed_at: Mapped[datetime]
    on_paper: Mapped[bool] = mapped_column(Boolean, default=False)
