"""Items that are there to confirm minutes: they say where those are read, once they are published."""

from __future__ import annotations

from sqlalchemy import select

from meetings.agendas.business.models import MinutesItem
from meetings.agendas.business.rules import minutes_named, minutes_words
from meetings.agendas.business.sources import links_to
from meetings.agendas.models import AgendaItem
from meetings.runtime.work import Work


def link_minutes(work: Work, meeting_id: str) -> None:
    """Let items of agendas in preparation that are to confirm these minutes say where they are read.

    What an officer has put in other words stays as it is, and so does what is published.
    """
    link = links_to(work.session, [meeting_id]).get(meeting_id)
    if link is None:
        return
    query = (
        select(AgendaItem)
        .join(MinutesItem, MinutesItem.item_id == AgendaItem.id)
        .where(
            MinutesItem.minutes_of == meeting_id,
            AgendaItem.published_at.is_(None),
            AgendaItem.removed_at.is_(None),
        )
    )
    for item in work.session.scalars(query):
        of = minutes_named(item.text)
        if of and item.text in (minutes_words(of), minutes_words(of, link.href)):
            item.text = minutes_words(of, link.href, link.pages)
