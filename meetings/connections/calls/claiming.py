"""Which call is next, and taking it for one worker.

Calls of one provider for one meeting are carried out one at a time in the order in which they were asked for. What is
urgent waits for nobody. A provider that has failed many times in a row is left in peace and then tried with one call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from meetings.connections.calls.operations import Call, call_of
from meetings.connections.models import ProviderCall, ProviderHealth
from meetings.connections.rules import LEASE, OPENS_AFTER, UNFINISHED, CallState
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Claim:
    """The next call for this worker; `urgent_only` leaves the others to other workers."""

    worker: str
    urgent_only: bool = False


@dataclass(frozen=True)
class Renew:
    """These calls are still in this worker's hands."""

    worker: str
    calls: frozenset[str]


@dataclass(frozen=True)
class FreeLeases:
    """Workers that are known to have ended hold nothing any more."""

    workers: frozenset[str]


def due(session: Session, now: datetime, *, urgent_only: bool = False) -> list[tuple[str, str]]:
    """Id and provider of calls that can be carried out now, the most urgent first. Empty: there is nothing to do."""
    query = _due(session, now)
    if urgent_only:
        query = query.where(ProviderCall.urgent)
    return [(row.id, row.provider) for row in session.execute(query.limit(20))]


@use_case(permission=None, system_only=True)
def claim(work: Work, command: Claim) -> Call | None:
    """Take the next call for a while. None: there is nothing to do, or another worker was quicker."""
    for call_id, provider in due(work.session, work.now, urgent_only=command.urgent_only):
        # Whoever holds the provider's row decides alone what is next there.
        work.session.scalar(
            select(ProviderHealth.provider).where(ProviderHealth.provider == provider).with_for_update()
        )
        if work.session.scalar(_due(work.session, work.now).where(ProviderCall.id == call_id)) is None:
            continue
        row = work.session.get_one(ProviderCall, call_id, populate_existing=True)
        row.attempts += 1
        row.lease_until, row.leased_by = work.now + LEASE, command.worker
        return call_of(row)
    return None


@use_case(permission=None, system_only=True)
def renew(work: Work, command: Renew) -> None:
    """Hold calls for a while longer: what is done takes its time."""
    mine = and_(ProviderCall.id.in_(command.calls), ProviderCall.leased_by == command.worker)
    held = mine & ProviderCall.lease_until.is_not(None)
    work.session.execute(update(ProviderCall).where(held).values(lease_until=work.now + LEASE))


@use_case(permission=None, system_only=True)
def free_leases(work: Work, command: FreeLeases) -> int:
    """Offer again what workers had in their hands when they ended. How many calls."""
    held = ProviderCall.leased_by.in_(command.workers) & ProviderCall.lease_until.is_not(None)
    freed = update(ProviderCall).where(held).values(lease_until=None).returning(ProviderCall.id)
    return len(work.session.execute(freed).all())


def workers_with_leases(session: Session) -> frozenset[str]:
    """Who has calls in hand."""
    query = select(ProviderCall.leased_by).where(ProviderCall.lease_until.is_not(None)).distinct()
    return frozenset(session.scalars(query))


def _due(session: Session, now: datetime) -> Select[str, str]:
    other = aliased(ProviderCall)
    same_lane = and_(
        other.provider == ProviderCall.provider,
        other.meeting_id == ProviderCall.meeting_id,
        other.id != ProviderCall.id,
        other.state.in_(UNFINISHED),
    )
    before = or_(other.number < ProviderCall.number, other.lease_until > now)
    blocked = select(other.id).where(same_lane, before).exists()
    free = or_(ProviderCall.lease_until.is_(None), ProviderCall.lease_until <= now)
    in_turn = and_(~blocked, ProviderCall.provider.not_in(_in_peace(session, now)))
    return (
        select(ProviderCall.id, ProviderCall.provider)
        .where(ProviderCall.state == CallState.WAITING, ProviderCall.next_at <= now, free)
        .where(or_(ProviderCall.urgent, in_turn))
        .order_by(ProviderCall.urgent.desc(), ProviderCall.next_at, ProviderCall.number)
    )


def _in_peace(session: Session, now: datetime) -> list[str]:
    """Providers that get no call now: resting, or being tried with one at this moment."""
    tried = _leased(now)
    shut = or_(ProviderHealth.open_until > now, tried)
    troubled = select(ProviderHealth.provider).where(ProviderHealth.failures >= OPENS_AFTER, shut)
    return list(session.scalars(troubled))


def _leased(now: datetime) -> ColumnElement[bool]:
    held = and_(ProviderCall.provider == ProviderHealth.provider, ProviderCall.lease_until > now)
    # By the state first: what was finished years ago is not gone through for it.
    return select(ProviderCall.id).where(ProviderCall.state == CallState.WAITING, held).exists()
