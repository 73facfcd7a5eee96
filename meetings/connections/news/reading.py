"""Working through the news that came in: each piece in a transaction of its own, tried again when that fails."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.connections.dying import kill
from meetings.connections.models import ProviderConnection, ProviderNews
from meetings.connections.news.handlers import handlers_of, news
from meetings.connections.news.inbox import happened_of
from meetings.connections.redact import redacted
from meetings.connections.rules import NewsState, pause_after
from meetings.kernel.actor import SYSTEM
from meetings.ports.providers import Happened
from meetings.runtime.jobs import JobContext
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

log = logging.getLogger("witan.connections")
#: Attempts at one piece of news before it is left for a person to look at.
MOST_ATTEMPTS = 12


@dataclass(frozen=True)
class ReadNews:
    """One piece of news."""

    news_id: str


@dataclass(frozen=True)
class NoteUnread:
    """A piece of news that could not be worked through."""

    news_id: str
    error: str


def take_up_news(context: JobContext, most: int = 100) -> int:
    """Work through the news that waits. How many pieces."""
    with context.runner.read() as session:
        waiting = due_news(session, context.runner.clock.now(), most)
    for news_id in waiting:
        try:
            context.runner.run(read_news, ReadNews(news_id), actor=SYSTEM)
        except Exception as error:
            log.exception("news %s could not be worked through", news_id)
            reason = f"{type(error).__name__}: {error}"
            context.runner.run(note_unread, NoteUnread(news_id, reason), actor=SYSTEM)
    return len(waiting)


def due_news(session: Session, now: datetime, most: int) -> list[str]:
    """What waits, the first received first."""
    query = select(ProviderNews.id).where(
        ProviderNews.state == NewsState.WAITING, ProviderNews.next_at <= now
    )
    return list(session.scalars(query.order_by(ProviderNews.received_at, ProviderNews.id).limit(most)))


@use_case(permission=None, system_only=True)
def read_news(work: Work, command: ReadNews) -> None:
    """Tell everybody who registered for its kind, and mark it."""
    row = _locked(work, command.news_id)
    if row is None or row.state is not NewsState.WAITING:
        return
    row.state, row.done_at, row.error = NewsState.DONE, work.now, ""
    for handler in handlers_of(row.kind):
        handler(work, row.provider, happened_of(row))


@use_case(permission=None, system_only=True)
def note_unread(work: Work, command: NoteUnread) -> None:
    """Try it again after a pause, so many times."""
    row = _locked(work, command.news_id)
    if row is None or row.state is not NewsState.WAITING:
        return
    row.attempts += 1
    row.error = redacted(command.error)
    row.next_at = work.now + pause_after(row.attempts, 1.0)
    if row.attempts >= MOST_ATTEMPTS:
        row.state = NewsState.FAILED


@news("access_lost")
def _access_lost(work: Work, provider: str, happened: Happened) -> None:
    """The provider itself says that our permission was taken back; old news of that says nothing of a newer one."""
    row = work.session.get(ProviderConnection, provider)
    if row is None or row.connected_at is None:
        return
    if happened.at is not None and happened.at <= row.connected_at:
        return
    name = happened.data.get("name") or provider.capitalize()
    reason = happened.data.get("reason") or f"{name} says that the council’s permission was taken back."
    kill(work, provider, name, reason, row.version)


def _locked(work: Work, news_id: str) -> ProviderNews | None:
    return work.session.scalar(select(ProviderNews).where(ProviderNews.id == news_id).with_for_update())
