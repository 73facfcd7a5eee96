"""How each planned decision stands before the law today: its notices with their days, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from meetings.deadlines.queries import law_of
from meetings.deadlines.rules.base import Law, Verdict
from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.queries import EntryRow, NoticeRow
from meetings.forwardplan.rules.timing import (
    Timing,
    Way,
    counting_day,
    exception_earliest,
    notice_timing,
    private_timing,
    second_timing,
    way_left,
)


@dataclass(frozen=True)
class Standing:
    """One entry with its timings; None: that notice is not needed."""

    row: EntryRow
    notices: tuple[NoticeRow, ...]
    key: Timing | None
    private_first: Timing | None
    private_second: Timing | None
    exception: NoticeRow | None
    urgency: NoticeRow | None
    private_agreed: NoticeRow | None
    #: the least that still makes the key decision lawful; None: nothing is left to do
    way: Way | None
    exception_from: date
    today: date

    @property
    def excused(self) -> bool:
        """Whether an exception or special urgency carries the key decision."""
        if self.urgency is not None:
            return True
        earliest = self.exception.earliest if self.exception else None
        return earliest is not None and earliest <= self.row.decision.decide_on

    @property
    def lawful(self) -> bool:
        """Whether the decision can be taken as far as its notices go, as things stand."""
        key = self.key is None or self.excused or (self.key.done and self.key.verdict is Verdict.SAFE)
        return key and self.private_lawful

    @property
    def private_lawful(self) -> bool:
        """The same for a meeting in private."""
        if self.private_agreed is not None or self.private_first is None:
            return True
        both = (self.private_first, self.private_second)
        return all(t is not None and t.done and t.verdict is Verdict.SAFE for t in both)

    @property
    def due(self) -> date | None:
        """The next day by which something must be published."""
        waiting = [t.due for t in self.waiting]
        return min(waiting, default=None)

    @property
    def waiting(self) -> tuple[Timing, ...]:
        """Notices that are still to be given."""
        found: list[Timing] = []
        if self.key is not None and not self.key.done and not self.excused:
            found.append(self.key)
        if self.private_agreed is None:
            private = (self.private_first, self.private_second)
            found += [t for t in private if t is not None and not t.done]
        return tuple(found)

    @property
    def late(self) -> bool:
        """Whether any of them should have been out."""
        return any(t.late(self.today) for t in self.waiting)

    @property
    def words(self) -> tuple[str, str]:
        """How it stands in a few words, with the colour of its tag."""
        if not self.row.status.is_open:
            return self.row.status.label, "grey"
        if self.urgency is not None:
            return "Special urgency", "purple"
        if self.exception is not None and self.excused:
            return "General exception", "purple"
        if self.lawful:
            needs = self.key is not None or self.private_first is not None
            return ("Notice in time", "green") if needs else ("No notice needed", "grey")
        if self.late or not self.waiting:
            return "Too late for 28 days", "red"
        return "Notice to be given", "yellow"


def standing_of(session: Session, row: EntryRow, now: datetime, tz: ZoneInfo) -> Standing:
    """One entry."""
    return standings(session, [row], now, tz)[0]


def standings(session: Session, rows: Sequence[EntryRow], now: datetime, tz: ZoneInfo) -> list[Standing]:
    """Several, with the same few queries for one and for many."""
    law = law_of(session)
    found = queries.notices_by_entry(session, [row.id for row in rows])
    return [_standing(law, row, found.get(row.id, ()), now, tz) for row in rows]


def _standing(law: Law, row: EntryRow, notices: Iterable[NoticeRow], now: datetime, tz: ZoneInfo) -> Standing:
    given = tuple(notices)
    today, on = counting_day(law, now, tz), row.decision.decide_on

    def day(at: datetime | None) -> date | None:
        return counting_day(law, at, tz) if at is not None else None

    second = queries.latest_notice(given, NoticeKind.PRIVATE_SECOND)
    closed = row.decision.privacy.closed
    key = notice_timing(law, on, day(row.noticed_at), today) if row.decision.is_key else None
    return Standing(
        row=row,
        notices=given,
        key=key,
        private_first=private_timing(law, on, day(row.private_at), today) if closed else None,
        private_second=second_timing(law, on, second.counts_from if second else None, today)
        if closed
        else None,
        exception=queries.latest_notice(given, NoticeKind.EXCEPTION),
        urgency=queries.latest_notice(given, NoticeKind.URGENCY),
        private_agreed=queries.latest_notice(given, NoticeKind.PRIVATE_AGREED),
        way=way_left(law, on, today)
        if (key is not None and key.fails) or (key is not None and not key.done)
        else None,
        exception_from=exception_earliest(law, today),
        today=now.astimezone(tz).date(),
    )
