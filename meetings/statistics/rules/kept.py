"""Deadlines kept: clear days of notice, minutes published after so many days, statements of decisions in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from meetings.bodies.rules import BodyKind
from meetings.deadlines.rules.after import welsh_note
from meetings.deadlines.rules.base import Law, Profile, Verdict
from meetings.deadlines.rules.executive import decision_statement
from meetings.deadlines.rules.notice import clear_published, days_of
from meetings.kernel.errors import DomainError
from meetings.statistics.rules.facts import Held


@dataclass(frozen=True)
class Dates:
    """When things were published about one meeting; None: not yet, or not here."""

    agenda_at: datetime | None = None
    minutes_at: datetime | None = None
    #: the executive's decisions: records of them, or the minutes
    decisions_at: datetime | None = None
    #: the note that Wales asks for
    note_at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """How one meeting stands."""

    meeting_id: str
    agenda_on: date | None
    #: clear days on the careful count; None: no agenda
    clear: int | None
    needed: int
    verdict: Verdict | None
    minutes_on: date | None
    minutes_days: int | None
    #: the statement of executive decisions, or the Welsh note; None: none is asked for
    statement_due: date | None
    statement_on: date | None
    today: date

    @property
    def statement_kept(self) -> bool | None:
        """Whether it was out in time; None: none is asked for, or the day has not come."""
        if self.statement_due is None:
            return None
        if self.statement_on is not None:
            return self.statement_on <= self.statement_due
        return False if self.today > self.statement_due else None


def kept(law: Law, held: Held, dates: Dates, tz: ZoneInfo, today: date) -> Kept:
    """The law's own count for one meeting."""
    verdict, clear = _notice(law, held, dates.agenda_at, tz)
    minutes_on = _day(dates.minutes_at, tz)
    return Kept(
        held.id,
        _day(dates.agenda_at, tz),
        clear,
        days_of(law, held.day),
        verdict,
        minutes_on,
        (minutes_on - held.day).days if minutes_on else None,
        _statement_due(law, held),
        _day(dates.note_at if law.profile is Profile.WALES else dates.decisions_at, tz),
        today,
    )


def _day(at: datetime | None, tz: ZoneInfo) -> date | None:
    return at.astimezone(tz).date() if at else None


def _notice(law: Law, held: Held, at: datetime | None, tz: ZoneInfo) -> tuple[Verdict | None, int | None]:
    if at is None:
        return None, None
    try:
        answer = clear_published(law, at, held.day, tz)
    except DomainError:
        # published after the meeting, or no rule of notice is known for that day
        return (Verdict.SHORT if at.astimezone(tz).date() >= held.day else None), 0
    return answer.verdict, answer.result["careful"]


def _statement_due(law: Law, held: Held) -> date | None:
    try:
        if law.profile is Profile.WALES:
            return date.fromisoformat(welsh_note(law, held.day).result)
        if held.body_kind is BodyKind.CABINET:
            return date.fromisoformat(decision_statement(law, held.day).result)
    except DomainError:
        return None
    return None


@dataclass(frozen=True)
class KeptTotals:
    """Meetings added up. Each group of figures has its own whole: `agendas`, `minutes`, `statements`."""

    meetings: int
    agendas: int
    safe: int
    arguable: int
    short: int
    minutes: int
    minutes_middle: int | None
    minutes_longest: int | None
    statements: int
    statements_kept: int


def totals(rows: Iterable[Kept]) -> KeptTotals:
    """Added up."""
    given = list(rows)
    verdicts = [k.verdict for k in given if k.verdict is not None]
    days = [k.minutes_days for k in given if k.minutes_days is not None]
    stated = [k.statement_kept for k in given if k.statement_kept is not None]
    return KeptTotals(
        len(given),
        len(verdicts),
        verdicts.count(Verdict.SAFE),
        verdicts.count(Verdict.ARGUABLE),
        verdicts.count(Verdict.SHORT),
        len(days),
        round(median(days)) if days else None,
        max(days, default=None),
        len(stated),
        sum(stated),
    )
