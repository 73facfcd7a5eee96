"""On which days each body of the demonstration meets, and how far each meeting has got, seen from any day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from meetings.admin.demo.agenda import DemoState, local
from meetings.admin.demo.calendar import is_recess, nth_weekday, out_of_recess, working_days_before
from meetings.admin.demo.content import DemoBody, demo_content
from meetings.admin.demo.plans import AgendaPlan, plan_for

#: long enough that each month's meeting is in the past once, though its day moves from year to year
_BACK = timedelta(days=399)
_AHEAD = timedelta(days=183)
#: no other meeting of the same body is so near to the two that are set by the day of loading
_APART = timedelta(days=15)
#: working days from publication to the meeting, so that five clear days lie between
NOTICE = 6


@dataclass(frozen=True)
class Date:
    """A meeting as a date: which agenda it has and where it stands."""

    body: DemoBody
    starts: datetime
    state: DemoState
    plan: AgendaPlan | None = None


def ready_at(now: datetime) -> datetime:
    """When the meeting to be opened now begins: the next quarter of an hour at least ten minutes away."""
    earliest = now + timedelta(minutes=10)
    whole = earliest.replace(minute=earliest.minute // 15 * 15, second=0, microsecond=0)
    return whole if whole >= earliest else whole + timedelta(minutes=15)


def dates_of(body: DemoBody, today: date, opens: time) -> list[Date]:
    """All meetings of a body, in order: each month's last one in the past, and half a year to come."""
    fixed = _fixed(body, today, opens)
    days = [(month, day) for month, day in _days(body, today) if not _too_near(day, fixed)]
    latest = {month: day for month, day in days if day < today}
    past = [
        Date(body, local(day, body.time), DemoState.PAST, plan_for(body.key, month=month))
        for month, day in latest.items()
    ]
    ahead = sorted(out_of_recess(day, _special(today)) for _, day in days if day >= today)
    return sorted(past + fixed + _to_come(body, ahead, today), key=lambda d: d.starts)


def _fixed(body: DemoBody, today: date, opens: time) -> list[Date]:
    """The two meetings that are set by the day of loading."""
    ready, council = _special(today)
    if body.key == "scrutiny":
        plan = plan_for(body.key, slot="ready")
        return [Date(body, datetime.combine(ready, opens), DemoState.READY, plan)]
    if body.key == "council":
        plan = plan_for(body.key, slot="next")
        return [Date(body, local(council, body.time), DemoState.PUBLISHED, plan)]
    return []


def _special(today: date) -> tuple[date, date]:
    """Today, and the Wednesday of next week or of the first week after a recess."""
    wednesday = today + timedelta(days=7 - today.weekday() + 2)
    return today, out_of_recess(wednesday)


def _too_near(day: date, fixed: list[Date]) -> bool:
    return any(abs(day - d.starts.date()) < _APART for d in fixed)


def _days(body: DemoBody, today: date) -> list[tuple[int, date]]:
    """(Month it is meant for, day) of all of a body's regular meetings that are shown."""
    years = range(today.year - 2, today.year + 2)
    days = [(month, _regular(year)[body.key, month]) for year in years for month in body.months]
    return [(month, day) for month, day in days if today - _BACK <= day <= today + _AHEAD]


@cache
def _regular(year: int) -> dict[tuple[str, int], date]:
    """Every body's regular meetings of a year; those that a recess moves keep clear of all the others."""
    bodies = demo_content().bodies
    usual = {(b.key, month): nth_weekday(year, month, b.weekday, b.nth) for b in bodies for month in b.months}
    found = {key: day for key, day in usual.items() if not is_recess(day)}
    for key, day in usual.items():
        if key not in found:
            found[key] = out_of_recess(day, set(found.values()))
    return found


def _to_come(body: DemoBody, days: list[date], today: date) -> list[Date]:
    rest = [Date(body, local(day, body.time), DemoState.PLANNED) for day in days]
    if rest and body.key != "council":
        rest[0] = _coming(rest[0], today)
    if body.key == "licensing" and len(rest) > 1:
        rest[1] = replace(rest[1], state=DemoState.CANCELLED)
    return rest


def _coming(first: Date, today: date) -> Date:
    """The next meeting of a body: its agenda is out if the day for that has come, and being drafted if not."""
    out = working_days_before(first.starts.date(), NOTICE) <= today
    state = DemoState.PUBLISHED if out else DemoState.DRAFT
    return replace(first, state=state, plan=plan_for(first.body.key, slot="next"))
