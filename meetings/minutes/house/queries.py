"""Reads about house style: a body's choices, and where the numbers of a meeting's minutes begin."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from meetings.agendas.content import AgendaContent
from meetings.bodies.queries import BodyRow
from meetings.kernel.secrecy import Audience
from meetings.minutes.drafting.setting import Setting
from meetings.minutes.house.models import HouseStyleRow, MinuteNumbersRow
from meetings.minutes.house.references import references
from meetings.minutes.models import Minutes, MinutesVersion
from meetings.minutes.style import HouseStyle, MinuteNumbers, YearStart, style_from_data
from meetings.minutes.style_numbers import Numbers
from meetings.packs.queries import page_ranges
from meetings.schedule.models import Meeting, MeetingKind, MeetingStatus
from meetings.schedule.patterns import municipal_year

#: Numbers that go on from one meeting to the next.
_GOING_ON = tuple(scheme.value for scheme in MinuteNumbers if scheme.goes_on)


@dataclass(frozen=True)
class Taken:
    """The numbers of one meeting's minutes."""

    meeting_id: str
    starts_at: datetime
    first: int
    last: int
    reason: str
    is_public: bool


def style_of(session: Session, body: BodyRow) -> HouseStyle:
    """How a body writes its minutes: as it chose, else as the whole council does, else as usual."""
    rows = _rows(session, body.id)
    own, common = rows.get(body.id), rows.get(None)
    style = style_from_data(own if own is not None else common or {})
    if own is not None or common is None or body.resolved_word != HouseStyle().resolved:
        style = replace(style, resolved=body.resolved_word)
    return style


def has_own_style(session: Session, body_id: str) -> bool:
    """Whether the body chose for itself."""
    return body_id in _rows(session, body_id)


def common_style(session: Session) -> HouseStyle:
    """What holds for every body that chose nothing itself."""
    return style_from_data(_rows(session, "").get(None, {}))


def styled_bodies(session: Session) -> set[str]:
    """The bodies that chose for themselves."""
    return set(session.scalars(select(HouseStyleRow.body_id).where(HouseStyleRow.body_id.is_not(None))))


def in_house_style(session: Session, setting: Setting, body: BodyRow, meeting_id: str) -> Setting:
    """The setting of a draft with the body's style, the numbers, and the pages of the pack where it cites them.

    Minutes that the public reads already keep the style they were published in.
    """
    style = _published_style(session, meeting_id, body.resolved_word) or style_of(session, body)
    pages = _pages(session, meeting_id, setting.agenda) if style.pack_pages else {}
    zone = ZoneInfo(setting.timezone)
    refer = references(session, setting.agenda, zone) if style.cross_references else {}
    numbers = numbers_of(session, body.id, meeting_id, setting.held_on, style, zone)
    return replace(
        setting, style=style, resolved_word=style.resolved, pages=pages, references=refer, numbers=numbers
    )


def numbers_of(
    session: Session, body_id: str, meeting_id: str, held_on: date, style: HouseStyle, zone: ZoneInfo
) -> Numbers:
    """Where the numbers begin: as they were taken, else after the highest that any meeting of the year has."""
    if style.numbers is MinuteNumbers.AGENDA:
        return Numbers()
    year = year_of(session, held_on, style.year_start, zone)
    row = session.get(MinuteNumbersRow, meeting_id)
    published = session.scalar(select(Minutes.public_version).where(Minutes.meeting_id == meeting_id))
    if row is not None and published:
        return Numbers(row.first, row.year, dict(row.given))
    if not style.numbers.goes_on:
        return Numbers(1, year)
    others = [t for t in taken_in(session, body_id, year, style.year_start) if t.meeting_id != meeting_id]
    if row is None or row.scheme not in _GOING_ON or (row.year != year and not row.reason):
        return Numbers(max((t.last for t in others), default=0) + 1, year)
    return Numbers(row.first, year, before=min((t.first for t in others if t.first > row.first), default=0))


