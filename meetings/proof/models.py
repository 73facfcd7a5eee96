"""Tables of the proof: what the signer signed, its keys, and what it refused."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from meetings.db.base import Base, Key


class StoredCheckpoint(Base):
    """A checkpoint as the signer gave it."""

    __tablename__ = "checkpoint"
    stream_id: Mapped[str] = mapped_column(String(20), ForeignKey("stream.id"), primary_key=True)
    #: how many facts it seals
    size: Mapped[int] = mapped_column(Integer, primary_key=True)
    #: hexadecimal digits
    root: Mapped[str] = mapped_column(String(64))
    #: the signed note, as it is published
    note: Mapped[str] = mapped_column(Text)
    key_id: Mapped[str] = mapped_column(String(16), ForeignKey("proof_key.id"))
    signed_at: Mapped[datetime]


class ProofKey(Base):
    """A public key that the signer has or had."""

    __tablename__ = "proof_key"
    #: its short name: the first 16 hexadecimal digits of its hash
    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    public_key: Mapped[str] = mapped_column(String(64))
    #: what the origins of its checkpoints begin with
    name: Mapped[str] = mapped_column(String(250))
    since: Mapped[datetime]
    #: where the key before it says that this one follows, and its signature of that; empty for the first
    message: Mapped[str] = mapped_column(Text, default="")
    signature: Mapped[str] = mapped_column(Text, default="")


class ProofAlarm(Base):
    """Something the signer refused to sign. It stays until somebody has looked into it."""

    __tablename__ = "proof_alarm"
    __table_args__ = (Index("ix_proof_alarm_settled_at", "settled_at"),)
    id: Mapped[Key]
    stream_id: Mapped[str] = mapped_column(String(20), ForeignKey("stream.id"))
    why: Mapped[str] = mapped_column(Text)
    found_at: Mapped[datetime]
    #: when it was refused last for the same reason
    last_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str] = mapped_column(String(200), default="")
    #: what was found out
    words: Mapped[str] = mapped_column(Text, default="")
