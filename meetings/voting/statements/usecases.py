"""Keeping a signed statement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.voting.models import Vote
from meetings.voting.rules import VoteState
from meetings.voting.statements.models import VoteStatement


@dataclass(frozen=True)
class KeepStatement:
    """What the signer signed of a vote."""

    vote_id: str
    statement: str
    signature: str
    state: VoteState
    size: int
    key_id: str


@use_case(permission=None, system_only=True)
def keep_statement(work: Work, command: KeepStatement) -> bool:
    """Keep it under the next number. False if one as new is kept already."""
    # Two that come at the same moment wait for each other here.
    work.session.execute(select(Vote.id).where(Vote.id == command.vote_id).with_for_update())
    query = select(VoteStatement).where(VoteStatement.vote_id == command.vote_id)
    last = work.session.scalar(query.order_by(VoteStatement.number.desc()).limit(1))
    if last is not None and last.size >= command.size:
        return False
    work.session.add(
        VoteStatement(
            vote_id=command.vote_id,
            number=last.number + 1 if last else 1,
            statement=command.statement,
            signature=command.signature,
            state=command.state,
            size=command.size,
            key_id=command.key_id,
            made_at=work.now,
        )
    )
    work.session.flush()
    return True
