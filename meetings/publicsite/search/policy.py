"""Whether each result may be shown now: the index may be a moment behind, what is secret is asked afresh."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.models import Paper
from meetings.bodies.queries import bodies, councillors
from meetings.forwardplan.queries import Wanted, public_entries
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, may_see_meeting
from meetings.minutes.queries import minutes_status_of
from meetings.motions.models import Motion
from meetings.motions.rules import MotionStatus
from meetings.publicsite.queries.lines import Lines, line_for, open_lines
from meetings.publicsite.search.models import Kind
from meetings.publicsite.search.published import version_mark
from meetings.publicsite.search.store import Hit
from meetings.schedule.models import Meeting

#: Of hits of one kind, those that the public may see.
Look = Callable[[Session, Sequence[Hit], Lines], Collection[int]]


def visible(session: Session, hits: Sequence[Hit], today: date) -> list[Hit]:
    """Those that the public may read at this moment, in the same order. At most ten queries, however many hits."""
    meetings = {h.meeting_id for h in hits if h.meeting_id}
    lines = open_lines(session, meetings)
    known = _known_meetings(session, meetings)
    asked = [h for h in hits if h.meeting_id is None or h.meeting_id in known]
    shown: set[int] = set()
    for kind in {h.kind for h in asked}:
        of_kind = [h for h in asked if h.kind is kind]
        shown.update(
            _council(session, of_kind, today)
            if kind in _OF_COUNCIL
            else _LOOKS[kind](session, of_kind, lines)
        )
    return [h for h in asked if h.id in shown]


def _known_meetings(session: Session, ids: Collection[str]) -> set[str]:
    rows = session.execute(select(Meeting.id, Meeting.is_public).where(Meeting.id.in_(ids))) if ids else ()
    return {i for i, known in rows if may_see_meeting(published=known, audience=Audience.PUBLIC)}


def _meetings(_session: Session, hits: Sequence[Hit], _lines: Lines) -> Collection[int]:
    return [h.id for h in hits]


def _items(_session: Session, hits: Sequence[Hit], lines: Lines) -> Collection[int]:
    return [h.id for h in hits if h.subject_id in lines.get(h.meeting_id or "", {})]


def _papers(session: Session, hits: Sequence[Hit], lines: Lines) -> Collection[int]:
    wanted = {h.subject_id for h in hits}
    columns = (Paper.id, Paper.published_at, Paper.published_sensitivity, Paper.withdrawn_at)
    rows = session.execute(select(*columns).where(Paper.id.in_(wanted)))
    open_ = {
        paper_id
        for paper_id, published_at, mark, withdrawn_at in rows
        if withdrawn_at is None
        and may_read(
            mark or Sensitivity.CONFIDENTIAL, published=published_at is not None, audience=Audience.PUBLIC
        )
    }
    # Without lines there is no agenda any more: it was taken back, and its papers with it.
    return [h.id for h in hits if h.subject_id in open_ and (h.meeting_id or "") in lines]


def _decisions(session: Session, hits: Sequence[Hit], lines: Lines) -> Collection[int]:
    decided = (MotionStatus.CARRIED, MotionStatus.LOST)
    query = select(Motion.id, Motion.item_id).where(
        Motion.id.in_({h.subject_id for h in hits}), Motion.status.in_(decided), Motion.private.is_(False)
    )
    item_of = {row.id: row.item_id for row in session.execute(query)}
    return [
        h.id
        for h in hits
        if h.subject_id in item_of and line_for(lines, h.meeting_id or "", item_of[h.subject_id]) is not None
    ]


def _minutes(session: Session, hits: Sequence[Hit], _lines: Lines) -> Collection[int]:
    rows = minutes_status_of(session, {h.meeting_id for h in hits if h.meeting_id})
    marks = {m: version_mark(row.public_version) for m, row in rows.items() if row.is_public}
    return [h.id for h in hits if (mark := marks.get(h.meeting_id or "")) and h.source.startswith(mark)]


def _council(session: Session, hits: Sequence[Hit], today: date) -> Collection[int]:
    kind = hits[0].kind
    if kind is Kind.COMMITTEE:
        there = {b.id for b in bodies(session)}
    elif kind is Kind.COUNCILLOR:
        there = {c.person_id for c in councillors(session, today)}
    else:
        there = {e.id for e in public_entries(session, Wanted(ids={h.subject_id for h in hits}))}
    return [h.id for h in hits if h.subject_id in there]


_OF_COUNCIL = (Kind.COMMITTEE, Kind.COUNCILLOR, Kind.PLAN)
_LOOKS: dict[Kind, Look] = {
    Kind.MEETING: _meetings,
    Kind.ITEM: _items,
    Kind.PAPER: _papers,
    Kind.DECISION: _decisions,
    Kind.MINUTES: _minutes,
}
