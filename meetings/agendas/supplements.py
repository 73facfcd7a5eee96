"""Supplements: what comes to an agenda after it was first published, numbered in the order of publication."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent, ContentItem, ContentPaper
from meetings.agendas.models import AgendaItem, Paper


def with_supplement(session: Session, meeting_id: str, content: AgendaContent) -> AgendaContent:
    """The content about to be published, its new items and papers marked with the number of their supplement.

    The first version has none. Two queries from the second on.
    """
    if content.number <= 1:
        return content
    known = published_ids(session, meeting_id)
    papers = content.all_papers()
    number = 1 + max([0, *(i.supplement for i in content.items), *(p.supplement for p in papers)])

    def paper(p: ContentPaper) -> ContentPaper:
        return p if p.to_follow or p.id in known else replace(p, supplement=number)

    def item(i: ContentItem) -> ContentItem:
        marked = replace(i, papers=tuple(paper(p) for p in i.papers))
        return marked if i.id in known else replace(marked, supplement=number)

    items = tuple(item(i) for i in content.items)
    return replace(content, items=items, papers=tuple(paper(p) for p in content.papers))


def published_ids(session: Session, meeting_id: str) -> frozenset[str]:
    """The lines and papers that have been published. Two queries."""
    items = select(AgendaItem.id).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.published_at.is_not(None)
    )
    papers = select(Paper.id).where(Paper.meeting_id == meeting_id, Paper.published_at.is_not(None))
    return frozenset(session.scalars(items)) | frozenset(session.scalars(papers))
