"""Tables around a vote: the body's policy, demands, hands, own votes, questions, proposals, weights and proxies."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Word
from meetings.voting.rules import Choice


class BodyVotePolicy(Base):
    """What a body has settled about its votes; what is not in it follows the law's values."""

    __tablename__ = "vote_policy"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)


class VoteWeight(Base):
    """How many votes a member's vote counts for on a joint body; nobody's row means one each."""

    __tablename__ = "vote_weight"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    weight: Mapped[int] = mapped_column(Integer)


class Proxy(Base):
    """A member who is away gave another their vote for one meeting. One row for each member represented."""

    __tablename__ = "vote_proxy"
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    holder_id: Mapped[str] = mapped_column(String(20))


class Demand(Base):
    """A member asks before the vote that names be recorded."""

    __tablename__ = "vote_demand"
    motion_id: Mapped[str] = mapped_column(ForeignKey("motion.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)


class HandCount(Base):
    """Hands as counted; confirmed once a second person stands in it."""

    __tablename__ = "vote_hands"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    count_for: Mapped[int] = mapped_column(Integer)
    count_against: Mapped[int] = mapped_column(Integer)
    count_abstain: Mapped[int] = mapped_column(Integer)
    present: Mapped[int] = mapped_column(Integer)
    first_id: Mapped[str] = mapped_column(String(20))
    first_name: Mapped[str] = mapped_column(String(200))
    second_id: Mapped[str] = mapped_column(String(20), default="")
    second_name: Mapped[str] = mapped_column(String(200), default="")


class OwnVote(Base):
    """A member had their own vote recorded straight after a vote without names."""

    __tablename__ = "own_vote"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: null: they cast no vote
    choice: Mapped[Choice | None] = mapped_column(Word(Choice))
    asked_at: Mapped[datetime]


class BallotQuestion(Base):
    """A member says that their vote is listed wrongly; nothing is declared until it is settled."""

    __tablename__ = "ballot_question"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    settled: Mapped[bool] = mapped_column(Boolean, default=False)


class ProposalKind(StrEnum):
    """What two people must agree on."""

    CORRECT = "correct"
    VOID = "void"


class VoteProposal(Base):
    """What the first of two people proposes of a vote; it goes when the second confirms it or when it is dropped."""

    __tablename__ = "vote_proposal"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    kind: Mapped[ProposalKind] = mapped_column(Word(ProposalKind))
    #: whose ballot is to be corrected
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    #: what it is to be; null: no vote cast
    after: Mapped[Choice | None] = mapped_column(Word(Choice))
    reason: Mapped[str] = mapped_column(Text)
    first_id: Mapped[str] = mapped_column(String(20))
    first_name: Mapped[str] = mapped_column(String(200))
    proposed_at: Mapped[datetime]