def taken_in(session: Session, body_id: str, year: int, start: YearStart) -> list[Taken]:
    """The meetings of a body whose minutes have numbers of that year, in the order they were held."""
    query = (
        select(
            MinuteNumbersRow.meeting_id,
            Meeting.starts_at,
            MinuteNumbersRow.first,
            MinuteNumbersRow.last,
            MinuteNumbersRow.reason,
            func.coalesce(Minutes.public_version, 0) > 0,
        )
        .join(Meeting, Meeting.id == MinuteNumbersRow.meeting_id)
        .outerjoin(Minutes, Minutes.meeting_id == MinuteNumbersRow.meeting_id)
        .where(MinuteNumbersRow.body_id == body_id, MinuteNumbersRow.scheme.in_(_GOING_ON))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if start is not YearStart.NEVER:
        query = query.where(MinuteNumbersRow.year == year)
    return [Taken(*row) for row in session.execute(query)]


def undrafted_before(session: Session, body_id: str, meeting_id: str, begin: datetime) -> list[datetime]:
    """When earlier meetings since then were held that closed and have no numbers yet."""
    own = select(Meeting.starts_at).where(Meeting.id == meeting_id).scalar_subquery()
    query = (
        select(Meeting.starts_at)
        .outerjoin(MinuteNumbersRow, MinuteNumbersRow.meeting_id == Meeting.id)
        .where(Meeting.body_id == body_id, Meeting.status == MeetingStatus.CLOSED, Meeting.starts_at < own)
        .where(Meeting.starts_at >= begin, MinuteNumbersRow.meeting_id.is_(None))
    )
    return list(session.scalars(query.order_by(Meeting.starts_at)))


def year_of(session: Session, held_on: date, start: YearStart, zone: ZoneInfo) -> int:
    """The year that a meeting's numbers belong to. A council year begins with the annual meeting of the council."""
    if start is not YearStart.COUNCIL_YEAR:
        return held_on.year
    usual = municipal_year(held_on).first
    annual = _annual_day(session, held_on.year, zone)
    if annual is None:
        return usual
    return held_on.year if held_on >= annual else held_on.year - 1


def year_begins(year: int, zone: ZoneInfo, start: YearStart) -> datetime:
    """The first moment of a year, at the earliest."""
    month = 5 if start is YearStart.COUNCIL_YEAR else 1
    return datetime.combine(date(1 if start is YearStart.NEVER else year, month, 1), time(), zone)


def _annual_day(session: Session, year: int, zone: ZoneInfo) -> date | None:
    begin = datetime(year, 3, 1, tzinfo=zone)
    query = select(func.min(Meeting.starts_at)).where(
        Meeting.kind == MeetingKind.ANNUAL,
        Meeting.status != MeetingStatus.CANCELLED,
        Meeting.starts_at >= begin,
        Meeting.starts_at < begin + timedelta(days=150),
    )
    found = session.scalar(query)
    return found.astimezone(zone).date() if found is not None else None


def _rows(session: Session, body_id: str) -> dict[str | None, dict[str, Any]]:
    query = select(HouseStyleRow.body_id, HouseStyleRow.choices).where(
        (HouseStyleRow.body_id == body_id) | HouseStyleRow.body_id.is_(None)
    )
    return {row.body_id: row.choices for row in session.execute(query)}


def _published_style(session: Session, meeting_id: str, word: str) -> HouseStyle | None:
    """Of the version that the public reads; those from before there were styles have only the body's word."""
    query = (
        select(MinutesVersion.content["style"])
        .join(Minutes, Minutes.meeting_id == MinutesVersion.meeting_id)
        .where(Minutes.meeting_id == meeting_id, Minutes.public_version > 0)
        .where(MinutesVersion.number == Minutes.public_version)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    return style_from_data(row[0]) if row[0] else replace(HouseStyle(), resolved=word)


def _pages(session: Session, meeting_id: str, agenda: AgendaContent) -> dict[str, str]:
    """By item the pages of its papers in the public pack; an exempt pack's numbers are not for public minutes."""
    found = page_ranges(session, meeting_id, Audience.PUBLIC)
    pages: dict[str, str] = {}
    for item in agenda.items:
        ranges = [found[paper.id] for paper in item.papers if paper.id in found]
        if ranges:
            pages[item.id] = pages_words([(r.first, r.last) for r in ranges])
    return pages


def pages_words(ranges: Collection[tuple[int, int]]) -> str:
    """`pages 6 to 12 of the agenda pack`."""
    first, last = min(r[0] for r in ranges), max(r[1] for r in ranges)
    return (
        f"page {first} of the agenda pack" if first == last else f"pages {first} to {last} of the agenda pack"
    )
