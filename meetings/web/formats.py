"""How dates, times and numbers are written for people: the council's time zone, British order, plain words."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask


def long_date(value: date | datetime, tz: ZoneInfo) -> str:
    """Tuesday 9 February 2021."""
    day = _local(value, tz)
    return f"{day:%A} {day.day} {day:%B %Y}"


def short_date(value: date | datetime, tz: ZoneInfo) -> str:
    """9 Feb 2021."""
    day = _local(value, tz)
    return f"{day.day} {day:%b %Y}"


def time_of_day(value: datetime, tz: ZoneInfo) -> str:
    """6.30pm, noon, midnight."""
    at = value.astimezone(tz)
    if (at.hour, at.minute) == (12, 0):
        return "noon"
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def date_and_time(value: datetime, tz: ZoneInfo) -> str:
    """Tuesday 9 February 2021, 6.30pm."""
    return f"{long_date(value, tz)}, {time_of_day(value, tz)}"


def clock(value: datetime, tz: ZoneInfo) -> str:
    """19:42:10."""
    return f"{value.astimezone(tz):%H:%M:%S}"


def file_size(value: int) -> str:
    """340 KB, 1.2 MB."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} KB"
    return f"{value / 1_000_000:.1f} MB"


def plural(count: int, one: str, many: str = "") -> str:
    """1 member, 2 members."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def install(app: Flask, tz: ZoneInfo) -> None:
    """Make them filters of the templates."""
    filters = app.jinja_env.filters
    filters["date"] = lambda v: long_date(v, tz)
    filters["short_date"] = lambda v: short_date(v, tz)
    filters["day_of_month"] = lambda v: str(_local(v, tz).day)
    filters["time"] = lambda v: time_of_day(v, tz)
    filters["datetime"] = lambda v: date_and_time(v, tz)
    filters["clock"] = lambda v: clock(v, tz)
    filters["iso"] = lambda v: v.isoformat()
    filters["local_iso"] = lambda v: v.astimezone(tz).isoformat()
    filters["time_of_iso"] = lambda v: time_of_day(datetime.fromisoformat(v), tz)
    filters["clock_of_iso"] = lambda v: clock(datetime.fromisoformat(v), tz)
    filters["date_of_iso"] = lambda v: long_date(datetime.fromisoformat(v), tz)
    filters["file_size"] = file_size
    filters["plural"] = plural


def _local(value: date | datetime, tz: ZoneInfo) -> date:
    return value.astimezone(tz) if isinstance(value, datetime) else value
