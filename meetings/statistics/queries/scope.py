"""Which meetings figures are for, as a condition that every statement shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from meetings.bodies.models import Body
from meetings.bodies.rules import BodyKind
from meetings.db.record import Stream
from meetings.kernel.secrecy import Audience
from meetings.schedule.models import Meeting, MeetingKind, MeetingStatus
from meetings.statistics.rules.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scope:
    """Meetings of a period, of all bodies or some, as an audience may know of them."""

    period: Period
    tz: ZoneInfo
    #: None: all of them
    body_ids: tuple[str, ...] | None = None
    audience: Audience = Audience.PUBLIC
    #: one meeting alone, whatever the period
    meeting_id: str = ""

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment, and the first after the end."""
        start = datetime.combine(self.period.first, time(), self.tz)
        return start, datetime.combine(self.period.last + _DAY, time(), self.tz)

    @property
    def held(self) -> ColumnElement[bool]:
        """Of a meeting: it belongs to the scope and was held."""
        start, end = self.bounds
        conditions: list[ColumnElement[bool]] = [Meeting.status == MeetingStatus.CLOSED]
        if self.meeting_id:
            conditions.append(Meeting.id == self.meeting_id)
        else:
            conditions += [Meeting.starts_at >= start, Meeting.starts_at < end]
        if self.body_ids is not None:
            conditions.append(Meeting.body_id.in_(self.body_ids))
        if self.audience is Audience.PUBLIC:
            conditions.append(Meeting.is_public.is_(True))
        return and_(*conditions)

    @property
    def ids(self) -> Select[str]:
        """The ids of these meetings, to ask for what belongs to them."""
        return select(Meeting.id).where(self.held)


def annual_meetings(session: Session, tz: ZoneInfo) -> list[date]:
    """The days of the council's annual meetings: a council year begins with one. One query."""
    query = (
        select(Meeting.starts_at)
        .join(Body, Body.id == Meeting.body_id)
        .where(
            Body.kind == BodyKind.COUNCIL,
            Meeting.kind == MeetingKind.ANNUAL,
            Meeting.status != MeetingStatus.CANCELLED,
        )
    )
    return sorted(at.astimezone(tz).date() for at in session.scalars(query))


def version_of_all(session: Session) -> str:
    """Changes with every fact of any meeting or of the council: figures kept under it are never out of date."""
    # Streams only grow, so that their number and the sum of their versions tell every change.
    number, versions = session.execute(select(func.count(), func.sum(Stream.version))).one()
    return f"{number}-{versions}"
