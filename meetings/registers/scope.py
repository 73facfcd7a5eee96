"""What a register is of: one meeting, or the meetings that a body held in a period; and who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from meetings.agendas.models import AgendaVersion
from meetings.bodies.queries import BodyRow, council_name
from meetings.kernel.secrecy import Audience, Sensitivity, may_read, may_see_proceedings, title_for
from meetings.minutes.wording import day, long_date
from meetings.schedule.models import Meeting, MeetingStatus
from meetings.schedule.queries import MeetingRow, meetings_between


@dataclass(frozen=True)
class Scope:
    """`meetings` are those that were held, in order of time. `audience` None of them reads more than it may."""

    council: str
    body: str
    when: str
    meetings: tuple[MeetingRow, ...]
    audience: Audience
    tz: ZoneInfo
    of_one: bool = False

    def held(self, meeting: MeetingRow) -> date:
        """The council's date of a meeting."""
        return meeting.starts_at.astimezone(self.tz).date()

    @property
    def restricted(self) -> bool:
        """Whether whoever reads it may read what the public may not."""
        return self.audience is not Audience.PUBLIC


@dataclass(frozen=True)
class ItemLine:
    """An item as the reader may know it."""

    number: str
    title: str
    sensitivity: Sensitivity

    @property
    def said(self) -> str:
        """With its number."""
        return f"{self.number} {self.title}".strip()


def of_meeting(session: Session, meeting: MeetingRow, audience: Audience, tz: ZoneInfo) -> Scope:
    """One meeting that was opened."""
    held = (meeting,) if was_held(meeting) else ()
    on = long_date(meeting.starts_at.astimezone(tz).date())
    return Scope(council_name(session), meeting.title, on, held, audience, tz, of_one=True)


def of_period(
    session: Session, body: BodyRow, first: date, last: date, audience: Audience, tz: ZoneInfo
) -> Scope:
    """The meetings that a body held from one day to another, both included."""
    start = datetime(first.year, first.month, first.day, tzinfo=tz)
    end = datetime(last.year, last.month, last.day, 23, 59, 59, 999999, tzinfo=tz)
    found = meetings_between(session, start, end, body.id, public_only=audience is Audience.PUBLIC)
    held = tuple(m for m in found if was_held(m) and (m.status is MeetingStatus.CLOSED))
    return Scope(council_name(session), body.name, f"{day(first)} to {day(last)}", held, audience, tz)


def was_held(meeting: MeetingRow) -> bool:
    """Whether it was opened here."""
    return meeting.opened_at is not None


def council_year(on: date) -> int:
    """The year in which the council's year began: in May, when it holds its annual meeting."""
    return on.year if on.month >= 5 else on.year - 1


def year_days(year: int) -> tuple[date, date]:
    """The first and last day of a council's year."""
    return date(year, 5, 1), date(year + 1, 4, 30)


def years_of(session: Session, body_id: str, this_year: int, tz: ZoneInfo) -> list[int]:
    """The council's years in which a body held public meetings, and this one; the latest first. One query."""
    query = select(Meeting.starts_at).where(
        Meeting.body_id == body_id,
        Meeting.is_public,
        Meeting.status == MeetingStatus.CLOSED,
        Meeting.opened_at.is_not(None),
    )
    held = {council_year(at.astimezone(tz).date()) for at in session.scalars(query)}
    return sorted({this_year, *held}, reverse=True)


def items_of(session: Session, scope: Scope) -> dict[tuple[str, str], ItemLine]:
    """The items of the published agendas, by meeting and item, by the titles the reader may know. One query."""
    current = and_(AgendaVersion.meeting_id == Meeting.id, AgendaVersion.number == Meeting.agenda_version)
    query = select(Meeting.id, AgendaVersion.content).join(AgendaVersion, current)
    rows = session.execute(query.where(Meeting.id.in_([m.id for m in scope.meetings])))
    return {
        (meeting_id, item["id"]): _line(item, scope.audience)
        for meeting_id, content in rows
        for item in content["items"]
    }


def open_to(scope: Scope, item: ItemLine | None, *, of_item: bool, private: bool) -> bool:
    """Whether what happened on an item may be read: of one that is on no agenda now nobody can tell how it would
    be marked, so the public does not."""
    if not may_see_proceedings(private=private, audience=scope.audience):
        return False
    if not of_item:
        return True
    sensitivity = item.sensitivity if item else Sensitivity.CONFIDENTIAL
    return may_read(sensitivity, published=True, audience=scope.audience)


def link_to(scope: Scope, meeting: MeetingRow) -> str:
    """The meeting's page for whoever reads it."""
    return f"/desk/meetings/{meeting.id}" if scope.audience is Audience.OFFICER else f"/meetings/{meeting.id}"


def listing(words: Iterable[str]) -> str:
    """Names in a row."""
    return ", ".join(words)


def _line(item: dict[str, Any], audience: Audience) -> ItemLine:
    sensitivity = Sensitivity(item["sensitivity"])
    return ItemLine(item["number"], title_for(item["title"], sensitivity, audience), sensitivity)
