"""Jobs of search: a meeting, or what belongs to no meeting, is indexed; once a day everything is gone through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.publicsite.search.indexing import index_council, index_everything, index_meeting
from meetings.runtime.jobs import Job, JobContext


def meeting(context: JobContext, payload: dict[str, Any]) -> None:
    """Index the meeting that a fact is about."""
    index_meeting(context.runner, context.storage, payload["stream"])


def council(context: JobContext, _payload: dict[str, Any]) -> None:
    """Index committees, councillors and the forward plan."""
    index_council(context.runner, context.storage)


def everything(context: JobContext, _payload: dict[str, Any]) -> None:
    """Go through everything: only what differs is made anew."""
    index_everything(context.runner, context.storage)


JOBS: Mapping[str, Job] = {
    "search.meeting": meeting,
    "search.council": council,
    "search.everything": everything,
}
