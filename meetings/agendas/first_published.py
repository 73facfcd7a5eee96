"""When each meeting's agenda was first published: what the list of deadlines asks."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.agendas.models import AgendaVersion
from meetings.schedule.lawfacts import Facts, more_facts


@more_facts
def first_published(session: Session, facts: Facts) -> Facts:
    """The moment of the first version; later versions add to it and take nothing back. One query."""
    query = (
        select(AgendaVersion.meeting_id, func.min(AgendaVersion.published_at))
        .where(AgendaVersion.meeting_id.in_(list(facts)))
        .group_by(AgendaVersion.meeting_id)
    )
    first = {row[0]: row[1] for row in session.execute(query)}
    return {id_: replace(f, agenda_at=first[id_]) if id_ in first else f for id_, f in facts.items()}
