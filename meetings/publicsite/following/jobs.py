"""Writing to those who follow, in batches, in the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from meetings.kernel.actor import SYSTEM
from meetings.publicsite.following.news import news_of
from meetings.publicsite.following.rules import Topic
from meetings.publicsite.following.usecases import write_news
from meetings.runtime.jobs import Job, JobContext

TELL = "following.tell"


def tell(context: JobContext, payload: dict[str, Any]) -> None:
    """Tell everybody who follows it. Done again after a crash, nobody gets a second letter."""
    runner = context.runner
    with runner.read() as session:
        news = news_of(session, Topic(payload["topic"]), payload["id"], payload["version"], runner.timezone)
    while news is not None:
        after = runner.run(write_news, news, actor=SYSTEM)
        news = replace(news, after=after) if after else None


JOBS: Mapping[str, Job] = {TELL: tell}
