"""The table of what the public can find. Its words are indexed beside it, in the database's own way."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Date, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Word

#: The index of the words: a virtual table of SQLite with its shadows, a table of PostgreSQL. No model describes it.
WORDS = "search_words"


class Kind(StrEnum):
    """What somebody found."""

    MEETING = "meeting"
    ITEM = "item"
    PAPER = "paper"
    DECISION = "decision"
    MINUTES = "minutes"
    COMMITTEE = "committee"
    COUNCILLOR = "councillor"
    PLAN = "plan"

    @property
    def label(self) -> str:
        """As readers call it."""
        return _LABELS[self]


_LABELS = {
    Kind.MEETING: "Meeting",
    Kind.ITEM: "Agenda item",
    Kind.PAPER: "Report or paper",
    Kind.DECISION: "Decision",
    Kind.MINUTES: "Minutes",
    Kind.COMMITTEE: "Committee",
    Kind.COUNCILLOR: "Councillor",
    Kind.PLAN: "Forward plan",
}


class SearchEntry(Base):
    """Something published that can be found, one row a page of a paper. Only words that the public may read."""

    __tablename__ = "search_entry"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[Kind] = mapped_column(Word(Kind))
    #: of the meeting, item, paper, motion, body, person or planned decision; of a meeting's minutes: its minute
    subject_id: Mapped[str] = mapped_column(String(40), index=True)
    #: of what the rows of a subject were made: while that is the same they are not made again
    source: Mapped[str] = mapped_column(String(64))
    #: whose rows are made anew together; null: those of the council as a whole
    meeting_id: Mapped[str | None] = mapped_column(String(20), index=True)
    body_id: Mapped[str | None] = mapped_column(String(20), index=True)
    #: of the meeting or of the planned decision
    day: Mapped[date | None] = mapped_column(Date)
    #: of a PDF
    page: Mapped[int | None] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    #: where it is read
    path: Mapped[str] = mapped_column(String(500))
