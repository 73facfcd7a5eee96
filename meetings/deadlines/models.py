"""Tables of the law a council lives under: profile, own choices, closures, overrides, and who is reminded how."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.rules.entries import EntryKind
from meetings.deadlines.rules.reminding import Reminding


class CouncilLaw(Base):
    """The profile that somebody confirmed: one row, or none as long as nobody has."""

    __tablename__ = "council_law"
    id: Mapped[Key]
    profile: Mapped[Profile] = mapped_column(Word(Profile))
    chosen_by: Mapped[str] = mapped_column(String(200))
    chosen_by_id: Mapped[str | None] = mapped_column(String(20))
    chosen_at: Mapped[datetime]
    #: the monitoring officer's sign-off of profile and choices; null: not signed off
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str] = mapped_column(String(200), default="")
    signed_note: Mapped[str] = mapped_column(Text, default="")
    #: when profile, a choice or a closure was last changed: later than the sign-off, it no longer covers everything
    changed_at: Mapped[datetime]


class LocalChoice(Base):
    """A parameter of the profile that this council has set itself, with where that stands."""

    __tablename__ = "local_choice"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
    #: the standing order, resolution or decision it rests on
    source: Mapped[str] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]


class OfficeClosure(Base):
    """A day on which the offices are closed though the calendar does not say so."""

    __tablename__ = "office_closure"
    id: Mapped[Key]
    day: Mapped[date] = mapped_column(Date, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    #: a day appointed for public mourning or thanksgiving
    mourning: Mapped[bool] = mapped_column(Boolean, default=False)
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]


class RuleOverride(Base):
    """A rule that a named person let pass for a meeting, an item or a paper, and why."""

    __tablename__ = "rule_override"
    __table_args__ = (
        Index(
            "uq_rule_override_standing",
            "meeting_id",
            "rule_id",
            "subject",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    id: Mapped[Key]
    #: the meeting's stream
    meeting_id: Mapped[str] = mapped_column(ForeignKey("stream.id"))
    rule_id: Mapped[str] = mapped_column(String(60))
    #: the item or paper it was applied to; empty: the meeting itself
    subject: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(200), default="")


class DeadlineFeed(Base):
    """The secret address under which one account's calendar program fetches its deadlines."""

    __tablename__ = "deadline_feed"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    #: SHA-256 of the token, with the purpose in it
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


class Reminder(Base):
    """How often and at what hour one account is mailed its deadlines. No row: what is usual."""

    __tablename__ = "reminder"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    how: Mapped[Reminding] = mapped_column(Word(Reminding))
    #: from this hour on, by the council's clock
    hour: Mapped[int] = mapped_column(Integer)
    #: the last day it was sent or found to have nothing to say
    sent_on: Mapped[date | None] = mapped_column(Date)


class BalanceDecision(Base):
    """A sharing of committee seats among the political groups that was agreed."""

    __tablename__ = "balance_decision"
    id: Mapped[Key]
    decided_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    #: it departs from the principles: nobody voted against
    departure: Mapped[bool] = mapped_column(Boolean, default=False)
    #: members, groups, committees and the grid, by name: what was agreed stays readable whatever is renamed
    figures: Mapped[dict[str, Any]]
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]


class MemberEntry(Base):
    """Something that bears on a councillor's time limits and happened outside the meetings held here."""

    __tablename__ = "member_entry"
    id: Mapped[Key]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    #: when it happened or was decided, or the first day of a period
    on: Mapped[date] = mapped_column(Date)
    #: the last day of the period; null: until further notice, or no period
    until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(200), default="")


class Requisition(Base):
    """Members' demand in writing for an extraordinary meeting."""

    __tablename__ = "requisition"
    id: Mapped[Key]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    received_on: Mapped[date] = mapped_column(Date)
    business: Mapped[str] = mapped_column(Text)
    #: the ids of the members who signed
    signed_by: Mapped[list[Any]]
    #: when the chair refused to call it
    refused_on: Mapped[date | None] = mapped_column(Date)
    #: the day of the meeting that was called, by whom
    meeting_on: Mapped[date | None] = mapped_column(Date)
    called_by: Mapped[str] = mapped_column(String(200), default="")
    #: when the members took it back
    withdrawn_on: Mapped[date | None] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(200))
    by_id: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]
