"""Tables of members before a meeting."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Word
from meetings.schedule.members.rules import ReplyKind, SubstitutesUntil


class MeetingReply(Base):
    """What a member said about a meeting to come: one row for each, the last word."""

    __tablename__ = "meeting_reply"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    kind: Mapped[ReplyKind] = mapped_column(Word(ReplyKind))
    #: why, for the officers of that body alone; never in the record
    reason: Mapped[str] = mapped_column(Text, default="")
    #: what is needed at this meeting in particular; for the officers of that body alone
    needs: Mapped[str] = mapped_column(Text, default="")
    #: who sits in for them
    substitute_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    #: from which day the substitute may read the papers; part of how their role is found again
    substitute_since: Mapped[date | None] = mapped_column(Date)
    #: until which day: the day of the meeting when it was said
    substitute_until: Mapped[date | None] = mapped_column(Date)
    #: the number of the change of time and place that was known when it was said
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    answered_at: Mapped[datetime]
    #: the member, or the officer who was told
    answered_by: Mapped[str] = mapped_column(String(200))


class MemberNeeds(Base):
    """What a member needs at every meeting: private, for the officers of their bodies."""

    __tablename__ = "member_needs"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    dietary: Mapped[str] = mapped_column(Text, default="")
    access: Mapped[str] = mapped_column(Text, default="")
    remote: Mapped[str] = mapped_column(Text, default="")
    other: Mapped[str] = mapped_column(Text, default="")
    #: wants summons and papers on paper
    on_paper: Mapped[bool] = mapped_column(Boolean, default=False)
    changed_at: Mapped[datetime]


class MeetingSeen(Base):
    """Up to where somebody has seen a meeting's agenda and papers."""

    __tablename__ = "meeting_seen"
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    #: the agenda's version
    version: Mapped[int] = mapped_column(Integer, default=0)
    #: the number of the last change of time and place
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    seen_at: Mapped[datetime]


class SubstituteRule(Base):
    """How substitutes are named on a body; a body without a row has none."""

    __tablename__ = "substitute_rule"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    #: of the same political group as the member
    same_group: Mapped[bool] = mapped_column(Boolean, default=True)
    #: from a list of named substitutes only: those who have had the training, say
    listed_only: Mapped[bool] = mapped_column(Boolean, default=False)
    until: Mapped[SubstitutesUntil] = mapped_column(
        Word(SubstitutesUntil), default=SubstitutesUntil.EVENING_BEFORE
    )


class NamedSubstitute(Base):
    """Somebody on the list of a body's substitutes."""

    __tablename__ = "named_substitute"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
