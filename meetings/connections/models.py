"""Tables of connections: accounts at providers, calls to them, their news, how they answer and what was used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from meetings.connections.rules import CallState, ConnectionState, NewsState
from meetings.db.base import Base, Key, Word


class ProviderConnection(Base):
    """The council's account at one provider. Everything entered or handed out is locked by the vault."""

    __tablename__ = "provider_connection"
    provider: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[ConnectionState] = mapped_column(Word(ConnectionState))
    locked: Mapped[bytes] = mapped_column(LargeBinary)
    #: SHA-256 of the secret part of the address for news; null: the provider sends none
    segment_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    #: grows with each connecting: what an older account did says nothing about the newer
    version: Mapped[int] = mapped_column(Integer, default=1)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(200))
    connected_at: Mapped[datetime | None]
    dead_since: Mapped[datetime | None]
    dead_reason: Mapped[str] = mapped_column(Text, default="")
    #: SHA-256 of the session and the state that a sign-in under way was sent off with
    sign_in_hash: Mapped[str] = mapped_column(String(64), default="")
    sign_in_until: Mapped[datetime | None]


class ProviderHealth(Base):
    """How a provider has answered of late."""

    __tablename__ = "provider_health"
    provider: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: in a row
    failures: Mapped[int] = mapped_column(Integer, default=0)
    #: left in peace until then
    open_until: Mapped[datetime | None]
    last_good_at: Mapped[datetime | None]
    last_bad_at: Mapped[datetime | None]
    last_words: Mapped[str] = mapped_column(Text, default="")
    #: the last test that somebody asked for: name, ok and words of each permission that was tried
    checked_at: Mapped[datetime | None]
    checks: Mapped[list[Any]] = mapped_column(default=list)


class ProviderUsage(Base):
    """What a provider counted, or we counted, on one of its days."""

    __tablename__ = "provider_usage"
    provider: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: ISO date in the time zone in which the provider counts
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    units: Mapped[int] = mapped_column(Integer, default=0)


class ProviderCall(Base):
    """Something to be done at a provider, at least once, in order, by one worker at a time."""

    __tablename__ = "provider_call"
    __table_args__ = (
        Index("ix_provider_call_state_next_at", "state", "next_at"),
        Index("ix_provider_call_provider_meeting_id", "provider", "meeting_id"),
    )
    id: Mapped[Key]
    #: the order in which calls were asked for
    number: Mapped[int] = mapped_column(Integer, index=True)
    provider: Mapped[str] = mapped_column(String(40))
    operation: Mapped[str] = mapped_column(String(80))
    #: two calls never have the same: one that is asked for twice is carried out once
    key: Mapped[str] = mapped_column(String(200), unique=True)
    #: plain data without secrets
    payload: Mapped[dict[str, Any]]
    #: SHA-256 of provider, operation and payload
    request_hash: Mapped[str] = mapped_column(String(64))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("stream.id"))
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[CallState] = mapped_column(Word(CallState), default=CallState.WAITING)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    #: in a worker's hands until then
    lease_until: Mapped[datetime | None]
    #: that worker: host, process and when it began
    leased_by: Mapped[str] = mapped_column(String(120), default="")
    done_at: Mapped[datetime | None]
    #: what went wrong the last time, and what a person can do; no secrets
    error: Mapped[str] = mapped_column(Text, default="")
    error_code: Mapped[str] = mapped_column(String(80), default="")
    remedy: Mapped[str] = mapped_column(Text, default="")


class ProviderNews(Base):
    """A piece of news from a provider, verified, without secrets, kept once."""

    __tablename__ = "provider_news"
    __table_args__ = (
        UniqueConstraint("provider", "key"),
        Index("ix_provider_news_state_next_at", "state", "next_at"),
        Index("ix_provider_news_provider_ref", "provider", "ref"),
    )
    id: Mapped[Key]
    provider: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    #: as the provider has it
    at: Mapped[datetime | None]
    #: the meeting at the provider
    ref: Mapped[str] = mapped_column(String(300), default="")
    data: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    state: Mapped[NewsState] = mapped_column(Word(NewsState), default=NewsState.WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")
