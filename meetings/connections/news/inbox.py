"""Taking a message in: found by the secret part of its address, verified over its raw bytes, its news kept once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from meetings.connections.models import ProviderConnection, ProviderNews
from meetings.connections.redact import redacted, redacted_data
from meetings.connections.rules import NewsState
from meetings.kernel.ids import new_id
from meetings.ports.providers import Happened
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

_LONGEST_KEY = 200


@dataclass(frozen=True)
class StoreNews:
    """What one verified message says."""

    provider: str
    happened: tuple[Happened, ...]


def is_the_address(session: Session, provider: str, segment: str) -> bool:
    """Whether this is the address that the provider was given."""
    known = session.scalar(
        select(ProviderConnection.segment_hash).where(ProviderConnection.provider == provider)
    )
    return known is not None and hmac.compare_digest(known, segment_hash(segment))


def segment_hash(segment: str) -> str:
    """What is kept of the secret part of an address, to know it again."""
    return hashlib.sha256(segment.encode(errors="replace")).hexdigest()


@use_case(permission=None, system_only=True)
def store_news(work: Work, command: StoreNews) -> int:
    """Keep each piece of news once, without secrets. How many were new."""
    wanted = {news_key(each.key): each for each in command.happened}
    query = select(ProviderNews.key).where(
        ProviderNews.provider == command.provider, ProviderNews.key.in_(list(wanted))
    )
    known = set(work.session.scalars(query))
    fresh = [_row(work, command.provider, k, h) for k, h in wanted.items() if k not in known]
    return sum(_added(work.session, row) for row in fresh)


def news_key(key: str) -> str:
    """Fit for the table: the same news has the same."""
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode(errors="replace")).hexdigest()


def happened_of(row: ProviderNews) -> Happened:
    """The news again, as it was kept."""
    data: Mapping[str, str] = {str(k): str(v) for k, v in row.data.items()}
    return Happened(row.key, row.kind, row.at, row.ref, data)


def _row(work: Work, provider: str, key: str, happened: Happened) -> ProviderNews:
    return ProviderNews(
        id=new_id(),
        provider=provider,
        key=key,
        kind=happened.kind[:40],
        at=happened.at,
        ref=redacted(happened.ref)[:300],
        data=redacted_data(happened.data),
        received_at=work.now,
        state=NewsState.WAITING,
        attempts=0,
        next_at=work.now,
    )


def _added(session: Session, row: ProviderNews) -> bool:
    """The same message may come twice at one moment."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
