"""The table of signed statements."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Word
from meetings.voting.rules import VoteState


class VoteStatement(Base):
    """The signed result of a vote. A later one of the same vote, once it is void, has the next number."""

    __tablename__ = "vote_statement"
    vote_id: Mapped[str] = mapped_column(String(20), ForeignKey("vote.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    #: canonical JSON: exactly what is signed
    statement: Mapped[str] = mapped_column(Text)
    #: an SSH signature
    signature: Mapped[str] = mapped_column(Text)
    #: what the vote was then
    state: Mapped[VoteState] = mapped_column(Word(VoteState))
    #: how many facts the checkpoint in it seals
    size: Mapped[int] = mapped_column(Integer)
    key_id: Mapped[str] = mapped_column(String(16), ForeignKey("proof_key.id"))
    made_at: Mapped[datetime]
