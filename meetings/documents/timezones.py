"""A time zone as calendars take it: its changes of the clock, worked out from the zone itself (RFC 5545, 3.6.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vUTCOffset
from icalendar.prop import vDDDLists

_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def changes_of(tz: ZoneInfo, first_year: int, last_year: int) -> tuple[datetime, ...]:
    """The moments, in UTC, at which the zone's offset changes in these years, both included."""
    found = []
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        if _offset(tz, moment) != _offset(tz, moment + _DAY):
            found.append(_exactly(tz, moment, moment + _DAY))
        moment += _DAY
    return tuple(found)


def timezone_component(tz: ZoneInfo, first_year: int, last_year: int) -> Timezone:
    """The VTIMEZONE that covers these years: where the clock stood at their beginning, and every change."""
    component = Timezone()
    component.add("tzid", tz.key)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    component.add_component(_part(tz, start, _offset(tz, start), [start.replace(tzinfo=None)]))
    onsets: dict[tuple[timedelta, timedelta], list[datetime]] = {}
    for change in changes_of(tz, first_year, last_year):
        before, after = _offset(tz, change - timedelta(seconds=1)), _offset(tz, change)
        onsets.setdefault((before, after), []).append((change + before).replace(tzinfo=None))
    for (before, after), times in onsets.items():
        first = (times[0] - before).replace(tzinfo=UTC)
        component.add_component(_part(tz, first, before, times, after))
    return component


def _part(
    tz: ZoneInfo, at: datetime, before: timedelta, onsets: list[datetime], after: timedelta | None = None
) -> TimezoneStandard | TimezoneDaylight:
    """One rule. Its onsets are told by the clock as it stood before the change."""
    local = at.astimezone(tz)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", onsets[0])
    if onsets[1:]:
        part.add("rdate", vDDDLists(onsets[1:]))
    part.add("tzname", local.tzname())
    part.add("tzoffsetfrom", vUTCOffset(before))
    part.add("tzoffsetto", vUTCOffset(before if after is None else after))
    return part


def _offset(tz: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(tz).utcoffset() or timedelta()


def _exactly(tz: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second at which the offset changes between two moments."""
    before = _offset(tz, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds() // 2))
        low, high = (middle, high) if _offset(tz, middle) == before else (low, middle)
    return high
