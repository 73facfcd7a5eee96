"""Reading about connections: how they stand, what was called, what was used. No secret is read here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from meetings.connections.models import (
    ProviderCall,
    ProviderConnection,
    ProviderHealth,
    ProviderNews,
    ProviderUsage,
)
from meetings.connections.rules import CallState, Circuit, ConnectionState, NewsState, day_of
from meetings.ports.providers import Checked, SetUp


@dataclass(frozen=True)
class ConnectionRow:
    """An account at a provider, without anything secret."""

    provider: str
    state: ConnectionState
    entered_at: datetime
    entered_by: str
    connected_at: datetime | None
    dead_since: datetime | None
    dead_reason: str
    has_news_address: bool


@dataclass(frozen=True)
class CallRow:
    """A call to a provider and what became of it. `error` and `remedy` are words for people, without secrets."""

    id: str
    provider: str
    operation: str
    meeting_id: str | None
    state: CallState
    urgent: bool
    attempts: int
    asked_at: datetime
    asked_by: str
    #: of the next attempt; None when there is none
    next_at: datetime | None
    done_at: datetime | None
    #: being carried out, until then at most
    lease_until: datetime | None
    error: str
    remedy: str


@dataclass(frozen=True)
class HealthRow:
    """How a provider has answered of late."""

    provider: str
    circuit: Circuit
    last_good_at: datetime | None
    last_bad_at: datetime | None
    last_words: str
    #: the last test that somebody asked for
    checked_at: datetime | None
    checks: tuple[Checked, ...]

    @property
    def missing(self) -> tuple[Checked, ...]:
        """Permissions that the last test did not find."""
        return tuple(each for each in self.checks if not each.ok)


def connections(session: Session) -> dict[str, ConnectionRow]:
    """Every account that was entered, by provider."""
    rows = session.scalars(select(ProviderConnection).order_by(ProviderConnection.provider))
    return {row.provider: _connection(row) for row in rows}


def connection_of(session: Session, provider: str) -> ConnectionRow | None:
    """The account at one provider."""
    row = session.get(ProviderConnection, provider)
    return None if row is None else _connection(row)


def usable(session: Session, provider: str, setup: SetUp) -> bool:
    """Whether something can be arranged there: it needs no account, or has one that works."""
    if not setup.asks and not setup.sign_in:
        return True
    state = session.scalar(select(ProviderConnection.state).where(ProviderConnection.provider == provider))
    return state is ConnectionState.CONNECTED


def dead_connections(session: Session) -> list[ConnectionRow]:
    """Accounts that must be connected again."""
    query = select(ProviderConnection).where(ProviderConnection.state == ConnectionState.DEAD)
    return [_connection(row) for row in session.scalars(query.order_by(ProviderConnection.dead_since))]


def calls_of(session: Session, meeting_id: str) -> list[CallRow]:
    """Every call for one meeting, in the order in which they were asked for."""
    query = select(ProviderCall).where(ProviderCall.meeting_id == meeting_id)
    return _calls(session, query.order_by(ProviderCall.number, ProviderCall.id))


def recent_calls(session: Session, provider: str, limit: int = 50) -> list[CallRow]:
    """The last calls to one provider, the newest first."""
    query = select(ProviderCall).where(ProviderCall.provider == provider)
    return _calls(session, query.order_by(ProviderCall.number.desc(), ProviderCall.id).limit(limit))


def call_with(session: Session, call_id: str) -> CallRow | None:
    """One call."""
    row = session.get(ProviderCall, call_id)
    return None if row is None else _call(row)


def unfinished(session: Session) -> dict[str, int]:
    """How many calls of each provider still wait."""
    query = select(ProviderCall.provider, func.count()).where(
        ProviderCall.state.in_((CallState.WAITING, CallState.PARKED))
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(ProviderCall.provider))}


def healths(session: Session) -> Mapping[str, HealthRow]:
    """How each provider has answered of late."""
    return {
        row.provider: HealthRow(
            row.provider,
            Circuit(row.failures, row.open_until),
            row.last_good_at,
            row.last_bad_at,
            row.last_words,
            row.checked_at,
            tuple(Checked(c["name"], c["ok"], c["words"]) for c in row.checks or []),
        )
        for row in session.scalars(select(ProviderHealth))
    }


def failed_news(session: Session, provider: str) -> int:
    """How many pieces of news could not be worked through and wait for a person."""
    query = select(func.count()).where(
        ProviderNews.provider == provider, ProviderNews.state == NewsState.FAILED
    )
    return session.scalar(query) or 0


def last_news_at(session: Session, provider: str) -> datetime | None:
    """When news came in last."""
    latest = select(ProviderNews.received_at).where(ProviderNews.provider == provider)
    return session.scalar(latest.order_by(ProviderNews.received_at.desc()).limit(1))


def used_today(session: Session, provider: str, zone: str, now: datetime) -> int:
    """What was used of the allowance on the provider's present day."""
    query = select(ProviderUsage.units).where(
        ProviderUsage.provider == provider, ProviderUsage.day == day_of(now, zone)
    )
    return session.scalar(query) or 0


def _calls(session: Session, query: Select[ProviderCall]) -> list[CallRow]:
    return [_call(row) for row in session.scalars(query)]


def _call(row: ProviderCall) -> CallRow:
    return CallRow(
        row.id,
        row.provider,
        row.operation,
        row.meeting_id,
        row.state,
        row.urgent,
        row.attempts,
        row.asked_at,
        row.asked_by,
        row.next_at if row.state is CallState.WAITING else None,
        row.done_at,
        row.lease_until,
        row.error,
        row.remedy,
    )


def _connection(row: ProviderConnection) -> ConnectionRow:
    return ConnectionRow(
        row.provider,
        row.state,
        row.entered_at,
        row.entered_by,
        row.connected_at,
        row.dead_since,
        row.dead_reason,
        row.segment_hash is not None,
    )
