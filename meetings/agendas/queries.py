"""Reads about agendas: the one being worked on, the published ones, and who may have a paper."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from meetings.agendas.business.counting import count_of
from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper, as_strict_as, from_json
from meetings.agendas.content import for_audience as for_audience
from meetings.agendas.content import item_for_audience as item_for_audience
from meetings.agendas.events import ItemChanged
from meetings.agendas.findings import findings_of as findings_of
from meetings.agendas.findings import renditions_of as renditions_of
from meetings.agendas.models import AgendaItem, AgendaVersion, Paper
from meetings.agendas.rules import BackgroundPaper, Line, numbered
from meetings.db.reading import once_a_read
from meetings.db.record import facts_of
from meetings.schedule.models import Meeting


@dataclass(frozen=True)
class VersionRow:
    """A published version without its content."""

    number: int
    published_at: datetime
    published_by: str
    note: str
    sha256: str


def working_agenda(session: Session, meeting_id: str) -> AgendaContent:
    """The agenda as the officer has it now: for officers only. Three queries, or four."""
    papers = _papers_by_item(session, meeting_id)
    lines = list(session.scalars(working_items(meeting_id)))
    numbers = numbered((Line(i.kind, i.fixed_number) for i in lines), count_of(session, meeting_id))
    items = tuple(
        content_item(line, number, tuple(papers.get(line.id, ())))
        for line, number in zip(lines, numbers, strict=True)
    )
    return AgendaContent(0, items, tuple(papers.get(None, ())))


@once_a_read
def published_agenda(
    session: Session, meeting_id: str, number: int | None = None, withdrawn: frozenset[str] | None = None
) -> AgendaContent | None:
    """The current published version, or the one with that number; None if there is none or it was taken back.

    `withdrawn` spares a query to whoever has read `withdrawn_ids` already.

    It holds exempt content: show it through `for_audience`. In an older version a line or paper that has been
    made exempt since is marked so: what is secret now is not to be read in yesterday's agenda.
    """
    wanted = Meeting.agenda_version if number is None else number
    query = (
        select(AgendaVersion.number, AgendaVersion.content, Meeting.agenda_version)
        .join(Meeting, Meeting.id == AgendaVersion.meeting_id)
        .where(AgendaVersion.meeting_id == meeting_id)
        .where(or_(AgendaVersion.number == wanted, AgendaVersion.number == Meeting.agenda_version))
    )
    found = {n: (from_json(data), last) for n, data, last in session.execute(query)}
    if not found:
        return None
    last = next(iter(found.values()))[1]
    if last == 0:
        return None
    chosen = found.get(last if number is None else number)
    if chosen is None:
        return None
    content = as_strict_as(chosen[0], found[last][0]) if last in found else chosen[0]
    return _marked_withdrawn(content, withdrawn_ids(session, meeting_id) if withdrawn is None else withdrawn)


def versions(session: Session, meeting_id: str) -> list[VersionRow]:
    """Every published version, the newest first."""
    query = select(
        AgendaVersion.number,
        AgendaVersion.published_at,
        AgendaVersion.published_by,
        AgendaVersion.note,
        AgendaVersion.sha256,
    ).where(AgendaVersion.meeting_id == meeting_id)
    return [VersionRow(*row) for row in session.execute(query.order_by(AgendaVersion.number.desc()))]


@dataclass(frozen=True)
class PaperRow:
    """A paper with what only the desk needs of it."""

    paper: ContentPaper
    item_id: str | None
    uploaded_at: datetime
    uploaded_by: str
    uploaded_by_id: str | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    removed_at: datetime | None


def paper_rows(session: Session, meeting_id: str) -> list[PaperRow]:
    """Every paper of a meeting, with those removed and withdrawn, in order. One query."""
    query = select(Paper).where(Paper.meeting_id == meeting_id)
    rows = session.scalars(query.order_by(Paper.position, Paper.uploaded_at, Paper.id))
    return [
        PaperRow(
            content_paper(p),
            p.item_id,
            p.uploaded_at,
            p.uploaded_by,
            p.uploaded_by_id,
            p.published_at,
            p.withdrawn_at,
            p.withdrawn_reason,
            p.removed_at,
        )
        for p in rows
    ]


def who_changed(session: Session, meeting_id: str, item_id: str) -> tuple[str, datetime] | None:
    """Who saved other words of an item last, and when; None if nobody did."""
    last = None
    for entry in facts_of(session, meeting_id, types=(ItemChanged,)):
        if isinstance(entry.fact, ItemChanged) and entry.fact.item_id == item_id:
            last = (entry.actor_name, entry.at)
    return last


@once_a_read
def withdrawn_ids(session: Session, meeting_id: str) -> frozenset[str]:
    """The papers of a meeting that were withdrawn."""
    query = select(Paper.id).where(Paper.meeting_id == meeting_id, Paper.withdrawn_at.is_not(None))
    return frozenset(session.scalars(query))


def working_items(meeting_id: str) -> Select[AgendaItem]:
    """The query for the lines of the working agenda in order."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_(None))
    return query.order_by(AgendaItem.position, AgendaItem.id)


