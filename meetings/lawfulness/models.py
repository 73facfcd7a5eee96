"""Tables of lawfulness: certificates that say what was published when, and publications that wait for their time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word


class NoticeCertificate(Base):
    """What the law came to for a meeting at a moment, whole: kept as it was, so that it can be worked out again."""

    __tablename__ = "notice_certificate"
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: 1, 2, 3 … for the meeting
    number: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(200))
    #: a `certificate.Certificate` as JSON
    content: Mapped[dict[str, Any]]
    #: of the content's canonical form
    sha256: Mapped[str] = mapped_column(String(64))
    #: where the PDF is stored once it is rendered
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: why it could not be rendered; empty: it could, or it is on its way
    pdf_error: Mapped[str] = mapped_column(Text, default="")


class Waiting(StrEnum):
    """What became of a publication that was set for a time."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CALLED_OFF = "called_off"


class PlannedPublication(Base):
    """An agenda that is to be published at a time, as it was when that was decided. At most one waits."""

    __tablename__ = "planned_publication"
    __table_args__ = (
        Index(
            "uq_planned_publication_waiting",
            "meeting_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    at: Mapped[datetime]
    #: what changed, for readers
    note: Mapped[str] = mapped_column(Text, default="")
    #: the mark of what was checked: other words are not published
    seen: Mapped[str] = mapped_column(String(64))
    set_by: Mapped[str] = mapped_column(String(200))
    set_by_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[datetime]
    state: Mapped[Waiting] = mapped_column(Word(Waiting), default=Waiting.WAITING)
    #: why it was not published, or who called it off
    outcome: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
