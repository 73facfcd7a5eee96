"""What people said of a meeting in private after it was announced: whether anything came, for the minutes."""

from __future__ import annotations

from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.forwardplan.queries.notices import representations
from meetings.forwardplan.queries.others import private_notices_of


def representations_of(session: Session, meeting_id: str, agenda: AgendaContent) -> dict[str, int]:
    """By item, of those whose private meeting was announced a second time: how many representations came."""
    items = {i.key_decision_id: i.id for i in agenda.items if i.key_decision_id}
    if not items:
        return {}
    notices = private_notices_of(session, meeting_id)
    return {
        items[entry_id]: len(representations(session, entry_id))
        for entry_id, notice in notices.items()
        if entry_id in items and notice.second_at is not None
    }
