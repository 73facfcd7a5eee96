"""Jobs of agendas: a paper is looked through and gets its PDF and HTML forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.agendas.events import PaperAdded, PaperReplaced
from meetings.agendas.inspection import make_ready, source_of
from meetings.db.record import facts_of
from meetings.runtime.jobs import GiveUp, Job, JobContext

_ABOUT = (PaperAdded, PaperReplaced)


def render_paper(context: JobContext, payload: dict[str, Any]) -> None:
    """Make the paper ready that a fact is about: once, however often it is asked."""
    with context.runner.read() as session:
        entries = facts_of(session, payload["stream"], since=payload["seq"] - 1, types=_ABOUT)
        facts = [e.fact for e in entries if e.seq == payload["seq"] and isinstance(e.fact, _ABOUT)]
        if not facts:
            raise GiveUp("there is no such paper")
        source = source_of(session, facts[0].paper_id)
    if source is not None:
        make_ready(context, source)


JOBS: Mapping[str, Job] = {"papers.render": render_paper}
