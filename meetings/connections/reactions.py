"""What is done by the clock: news of providers is worked through."""

from __future__ import annotations

from meetings.connections import events, tidying, upkeep
from meetings.connections.news.reading import take_up_news
from meetings.runtime.jobs import JobContext
from meetings.runtime.timed import timed

__all__ = ["events", "tidying", "upkeep", "waiting_news"]


@timed(every=0.5)
def waiting_news(context: JobContext) -> None:
    """What came in since the last look, and what failed before."""
    take_up_news(context)
