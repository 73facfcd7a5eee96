"""Tables of appointments: candidates, rounds, one ballot or one sealed envelope a member."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from meetings.appointments.rules import (
    AppointmentState,
    CandidateState,
    FinalTie,
    LowestTie,
    Names,
    Outcome,
    RoundKind,
    RoundState,
    RoundWay,
    Rule,
)
from meetings.db.base import Base, Key, Word


class AppointmentPolicy(Base):
    """What a body's standing orders say of appointments; no row: the usual."""

    __tablename__ = "appointment_policy"
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"), primary_key=True)
    names: Mapped[Names] = mapped_column(Word(Names))
    rule: Mapped[Rule] = mapped_column(Word(Rule))
    lowest_tie: Mapped[LowestTie] = mapped_column(Word(LowestTie))
    #: null: as the nation's law has it
    final_tie: Mapped[FinalTie | None] = mapped_column(Word(FinalTie))


class Appointment(Base):
    """A post, or several like it, to be filled at an item, with the rules as they were when it was opened."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_meeting_id_item_id", "meeting_id", "item_id"),)
    id: Mapped[Key]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("agenda_item.id"))
    #: the post: "Chair of the Planning Committee"
    title: Mapped[str] = mapped_column(String(300))
    seats: Mapped[int] = mapped_column(Integer)
    state: Mapped[AppointmentState] = mapped_column(Word(AppointmentState))
    names: Mapped[Names] = mapped_column(Word(Names))
    rule: Mapped[Rule] = mapped_column(Word(Rule))
    lowest_tie: Mapped[LowestTie] = mapped_column(Word(LowestTie))
    final_tie: Mapped[FinalTie] = mapped_column(Word(FinalTie))
    #: begun while the public was excluded: nothing of it reaches the public, then or later
    private: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    #: why it was let go; empty unless it was
    end_reason: Mapped[str] = mapped_column(Text, default="")


class Candidate(Base):
    """Somebody nominated."""

    __tablename__ = "appointment_candidate"
    __table_args__ = (UniqueConstraint("appointment_id", "person_id"),)
    id: Mapped[Key]
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    position: Mapped[int] = mapped_column(Integer)
    proposer_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    seconder_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    #: they are known to be willing
    consented: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[CandidateState] = mapped_column(Word(CandidateState))
    #: which seat they were appointed to, from 1
    seat: Mapped[int | None] = mapped_column(Integer)


class Round(Base):
    """One round of voting. Figures stand here only once the round is closed and counted, never while it is open."""

    __tablename__ = "appointment_round"
    __table_args__ = (UniqueConstraint("appointment_id", "number"),)
    id: Mapped[Key]
    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"))
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    #: which seat it is for, from 1
    seat: Mapped[int] = mapped_column(Integer)
    kind: Mapped[RoundKind] = mapped_column(Word(RoundKind))
    way: Mapped[RoundWay] = mapped_column(Word(RoundWay))
    names: Mapped[Names] = mapped_column(Word(Names))
    state: Mapped[RoundState] = mapped_column(Word(RoundState))
    #: candidate ids in the order of the ballot
    candidates: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    declared_at: Mapped[datetime | None]
    #: votes in the order of `candidates`; entered by hand they wait for the second person
    votes: Mapped[list[Any] | None]
    abstained: Mapped[int | None] = mapped_column(Integer)
    #: present and entitled, but cast nothing
    none: Mapped[int | None] = mapped_column(Integer)
    #: slips or envelopes that could not be counted
    spoilt: Mapped[int | None] = mapped_column(Integer)
    #: who entered figures by hand, and the tellers named
    entered_by: Mapped[str | None] = mapped_column(String(20))
    tellers: Mapped[list[Any] | None]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    #: candidate ids the outcome is about
    outcome_names: Mapped[list[Any] | None]
    #: whoever presides declined a casting vote: the lot decides
    declined: Mapped[bool] = mapped_column(Boolean, default=False)
    #: how a tie was decided, in words for the page; empty: no tie, or not yet
    settled: Mapped[str] = mapped_column(Text, default="")
    void_reason: Mapped[str] = mapped_column(Text, default="")
    void_by: Mapped[str | None] = mapped_column(String(20))
    #: of a secret round: the key that seals, and the one that shares are returned under, in hexadecimal digits
    public_key: Mapped[str] = mapped_column(String(64), default="")
    reply_key: Mapped[str] = mapped_column(String(64), default="")
    box_root: Mapped[str] = mapped_column(String(64), default="")
    box_count: Mapped[int | None] = mapped_column(Integer)


class RoundRoll(Base):
    """Somebody who may vote in a round: present and entitled."""

    __tablename__ = "appointment_roll"
    round_id: Mapped[str] = mapped_column(ForeignKey("appointment_round.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)


class RoundBallot(Base):
    """One member's ballot as it stands: a choice in the open, or a sealed envelope and no choice."""

    __tablename__ = "appointment_ballot"
    round_id: Mapped[str] = mapped_column(ForeignKey("appointment_round.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    #: candidate id or "abstain"; always null in a secret round
    choice: Mapped[str | None] = mapped_column(String(20))
    #: what the voter's device sealed, in base64; null in open rounds and once the time for a challenge is over
    envelope: Mapped[str | None] = mapped_column(Text)
    #: SHA-256 of the envelope
    envelope_hash: Mapped[str | None] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(Integer)
    cast_at: Mapped[datetime]


class RoundKey(Base):
    """A request that was answered: the same key gets the same answer for ever."""

    __tablename__ = "appointment_ballot_key"
    round_id: Mapped[str] = mapped_column(ForeignKey("appointment_round.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: the choice in the open, or the SHA-256 of the envelope
    said: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(Integer)
    leaf: Mapped[str] = mapped_column(String(64))
    answered_at: Mapped[datetime]


class TellerDevice(Base):
    """A device that a teller keeps the private half of a key on. One at most is in use an account."""

    __tablename__ = "teller_device"
    id: Mapped[Key]
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str] = mapped_column(String(100))
    public_key: Mapped[str] = mapped_column(String(64))
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class RoundTeller(Base):
    """A teller of a secret round: their share of the key, sealed to their device, and their approval, sealed to the
    opener. The application can read neither."""

    __tablename__ = "appointment_teller"
    round_id: Mapped[str] = mapped_column(ForeignKey("appointment_round.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("teller_device.id"))
    share: Mapped[str | None] = mapped_column(Text)
    approval: Mapped[str | None] = mapped_column(Text)
    approved_at: Mapped[datetime | None]
