"""Jobs of agendas: a paper is looked through and gets its PDF and HTML forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meetings.agendas.events import PaperAdded, PaperReplaced
from meetings.agendas.findings import unready
from meetings.agendas.inspection import make_ready, source_of
from meetings.agendas.sheets.jobs import render_sheet
from meetings.db.record import facts_of
from meetings.runtime.jobs import GiveUp, Job, JobContext
from meetings.runtime.timed import timed

#: So that mail and packs are not kept waiting.
_AT_ONCE = 10
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


@timed(every=300)
def catch_up(context: JobContext) -> None:
    """Papers that came before there was a worker, or that it lost: a few at a time, the newest first."""
    with context.runner.read() as session:
        sources = [source_of(session, paper_id) for paper_id in unready(session, _AT_ONCE)]
    for source in sources:
        if source is not None:
            make_ready(context, source)


JOBS: Mapping[str, Job] = {"papers.render": render_paper, "sheets.render": render_sheet}
