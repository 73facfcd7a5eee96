"""What the law asks about a meeting that its minutes know: when decisions were published, when they were signed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.minutes.models import Minutes
from meetings.schedule.lawfacts import Facts, more_facts


@more_facts
def minutes_facts(session: Session, facts: Facts) -> Facts:
    """The minutes name decisions, attendance and votes: published, they are the note and the statement. One query."""
    query = select(Minutes.meeting_id, Minutes.published_at, Minutes.confirmed_on)
    rows = {row[0]: row for row in session.execute(query.where(Minutes.meeting_id.in_(list(facts))))}
    return {
        id_: replace(f, decisions_at=rows[id_][1], note_at=rows[id_][1], minutes_signed_on=rows[id_][2])
        if id_ in rows
        else f
        for id_, f in facts.items()
    }
