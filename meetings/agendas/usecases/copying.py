"""The next meeting from this one: its standing items, with the minutes of this one to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.agendas.content import ContentItem
from meetings.agendas.events import AgendaCopied
from meetings.agendas.models import AgendaItem
from meetings.agendas.queries import working_agenda
from meetings.agendas.rules import MINUTES_TITLE, is_minutes_item, is_standing, minutes_text
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Permission
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.queries import body_of_meeting, meeting_of
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting


@dataclass(frozen=True)
class CopyAgenda:
    """`items` are the lines to take over; None: the standing ones. `place` None: as this meeting's."""

    meeting_id: str
    starts_at: datetime
    place: str | None = None
    mode: MeetingMode | None = None
    kind: MeetingKind = MeetingKind.ORDINARY
    planned_minutes: int | None = None
    broadcast_url: str = ""
    already_held: bool = False
    items: tuple[str, ...] | None = None


@use_case(permission=Permission.PREPARE_MEETING, scope=body_of_meeting)
def copy_agenda(work: Work, command: CopyAgenda) -> str:
    """Arrange the body's next meeting and begin its agenda. Returns its id. Raises Invalid, NotFound."""
    source = meeting_of(work.session, command.meeting_id)
    agenda = working_agenda(work.session, source.id)
    new = ArrangeMeeting(
        body_id=source.body_id,
        starts_at=command.starts_at,
        place=source.place if command.place is None else command.place,
        mode=command.mode or source.mode,
        kind=command.kind,
        planned_minutes=command.planned_minutes or source.planned_minutes,
        broadcast_url=command.broadcast_url,
        already_held=command.already_held,
    )
    meeting_id = arrange_meeting(work, new)
    chosen = set(standing_items(agenda.items) if command.items is None else command.items)
    held_on = spoken_date(source.starts_at.astimezone(work.timezone))
    lines = _with_minutes([i for i in agenda.items if i.id in chosen], held_on)
    for position, line in enumerate(lines, start=1):
        line.id, line.meeting_id, line.position = new_id(), meeting_id, position
    work.session.add_all(lines)
    work.record(meeting_id, AgendaCopied(source.id, len(lines)))
    return meeting_id


def standing_items(items: tuple[ContentItem, ...]) -> tuple[str, ...]:
    """The lines that are usually taken over: standing items, and the headings above them."""
    chosen: list[str] = []
    heading: str | None = None
    for item in items:
        if item.is_heading:
            heading = item.id
        elif (is_standing(item.title) and not item.papers) or is_minutes_item(item.title):
            chosen += [heading, item.id] if heading else [item.id]
            heading = None
    return tuple(chosen)


def spoken_date(day: datetime) -> str:
    """9 February 2021."""
    return f"{day.day} {day:%B %Y}"


def _with_minutes(items: list[ContentItem], held_on: str) -> list[AgendaItem]:
    lines = [_copy(i, held_on) for i in items]
    if not any(is_minutes_item(i.title) for i in items):
        at = next((n for n, i in enumerate(items) if not (i.is_heading or _comes_first(i))), len(items))
        lines.insert(at, AgendaItem(title=MINUTES_TITLE, text=minutes_text(held_on)))
    return lines


def _comes_first(item: ContentItem) -> bool:
    words = item.title.lower()
    return any(w in words for w in ("apolog", "substitut", "declar", "interest"))


def _copy(item: ContentItem, held_on: str) -> AgendaItem:
    minutes = not item.is_heading and is_minutes_item(item.title)
    return AgendaItem(
        kind=item.kind,
        title=item.title,
        text=minutes_text(held_on) if minutes else item.text,
        recommendation="" if minutes else item.recommendation,
        sensitivity=item.sensitivity,
        exemption=item.exemption,
        # What it is stays; whether it must be kept back is asked anew for each meeting.
        exempt_paragraphs=list(item.exempt_paragraphs),
        confidential_ground=item.confidential_ground,
        tags=list(item.tags),
    )