def content_item(line: AgendaItem, number: str, papers: tuple[ContentPaper, ...] = ()) -> ContentItem:
    """A line of the working agenda as content."""
    return ContentItem(
        id=line.id,
        kind=line.kind,
        number=number,
        title=line.title,
        text=line.text,
        recommendation=line.recommendation,
        sensitivity=line.sensitivity,
        exemption=line.exemption,
        papers=papers,
        tags=tuple(line.tags),
        key_decision_id=line.key_decision_id,
        urgent_reason=line.urgent_reason,
        urgent_by=line.urgent_by,
        withdrawn=line.withdrawn_at is not None,
        withdrawn_reason=line.withdrawn_reason,
        supplement=line.supplement,
        **_exempt(line),
    )


def content_paper(row: Paper) -> ContentPaper:
    """A paper as content."""
    return ContentPaper(
        id=row.id,
        title=row.title,
        filename=row.filename,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        sensitivity=row.sensitivity,
        external_url=row.external_url,
        sha256=row.sha256,
        exemption=row.exemption,
        kind=row.kind,
        to_follow=row.to_follow,
        background_declared=row.background_declared,
        background=tuple(BackgroundPaper(**b) for b in row.background),
        supplement=row.supplement,
        **_exempt(row),
    )


def _exempt(row: AgendaItem | Paper) -> dict[str, Any]:
    return {
        "exempt_paragraphs": tuple(row.exempt_paragraphs),
        "interest_test": row.interest_test,
        "review_on": row.review_on,
        "negotiation": row.negotiation,
        "confidential_ground": row.confidential_ground,
    }


def _papers_by_item(session: Session, meeting_id: str) -> dict[str | None, list[ContentPaper]]:
    query = select(Paper).where(
        Paper.meeting_id == meeting_id, Paper.removed_at.is_(None), Paper.withdrawn_at.is_(None)
    )
    found: dict[str | None, list[ContentPaper]] = defaultdict(list)
    for row in session.scalars(query.order_by(Paper.position, Paper.uploaded_at, Paper.id)):
        found[row.item_id].append(content_paper(row))
    return found


def _marked_withdrawn(content: AgendaContent, gone: frozenset[str]) -> AgendaContent:
    if not gone:
        return content

    def mark(papers: tuple[ContentPaper, ...]) -> tuple[ContentPaper, ...]:
        return tuple(replace(p, withdrawn=p.id in gone) for p in papers)

    items = tuple(replace(i, papers=mark(i.papers)) for i in content.items)
    return replace(content, items=items, papers=mark(content.papers))


def removed_item(session: Session, meeting_id: str, item_id: str) -> tuple[str, str] | None:
    """Id and title of a line that was taken off the working agenda; None if it was not."""
    if not item_id:
        return None
    query = select(AgendaItem.id, AgendaItem.title).where(
        AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id, AgendaItem.removed_at.is_not(None)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])
