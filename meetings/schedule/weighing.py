"""How the day of a meeting stands with the law of notice, for the pages on which a day is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from meetings.deadlines.notice import DayVerdict, GoneOut
from meetings.deadlines.notice_pages import verdict_for
from meetings.kernel.errors import NotFound
from meetings.schedule.lawfacts import facts_of_meetings
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import MeetingRow
from meetings.web.doors import reading
from meetings.web.fields import date_of


def verdict_on_form(body_id: str, values: Mapping[str, Any]) -> DayVerdict | None:
    """The verdict on the date in a form, as it was typed or as it is saved; None without a real date."""
    chosen = values.get("date")
    if isinstance(chosen, Mapping):
        chosen = date_of({f"date-{part}": str(text) for part, text in chosen.items()}, "date", {})
    if not isinstance(chosen, date):
        return None
    try:
        with reading() as session:
            return verdict_for(session, body_id, chosen)
    except NotFound:
        return None


def verdict_on_meeting(session: Session, row: MeetingRow) -> DayVerdict | None:
    """The verdict on a planned meeting's day, and on what has gone out; None for any other meeting."""
    if row.status is not MeetingStatus.PLANNED:
        return None
    facts = facts_of_meetings(session, [row])[row.id]
    return verdict_for(session, row.body_id, facts.on, GoneOut(facts.agenda_at, facts.summons_at))
