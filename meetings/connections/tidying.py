"""What was done at providers and what they told is kept for a while, then deleted; what failed stays for people."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from meetings.connections.models import ProviderCall, ProviderNews, ProviderUsage
from meetings.connections.rules import CallState, NewsState
from meetings.kernel.actor import SYSTEM
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work

DAILY = 24 * 3600.0
#: Longer than anything is asked for again under the same key, and than any provider repeats its news.
KEPT = timedelta(days=90)


@use_case(permission=None, system_only=True)
def tidy(work: Work, _command: None) -> int:
    """Delete finished calls, news that was worked through, and counts of days long past. How many calls and news.

    What they led to stands in the features' own tables and in the record.
    """
    until = work.now - KEPT
    calls = delete(ProviderCall).where(
        ProviderCall.state.in_((CallState.DONE, CallState.WITHDRAWN)),
        ProviderCall.next_at < until,
        ProviderCall.done_at < until,
    )
    told = delete(ProviderNews).where(
        ProviderNews.state == NewsState.DONE, ProviderNews.next_at < until, ProviderNews.done_at < until
    )
    gone = len(work.session.execute(calls.returning(ProviderCall.id)).all())
    gone += len(work.session.execute(told.returning(ProviderNews.id)).all())
    work.session.execute(delete(ProviderUsage).where(ProviderUsage.day < until.date().isoformat()))
    return gone


@timed(every=DAILY)
def tidy_up(context: JobContext) -> None:
    """Once a day."""
    context.runner.run(tidy, None, actor=SYSTEM)
