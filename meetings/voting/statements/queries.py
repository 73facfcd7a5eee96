"""Reads about signed statements."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.db.record import facts_of
from meetings.kernel.errors import NotFound
from meetings.voting.events import BallotCorrected, OwnVoteRecorded, ResultRecounted, VoteDeclared, VoteVoided
from meetings.voting.models import Vote
from meetings.voting.rules import FINISHED
from meetings.voting.statements.models import VoteStatement

#: after these a result has something new to say
NEWS = (VoteDeclared, BallotCorrected, ResultRecounted, OwnVoteRecorded, VoteVoided)


@dataclass(frozen=True)
class Statement:
    """A signed statement. `text` is exactly what is signed."""

    vote_id: str
    number: int
    text: str
    signature: str
    size: int
    key_id: str
    made_at: datetime

    @property
    def said(self) -> dict[str, Any]:
        """Its content."""
        content: dict[str, Any] = json.loads(self.text)
        return content

    @property
    def document(self) -> dict[str, Any]:
        """The file that is published: statement and signature."""
        return {"statement": self.said, "signature": self.signature}


def statements_of(session: Session, vote_id: str) -> list[Statement]:
    """All statements of a vote, the newest first."""
    query = select(VoteStatement).where(VoteStatement.vote_id == vote_id)
    rows = session.scalars(query.order_by(VoteStatement.number.desc()))
    return [
        Statement(r.vote_id, r.number, r.statement, r.signature, r.size, r.key_id, r.made_at) for r in rows
    ]


def statement_of(session: Session, vote_id: str) -> Statement:
    """The statement as it stands. Raises NotFound until there is one."""
    found = statements_of(session, vote_id)
    if not found:
        raise NotFound("This vote has no signed result yet.")
    return found[0]


def with_statement(session: Session, vote_ids: list[str]) -> frozenset[str]:
    """Those of these votes that can be checked."""
    query = select(VoteStatement.vote_id).where(VoteStatement.vote_id.in_(vote_ids)).distinct()
    return frozenset(session.scalars(query))


def votes_to_state(session: Session, meeting_id: str, size: int) -> list[str]:
    """Votes of a meeting that are over and have something to say, up to that fact, that is not stated yet."""
    news: dict[str, int] = {}
    for entry in facts_of(session, meeting_id, types=NEWS):
        if isinstance(entry.fact, NEWS) and entry.seq <= size:
            news[entry.fact.vote_id] = entry.seq
    if not news:
        return []
    over = set(session.scalars(select(Vote.id).where(Vote.id.in_(news), Vote.state.in_(FINISHED))))
    query = select(VoteStatement.vote_id, func.max(VoteStatement.size)).where(VoteStatement.vote_id.in_(news))
    stated = {row[0]: row[1] for row in session.execute(query.group_by(VoteStatement.vote_id))}
    return [vote_id for vote_id, seq in news.items() if vote_id in over and stated.get(vote_id, 0) < seq]
