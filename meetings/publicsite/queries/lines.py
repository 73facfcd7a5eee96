"""Which lines of published agendas an audience may read: what decides whether a motion or vote is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.agendas.models import AgendaVersion
from meetings.kernel.secrecy import Audience, Sensitivity, may_read
from meetings.schedule.models import Meeting


class Line(NamedTuple):
    """An item by number and title, and whether everybody may read it."""

    number: str
    title: str
    is_public: bool = True


#: what a motion that belongs to no item is shown under
NO_ITEM = Line("", "")
#: As whom somebody reads the meetings of a body.
AudienceOf = Callable[[str], Audience]
Lines = dict[str, dict[str, Line]]


def as_public(_body_id: str) -> Audience:
    """Everybody reads as the public."""
    return Audience.PUBLIC


def open_lines(session: Session, meeting_ids: Collection[str], audience_of: AudienceOf = as_public) -> Lines:
    """By meeting, the items of its current agenda that may be read. One query."""
    if not meeting_ids:
        return {}
    current = and_(AgendaVersion.meeting_id == Meeting.id, AgendaVersion.number == Meeting.agenda_version)
    query = (
        select(Meeting.id, Meeting.body_id, AgendaVersion.content)
        .join(AgendaVersion, current)
        .where(Meeting.id.in_(set(meeting_ids)))
    )
    return {
        meeting_id: _readable(content["items"], audience_of(body_id))
        for meeting_id, body_id, content in session.execute(query)
    }


def open_items(agenda: AgendaContent | None, audience: Audience) -> dict[str, Line]:
    """The items of a published agenda that the audience may read."""
    return {
        item.id: Line(item.number, item.title, _is_public(item.sensitivity))
        for item in (agenda.items if agenda else ())
        if may_read(item.sensitivity, published=True, audience=audience)
    }


def _readable(items: Collection[dict[str, Any]], audience: Audience) -> dict[str, Line]:
    """The same of an agenda's JSON: building all of many agendas for a few titles would be dear."""
    return {
        item["id"]: Line(item["number"], item["title"], _is_public(Sensitivity(item["sensitivity"])))
        for item in items
        if may_read(Sensitivity(item["sensitivity"]), published=True, audience=audience)
    }


def _is_public(sensitivity: Sensitivity) -> bool:
    return may_read(sensitivity, published=True, audience=Audience.PUBLIC)


def line_for(lines: Lines, meeting_id: str, item_id: str | None) -> Line | None:
    """The item that something belongs to; None if it may not be shown.

    An item that is not on the current agenda any more is not shown: nobody can tell what it would be marked now.
    """
    if item_id is None:
        return NO_ITEM
    return lines.get(meeting_id, {}).get(item_id)
