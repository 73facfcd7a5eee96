"""Tables of reports: who writes and clears them, every version, comments, templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.reports.rules.states import ClearanceState, ReportState


class Report(Base):
    """A report on its way to a meeting. What it says is in its versions."""

    __tablename__ = "report"
    __table_args__ = (Index("ix_report_body_id_state", "body_id", "state"),)
    id: Mapped[Key]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    #: null: for no meeting yet
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: the newest version's, for lists
    title: Mapped[str] = mapped_column(String(500))
    #: whether the newest version may not be public as a whole: its title is not given away in mails
    is_secret: Mapped[bool] = mapped_column(Boolean, default=False)
    state: Mapped[ReportState] = mapped_column(Word(ReportState), default=ReportState.DRAFT)
    #: why it is where it is: returned or withdrawn
    state_reason: Mapped[str] = mapped_column(Text, default="")
    state_by: Mapped[str] = mapped_column(String(200), default="")
    state_at: Mapped[datetime]
    #: the newest version's number
    version: Mapped[int] = mapped_column(Integer, default=0)
    #: the version that is on the agenda; 0: none
    accepted_version: Mapped[int] = mapped_column(Integer, default=0)
    #: the line of the agenda it was accepted into
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    #: papers of the agenda made from it: "public", "exempt" or an appendix's id, to a paper's id
    papers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    #: the name and post printed on the report
    author_name: Mapped[str] = mapped_column(String(200))
    author_post: Mapped[str] = mapped_column(String(200), default="")


class ReportAuthor(Base):
    """An account that writes a report; the first began it."""

    __tablename__ = "report_author"
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    added_at: Mapped[datetime]


class ReportVersion(Base):
    """One version, whole. Versions are added, never changed."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)
    id: Mapped[Key]
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int] = mapped_column(Integer)
    #: a ReportContent as JSON
    content: Mapped[dict[str, Any]]
    #: of the content's canonical form
    sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))
    written_by_id: Mapped[str | None] = mapped_column(String(20))
    #: what was changed, in the writer's words
    note: Mapped[str] = mapped_column(Text, default="")
    #: its author called the change minor, and it was small enough for that
    minor: Mapped[bool] = mapped_column(Boolean, default=False)
    #: in print: "public" and "exempt", each with sha256, size and pages
    renditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    printed_at: Mapped[datetime | None]
    #: why it could not be printed; empty: it could, or was not yet
    print_error: Mapped[str] = mapped_column(Text, default="")


class ConsulteeRole(Base):
    """Somebody whose clearance reports need: legal, finance, equalities, a director."""

    __tablename__ = "consultee_role"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(100), unique=True)
    #: what they look for, as authors read it
    about: Mapped[str] = mapped_column(String(300), default="")
    #: how many working days before publication they usually clear
    usual_days: Mapped[int] = mapped_column(Integer, default=5)
    #: needed for every report, unless a body's template says otherwise
    usual: Mapped[bool] = mapped_column(Boolean, default=True)
    #: signs off last, when every other consultee has cleared; the author says which holder
    signoff: Mapped[bool] = mapped_column(Boolean, default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)


class ConsulteeHolder(Base):
    """Who holds a consultee's role, from one day to another."""

    __tablename__ = "consultee_holder"
    id: Mapped[Key]
    role_id: Mapped[str] = mapped_column(ForeignKey("consultee_role.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    valid_from: Mapped[date] = mapped_column(Date)
    #: the last day; null: until further notice
    valid_to: Mapped[date | None] = mapped_column(Date)


class ConsulteeCover(Base):
    """Who clears in a holder's place for some days: delegated by the holder, or set for their absence."""

    __tablename__ = "consultee_cover"
    id: Mapped[Key]
    #: whose roles
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    #: who stands in
    cover_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(300), default="")
    set_by: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]


class ReportTemplateRow(Base):
    """What reports to a body need. The one named "council" holds for every body without its own."""

    __tablename__ = "report_template"
    #: a body's id, or "council"
    id: Mapped[Key]
    #: TemplateSections as JSON
    sections: Mapped[list[Any]]
    #: NeededConsultees as JSON
    consultees: Mapped[list[Any]]
    submit_days: Mapped[int] = mapped_column(Integer, default=2)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))


class ReportClearance(Base):
    """One consultee of one report: asked, answered, and what became of the answer."""

    __tablename__ = "report_clearance"
    __table_args__ = (UniqueConstraint("report_id", "role_id"),)
    id: Mapped[Key]
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"))
    role_id: Mapped[str] = mapped_column(ForeignKey("consultee_role.id"), index=True)
    #: which holder is asked; null: whoever holds the role
    account_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ClearanceState] = mapped_column(Word(ClearanceState), default=ClearanceState.PLANNED)
    #: working days before publication
    days: Mapped[int] = mapped_column(Integer, default=5)
    #: keys of the sections that concern them; empty: all
    concerns: Mapped[list[Any]] = mapped_column(default=list)
    asked_at: Mapped[datetime | None]
    #: how often it was asked
    asked_times: Mapped[int] = mapped_column(Integer, default=0)
    due_on: Mapped[date | None] = mapped_column(Date)
    #: the version that was last asked about
    asked_version: Mapped[int] = mapped_column(Integer, default=0)
    #: the version that was answered; 0: none yet
    version: Mapped[int] = mapped_column(Integer, default=0)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    #: in whose place, where they stood in
    decided_for: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    #: the version for which it fell, and the parts that were changed
    fallen_version: Mapped[int] = mapped_column(Integer, default=0)
    fallen_parts: Mapped[list[Any]] = mapped_column(default=list)


class ReportComment(Base):
    """A remark on a section of a version, or an answer to one."""

    __tablename__ = "report_comment"
    __table_args__ = (Index("ix_report_comment_report_id_at", "report_id", "at"),)
    id: Mapped[Key]
    report_id: Mapped[str] = mapped_column(ForeignKey("report.id"))
    #: the remark it answers; null: it begins a thread
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("report_comment.id"))
    version: Mapped[int] = mapped_column(Integer)
    #: the part it is about, as `rules.material.parts_of` names it; empty: the report as a whole
    part: Mapped[str] = mapped_column(String(80), default="")
    #: the words it is about, copied from the text; empty: the part as a whole
    quote: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    #: the consultee's role they speak for; empty: an author or officer
    role: Mapped[str] = mapped_column(String(100), default="")
    #: of a thread's first remark: dealt with
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(String(200), default="")
