"""Reads for a member's own page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.agendas.models import AgendaItem, AgendaVersion, Paper
from meetings.kernel.secrecy import Sensitivity, may_read
from meetings.publicsite.queries.lines import AudienceOf
from meetings.schedule.models import Meeting


@dataclass(frozen=True)
class NewPaper:
    """A paper that came after the agenda was first published."""

    id: str
    meeting_id: str
    title: str
    filename: str
    external_url: str
    published_at: datetime
    is_exempt: bool


def new_papers(
    session: Session, meeting_ids: Collection[str], audience_of: AudienceOf, limit: int = 20
) -> list[NewPaper]:
    """The papers added to these meetings since their agendas were first published, the latest first. One query."""
    if not meeting_ids:
        return []
    first = (
        select(AgendaVersion.meeting_id, func.min(AgendaVersion.published_at).label("at"))
        .group_by(AgendaVersion.meeting_id)
        .subquery()
    )
    query = (
        select(
            Paper.id,
            Paper.meeting_id,
            Paper.title,
            Paper.filename,
            Paper.external_url,
            Paper.published_at,
            Paper.published_sensitivity,
            Meeting.body_id,
        )
        .join(first, first.c.meeting_id == Paper.meeting_id)
        .join(Meeting, Meeting.id == Paper.meeting_id)
        .outerjoin(AgendaItem, AgendaItem.id == Paper.item_id)
        .where(
            Paper.meeting_id.in_(meeting_ids),
            Meeting.is_public,
            Paper.published_at > first.c.at,
            Paper.withdrawn_at.is_(None),
            Paper.removed_at.is_(None),
            AgendaItem.removed_at.is_(None),
        )
        .order_by(Paper.published_at.desc(), Paper.position, Paper.id)
        .limit(limit)
    )
    return [
        NewPaper(paper_id, meeting_id, title, filename, url, at, mark is not Sensitivity.PUBLIC)
        for paper_id, meeting_id, title, filename, url, at, mark, body_id in session.execute(query)
        if at is not None
        and may_read(mark or Sensitivity.CONFIDENTIAL, published=True, audience=audience_of(body_id))
    ]
