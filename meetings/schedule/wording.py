"""Days and times as letters write them: council time, British order."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_in_words(day: date) -> str:
    """Tuesday 8 December 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def time_in_words(moment: datetime, tz: ZoneInfo) -> str:
    """7pm, 6.30pm, noon, midnight."""
    at = moment.astimezone(tz)
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment_in_words(moment: datetime, tz: ZoneInfo) -> str:
    """Tuesday 8 December 2026 at 7pm."""
    return f"{day_in_words(moment.astimezone(tz).date())} at {time_in_words(moment, tz)}"
