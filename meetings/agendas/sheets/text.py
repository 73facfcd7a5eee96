"""What a notice or a summons says, for print. Titles that the public may not read are in neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.agendas.queries import for_audience, published_agenda
from meetings.agendas.sheets.models import SheetKind
from meetings.bodies.queries import council_name
from meetings.kernel.secrecy import Audience
from meetings.schedule.models import MeetingMode
from meetings.schedule.queries import MeetingRow
from meetings.web.formats import date_and_time, long_date


@dataclass(frozen=True)
class SheetLine:
    """A line of the business."""

    number: str
    title: str
    heading: bool


@dataclass(frozen=True)
class Sheet:
    """A whole sheet, in words."""

    council: str
    label: str
    body: str
    when: str
    lead: str
    where: tuple[str, ...]
    lines: tuple[SheetLine, ...]
    closed: str
    signed: str
    dated: str


def sheet_of(
    session: Session,
    meeting: MeetingRow,
    kind: SheetKind,
    version: int,
    at: datetime,
    signed: str,
    tz: ZoneInfo,
) -> Sheet | None:
    """The sheet for a version of the agenda; None if that is no longer published."""
    content = published_agenda(session, meeting.id, version)
    if content is None:
        return None
    when = date_and_time(meeting.starts_at, tz)
    return Sheet(
        council=council_name(session),
        label=kind.label,
        body=meeting.title,
        when=when,
        lead=_lead(kind, meeting, when),
        where=tuple(_where(meeting)),
        lines=_lines(for_audience(content, Audience.PUBLIC)),
        closed=_closed(content),
        signed=signed,
        dated=long_date(at, tz),
    )


def _lead(kind: SheetKind, meeting: MeetingRow, when: str) -> str:
    body = meeting.body_name if meeting.body_name.lower().startswith("the ") else f"the {meeting.body_name}"
    if kind is SheetKind.SUMMONS:
        return f"You are summoned to attend a meeting of {body} on {when}, to transact the business set out below."
    return f"A meeting of {body} will be held on {when}. The business is set out below."


def _where(meeting: MeetingRow) -> list[str]:
    said = []
    if meeting.mode is not MeetingMode.REMOTE and meeting.place:
        said.append(f"Place: {meeting.place}")
    if meeting.mode is not MeetingMode.IN_PERSON:
        said.append(f"How people take part: {meeting.mode.label.lower()}")
    if meeting.broadcast_url:
        said.append(f"Broadcast: {meeting.broadcast_url}")
    return said


def _lines(public: AgendaContent) -> tuple[SheetLine, ...]:
    return tuple(
        SheetLine(i.number, f"{i.title} (withdrawn)" if i.withdrawn else i.title, i.is_heading)
        for i in public.items
    )


def _closed(content: AgendaContent) -> str:
    """Whether part of the meeting is likely not to be open (England: Local Government Act 1972, section 100A)."""
    numbers = [i.number for i in content.items if i.sensitivity.value != "public" and not i.is_heading]
    if not numbers:
        return "The meeting is open to the public."
    items = f"item {numbers[0]}" if len(numbers) == 1 else f"items {', '.join(numbers)}"
    return f"The meeting is open to the public, except that it is likely to be closed for {items}."
