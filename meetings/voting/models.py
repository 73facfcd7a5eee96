"""Tables of votes: the vote, the motions it decides, its roll, and one ballot a member."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key, Word
from meetings.voting.methods import DEFAULT
from meetings.voting.rules import Channel, Choice, Outcome, VoteMethod, VoteState, Way


class Vote(Base):
    """A vote on a motion."""

    __tablename__ = "vote"
    __table_args__ = (Index("ix_vote_meeting_id_state", "meeting_id", "state"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    motion_id: Mapped[str] = mapped_column(ForeignKey("motion.id"), index=True)
    #: by what majority it is decided: a key of `methods.METHODS`
    basis: Mapped[str] = mapped_column(String(40), default=DEFAULT)
    #: what is announced: names recorded, or totals only
    method: Mapped[VoteMethod] = mapped_column(Word(VoteMethod))
    state: Mapped[VoteState] = mapped_column(Word(VoteState), default=VoteState.OPEN)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    declared_at: Mapped[datetime | None]
    #: counted at the close, from the ballots; null while the vote is open
    count_for: Mapped[int | None] = mapped_column(Integer)
    count_against: Mapped[int | None] = mapped_column(Integer)
    count_abstain: Mapped[int | None] = mapped_column(Integer)
    #: present and entitled, but cast nothing: never an abstention
    count_none: Mapped[int | None] = mapped_column(Integer)
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    #: the presiding member's second vote after a tie; null: not asked for or not yet given
    casting: Mapped[Choice | None] = mapped_column(Word(Choice))
    casting_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    #: whoever presides declined to give a casting vote
    casting_declined: Mapped[bool] = mapped_column(Boolean, default=False)
    #: how it is being taken; it may change while the vote is open
    way: Mapped[Way] = mapped_column(Word(Way), default=Way.DEVICES, server_default=Way.DEVICES.value)
    #: why names are recorded without a choice, with the citation
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    #: whoever presides has no vote here, and so no casting vote
    casting_none: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    void_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    voided_at: Mapped[datetime | None]


class VoteMotion(Base):
    """A further motion that a vote decides, where several are voted on together."""

    __tablename__ = "vote_motion"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    motion_id: Mapped[str] = mapped_column(ForeignKey("motion.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(Integer)


class RollEntry(Base):
    """Somebody who may cast a ballot in a vote: present and entitled, or represented by a proxy who is."""

    __tablename__ = "vote_roll"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    weight: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    #: how often the name was called in a roll call without an answer: it is called again after the others
    passed: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    #: who casts it as a proxy
    holder_id: Mapped[str | None] = mapped_column(String(20))


class Ballot(Base):
    """One member's choice as it stands. What it was before is in the record."""

    __tablename__ = "ballot"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    choice: Mapped[Choice] = mapped_column(Word(Choice))
    #: the record's number of the fact that holds this choice
    seq: Mapped[int] = mapped_column(Integer)
    cast_at: Mapped[datetime]
    channel: Mapped[Channel] = mapped_column(
        Word(Channel), default=Channel.DEVICE, server_default=Channel.DEVICE.value
    )


class BallotKey(Base):
    """A request that was answered: the same key gets the same answer for as long as the body keeps keys."""

    __tablename__ = "ballot_key"
    vote_id: Mapped[str] = mapped_column(ForeignKey("vote.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: made by the member's device
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    choice: Mapped[Choice] = mapped_column(Word(Choice))
    seq: Mapped[int] = mapped_column(Integer)
    leaf: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime]
