"""Tables of the forward plan: planned decisions with their versions, notices, representations, requests to report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.forwardplan.rules.document import NoticeKind as NoticeKind
from meetings.forwardplan.rules.planned import Status as Status


class PlanEntry(Base):
    """A planned decision. What it says is in its versions; the columns here are for finding it."""

    __tablename__ = "plan_entry"
    id: Mapped[Key]
    #: how people refer to it: 2026/014
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    #: whose decision it is; its grants count
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), index=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    decide_on: Mapped[date] = mapped_column(Date, index=True)
    status: Mapped[Status] = mapped_column(Word(Status), default=Status.PLANNED)
    #: what it was before it was decided or withdrawn, to go back to
    status_before: Mapped[Status] = mapped_column(Word(Status), default=Status.PLANNED)
    #: the reason of the last change of status, as the public reads it
    status_reason: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None] = mapped_column(Date)
    #: the newest version's number
    version: Mapped[int] = mapped_column(Integer, default=0)
    #: the version that the newest notice gave; 0: no notice yet
    noticed_version: Mapped[int] = mapped_column(Integer, default=0)
    #: when the notice was published that the 28 clear days are counted from
    noticed_at: Mapped[datetime | None]
    #: the same for the notice of a private meeting
    private_at: Mapped[datetime | None]


class PlanVersion(Base):
    """What an entry said, whole. Versions are added, never changed."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)
    id: Mapped[Key]
    entry_id: Mapped[str] = mapped_column(ForeignKey("plan_entry.id"))
    number: Mapped[int] = mapped_column(Integer)
    #: a PlannedDecision as JSON
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))
    #: what was changed, in the writer's words
    note: Mapped[str] = mapped_column(Text, default="")


class PlanNotice(Base):
    """A published document. It is never changed: a correction is a further one."""

    __tablename__ = "plan_notice"
    id: Mapped[Key]
    #: 1, 2, 3 … over all notices of the council
    number: Mapped[int] = mapped_column(Integer, unique=True)
    kind: Mapped[NoticeKind] = mapped_column(Word(NoticeKind), index=True)
    #: whose notice it is; null: the council's
    body_id: Mapped[str | None] = mapped_column(ForeignKey("body.id"))
    published_at: Mapped[datetime]
    #: the day it counts from: the next working day for what came after the offices closed
    counts_from: Mapped[date] = mapped_column(Date)
    published_by: Mapped[str] = mapped_column(String(200))
    #: a NoticeDocument as JSON
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    #: the notice that it corrects or takes the place of
    corrects_id: Mapped[str | None] = mapped_column(ForeignKey("plan_notice.id"))
    #: from when the decision may be taken under this notice, where it says so
    earliest: Mapped[date | None] = mapped_column(Date)
    #: who agreed, the office that gives the right to, and when; empty: nobody needed to
    agreed_by: Mapped[str] = mapped_column(String(200), default="")
    agreed_as: Mapped[str] = mapped_column(String(100), default="")
    agreed_on: Mapped[date | None] = mapped_column(Date)
    reasons: Mapped[str] = mapped_column(Text, default="")
    #: the period that a plan or a report is for
    first: Mapped[date | None] = mapped_column(Date)
    last: Mapped[date | None] = mapped_column(Date)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: why the PDF could not be made; empty: it could, or it is on its way
    pdf_error: Mapped[str] = mapped_column(Text, default="")


class PlanNoticeEntry(Base):
    """Which version of which entry a notice gave."""

    __tablename__ = "plan_notice_entry"
    notice_id: Mapped[str] = mapped_column(ForeignKey("plan_notice.id"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("plan_entry.id"), primary_key=True, index=True)
    version: Mapped[int] = mapped_column(Integer)


class PlanRepresentation(Base):
    """What somebody said of a meeting in private, and what was answered."""

    __tablename__ = "plan_representation"
    id: Mapped[Key]
    entry_id: Mapped[str] = mapped_column(ForeignKey("plan_entry.id"), index=True)
    received_on: Mapped[date] = mapped_column(Date)
    #: who sent it; not published
    sender: Mapped[str] = mapped_column(String(200))
    #: what it says, as the second notice gives it
    text: Mapped[str] = mapped_column(Text)
    response: Mapped[str] = mapped_column(Text, default="")
    #: why it does not count after all: entered by mistake, taken back by its sender
    dropped: Mapped[str] = mapped_column(Text, default="")


class PlanRequest(Base):
    """Scrutiny asks for a report to the council on a decision that was not treated as key."""

    __tablename__ = "plan_request"
    id: Mapped[Key]
    entry_id: Mapped[str | None] = mapped_column(ForeignKey("plan_entry.id"))
    #: the committee that asks
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    decision: Mapped[str] = mapped_column(String(300))
    decided_on: Mapped[date] = mapped_column(Date)
    requested_on: Mapped[date] = mapped_column(Date)
    #: working days that the committee gives
    period: Mapped[int] = mapped_column(Integer)
    due: Mapped[date] = mapped_column(Date, index=True)
    reasons: Mapped[str] = mapped_column(Text, default="")
    reported_on: Mapped[date | None] = mapped_column(Date)
    report_decision: Mapped[str] = mapped_column(Text, default="")
    report_reasons: Mapped[str] = mapped_column(Text, default="")
    report_maker: Mapped[str] = mapped_column(String(300), default="")
    report_not_key: Mapped[str] = mapped_column(Text, default="")
