"""Tables of actions: what meetings asked for, the sheets that later meetings read, and sheets printed on demand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from meetings.actions.rules import ActionStatus, DueKind
from meetings.db.base import Base, Key, Word


class Action(Base):
    """Something a meeting asked for."""

    __tablename__ = "action"
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    text: Mapped[str] = mapped_column(Text)
    #: who does it: a name or a post
    owner: Mapped[str] = mapped_column(String(200))
    due: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]
    #: since when nobody has to do anything about it any longer
    done_at: Mapped[datetime | None]
    status: Mapped[ActionStatus] = mapped_column(
        Word(ActionStatus), default=ActionStatus.OPEN, server_default=ActionStatus.OPEN.value, index=True
    )
    owner_person_id: Mapped[str | None] = mapped_column(String(20), index=True)
    owner_account_id: Mapped[str | None] = mapped_column(String(20), index=True)
    deputy: Mapped[str] = mapped_column(String(200), default="", server_default="")
    deputy_person_id: Mapped[str | None] = mapped_column(String(20))
    deputy_account_id: Mapped[str | None] = mapped_column(String(20))
    due_kind: Mapped[DueKind] = mapped_column(
        Word(DueKind), default=DueKind.DAY, server_default=DueKind.DAY.value
    )
    due_days: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: who asked for it in the room
    asked_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    asked_by_id: Mapped[str | None] = mapped_column(String(20))
    #: the motion whose resolution asks for it, and which part of that, from 1
    motion_id: Mapped[str | None] = mapped_column(String(20), index=True)
    part: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: asked for while the public was not there: never for the public, whatever its item is marked
    private: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    #: the last that was said of it, by whom and when: it stands on the sheet
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    words_by: Mapped[str] = mapped_column(String(200), default="", server_default="")
    words_at: Mapped[datetime | None]
    #: until when its owner asks for time, and nobody has answered yet
    asked_until: Mapped[date | None] = mapped_column(Date)
    #: the mark of the last reminder
    reminded: Mapped[str] = mapped_column(String(40), default="", server_default="")
    #: the later meeting that took note that it is finished
    noted_meeting_id: Mapped[str | None] = mapped_column(String(20))
    removed_at: Mapped[datetime | None]


class ActionSheet(Base):
    """What earlier meetings asked for, as it is put before a meeting."""

    __tablename__ = "action_sheet"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    item_id: Mapped[str | None] = mapped_column(ForeignKey("agenda_item.id"))
    #: the public sheet as a paper of that item; null: it is being made
    paper_id: Mapped[str | None] = mapped_column(String(20))
    #: the lines as they were when it was made
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime | None]


class SheetPrint(Base):
    """A sheet or register that somebody asked for as a PDF: the same page is printed once."""

    __tablename__ = "sheet_print"
    #: SHA-256 of the page that is printed, which is in the storage under it
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_at: Mapped[datetime]
    #: where the PDF is stored; null: not made yet
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    #: why it could not be made; empty: it was, or is being made
    error: Mapped[str] = mapped_column(Text, default="", server_default="")
