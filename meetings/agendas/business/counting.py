"""Where the numbers of an agenda begin, where a body numbers its items through the municipal year."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.agendas.business.models import OrderOfBusiness
from meetings.agendas.models import AgendaItem
from meetings.agendas.rules import Count, ItemKind, Numbering
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.patterns import municipal_year

#: The municipal year turns at midnight where the council sits; every council of these profiles sits here.
_HERE = ZoneInfo("Europe/London")


def count_of(session: Session, meeting_id: str) -> Count:
    """How the items of a meeting are numbered: after those of the body's earlier meetings of the year.

    Cancelled meetings and numbers taken over from another system use none up. One query, or two.
    """
    query = (
        select(OrderOfBusiness.numbering, Meeting.body_id, Meeting.starts_at)
        .join(Meeting, Meeting.body_id == OrderOfBusiness.body_id)
        .where(Meeting.id == meeting_id)
    )
    row = session.execute(query).one_or_none()
    if row is None or row[0] is Numbering.MEETING:
        return Count()
    scheme, body_id, starts_at = row
    year = municipal_year(starts_at.astimezone(_HERE).date())
    begin = datetime.combine(year.start, time.min, _HERE)
    before = (
        select(func.count())
        .select_from(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Meeting.body_id == body_id,
            Meeting.starts_at >= begin,
            Meeting.starts_at < starts_at,
            Meeting.status != MeetingStatus.CANCELLED,
            AgendaItem.kind == ItemKind.ITEM,
            AgendaItem.fixed_number == "",
            AgendaItem.removed_at.is_(None),
        )
    )
    return Count(scheme, session.scalar(before) or 0, year.first)
