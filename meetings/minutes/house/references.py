"""Which earlier minute an item comes from, as minutes point back to it: `Minute 27 (8 December 2026) refers`."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.agendas.business.models import CarriedItem
from meetings.agendas.content import AgendaContent
from meetings.agendas.models import AgendaItem
from meetings.minutes import wording
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.schedule.models import Meeting


def references(session: Session, agenda: AgendaContent, zone: ZoneInfo) -> dict[str, str]:
    """By item, for those that an earlier meeting had before it. Minutes that nobody can read yet are not cited."""
    ids = [item.id for item in agenda.items]
    query = (
        select(CarriedItem.item_id, CarriedItem.from_item_id, Meeting.starts_at, MinutesVersion.content)
        .join(AgendaItem, AgendaItem.id == CarriedItem.from_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(MinutesVersion, MinutesVersion.meeting_id == Meeting.id)
        .where(CarriedItem.item_id.in_(ids), MinutesVersion.number == Minutes.public_version)
    )
    found: dict[str, str] = {}
    for item_id, from_id, starts_at, content in session.execute(query):
        number = next((i["number"] for i in content["items"] if i["item_id"] == from_id), "")
        if number:
            on = wording.day(starts_at.astimezone(zone).date())
            found[item_id] = f"Minute {number.rstrip('.')} ({on}) refers"
    return found
