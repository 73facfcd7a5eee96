"""The dates a pattern proposes, each with what speaks against it; and the whole council's year as a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body, Membership
from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.counting import DayMode, calendar_of
from meetings.schedule.models import MeetingStatus
from meetings.schedule.patterns import MunicipalYear
from meetings.schedule.queries import MeetingRow, meetings_between
from meetings.web.formats import plural


@dataclass(frozen=True)
class Proposal:
    """A day of the pattern. `against` is what an officer should know; `chosen`: offered ticked."""

    day: date
    against: tuple[str, ...] = ()
    chosen: bool = True


def propose(session: Session, body_id: str, days: Iterable[date], tz: ZoneInfo) -> tuple[Proposal, ...]:
    """Each day with what speaks against it: offices closed, the body meets already, members are elsewhere."""
    days = tuple(days)
    if not days:
        return ()
    calendar = calendar_of(law_of(session))
    taken = _by_day(_between(session, days[0], days[-1], tz), tz)
    shared = _shared_members(session, body_id, {m.body_id for rows in taken.values() for m in rows}, days)
    return tuple(
        _proposal(d, calendar.why_not(d, DayMode.WORKING), taken.get(d, []), body_id, shared) for d in days
    )


def _proposal(
    day: date, closed: str, there: list[MeetingRow], body_id: str, shared: Mapping[str, int]
) -> Proposal:
    if any(m.body_id == body_id for m in there):
        return Proposal(day, ("It meets on this day already.",), chosen=False)
    against = tuple(_against(there, body_id, shared))
    if closed:
        return Proposal(day, (f"{closed[0].upper()}{closed[1:].rstrip('.')}.", *against), chosen=False)
    return Proposal(day, against)


def _against(there: list[MeetingRow], body_id: str, shared: Mapping[str, int]) -> Iterable[str]:
    for other in there:
        count = shared.get(other.body_id, 0)
        if other.body_id != body_id and count:
            yield f"{other.body_name} meets that day; {plural(count, 'member sits', 'members sit')} on both."


def _shared_members(
    session: Session, body_id: str, others: Collection[str], days: tuple[date, ...]
) -> dict[str, int]:
    """How many members of the body also sit on each of the others, at any time between the first and last day."""
    if not others:
        return {}
    seats = select(Membership.body_id, Membership.person_id).where(
        Membership.body_id.in_({*others, body_id}),
        Membership.valid_from <= days[-1],
        (Membership.valid_to.is_(None)) | (Membership.valid_to >= days[0]),
    )
    sitting: dict[str, set[str]] = defaultdict(set)
    for body, person in session.execute(seats):
        sitting[body].add(person)
    return {other: len(sitting[other] & sitting[body_id]) for other in others if other != body_id}


@dataclass(frozen=True)
class YearRow:
    """A body's meetings of a year, a tuple for each month from May on."""

    body_id: str
    body_name: str
    months: tuple[tuple[MeetingRow, ...], ...]

    @property
    def meetings(self) -> tuple[MeetingRow, ...]:
        """All of them."""
        return tuple(m for month in self.months for m in month)


def year_table(
    session: Session, year: MunicipalYear, bodies: Collection[str] | None, tz: ZoneInfo
) -> tuple[YearRow, ...]:
    """Every active body's meetings by month, the cancelled ones left out. `bodies` None: all."""
    query = select(Body.id, Body.name).where(Body.is_active).order_by(Body.name)
    if bodies is not None:
        query = query.where(Body.id.in_(bodies))
    found: dict[tuple[str, int, int], list[MeetingRow]] = defaultdict(list)
    for meeting in _between(session, year.start, year.end, tz):
        at = meeting.starts_at.astimezone(tz)
        found[meeting.body_id, at.year, at.month].append(meeting)
    return tuple(
        YearRow(body_id, name, tuple(tuple(found[body_id, y, m]) for y, m in year.months))
        for body_id, name in session.execute(query)
    )


def _between(session: Session, first: date, last: date, tz: ZoneInfo) -> list[MeetingRow]:
    start = datetime.combine(first, time.min, tz)
    end = datetime.combine(last + timedelta(days=1), time.min, tz)
    rows = meetings_between(session, start, end, public_only=False)
    return [m for m in rows if m.status is not MeetingStatus.CANCELLED]


def _by_day(rows: Iterable[MeetingRow], tz: ZoneInfo) -> dict[date, list[MeetingRow]]:
    found: dict[date, list[MeetingRow]] = defaultdict(list)
    for row in rows:
        found[row.starts_at.astimezone(tz).date()].append(row)
    return found
