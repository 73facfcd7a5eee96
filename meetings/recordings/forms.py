"""What officers type about recordings: times by the clock, places in a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from meetings.kernel.errors import Invalid
from meetings.recordings.rules import Segment
from meetings.recordings.standing import clock
from meetings.recordings.usecases import StretchWish
from meetings.recordings.usecases.transcripts import LineWish

#: Empty rows offered after those that are filled in.
SPARE = 2
MOST_ROWS = 60
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?")
_PLACE = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?")
_BAD_CLOCK = "Enter a time by the clock, such as 19:02:15"


def clock_of(text: str, since: datetime, zone: ZoneInfo) -> datetime | None:
    """A time by the clock on the day of the meeting, or after midnight where it would be long before. None: no time."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = (int(g or 0) for g in found.groups())
    began = since.astimezone(zone)
    at = datetime.combine(began.date(), time(hour, minute, second), zone)
    if at < began - timedelta(hours=12):
        at = datetime.combine(began.date() + timedelta(days=1), time(hour, minute, second), zone)
    return at


def place_of(text: str) -> float | None:
    """A place in a recording, such as 1:02:03 or 2:03; None: it is none."""
    found = _PLACE.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, rest = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{rest or 0}")


def stretches_in(form: Mapping[str, str], began: datetime, zone: ZoneInfo) -> tuple[StretchWish, ...]:
    """The rows that are filled in. Without a place each goes on where the one before stops. Raises Invalid."""
    errors: dict[str, str] = {}
    found: list[StretchWish] = []
    end = 0.0
    for n in range(1, MOST_ROWS + 1):
        texts = {name: form.get(f"{name}-{n}", "").strip() for name in ("started_at", "ended_at", "offset")}
        if not any(texts.values()):
            continue
        start, stop = (clock_of(texts[name], began, zone) for name in ("started_at", "ended_at"))
        offset = place_of(texts["offset"]) if texts["offset"] else end
        if start is None:
            errors[f"started_at-{n}"] = _BAD_CLOCK
        if stop is None:
            errors[f"ended_at-{n}"] = _BAD_CLOCK
        if offset is None:
            errors[f"offset-{n}"] = "Enter a place in the recording, such as 0:00 or 1:02:03"
        if start is None or stop is None or offset is None:
            continue
        if stop <= start:
            errors[f"ended_at-{n}"] = "It must end after it begins"
            continue
        found.append(StretchWish(start, offset, (stop - start).total_seconds()))
        end = offset + found[-1].length
    if errors:
        raise Invalid("Look at the times again.", errors)
    return tuple(found)


def rows_for(segments: tuple[Segment, ...], zone: ZoneInfo) -> list[dict[str, str]]:
    """The stretches as they are typed, with empty rows to go on."""
    rows = [
        {
            "started_at": f"{s.started_at.astimezone(zone):%H:%M:%S}",
            "ended_at": f"{s.ended_at.astimezone(zone):%H:%M:%S}",
            "offset": clock(s.offset),
        }
        for s in segments
    ]
    return rows + [{"started_at": "", "ended_at": "", "offset": ""}] * SPARE


def typed_rows(form: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows as they were typed, to show them again."""
    names = ("started_at", "ended_at", "offset")
    rows = [{name: form.get(f"{name}-{n}", "") for name in names} for n in range(1, MOST_ROWS + 1)]
    while rows and not any(rows[-1].values()):
        rows.pop()
    return rows + [dict.fromkeys(names, "")] * SPARE


def days_in(form: Mapping[str, str], name: str) -> int | None:
    """A number of days; None where nothing was entered. Raises Invalid."""
    text = form.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise Invalid("Enter a number of days.", {name: "Enter a number of days, such as 365"})
    return int(text)


def version_in(form: Mapping[str, str]) -> int:
    """The version that was looked at; 0 for none."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def lines_in(form: Mapping[str, str]) -> tuple[LineWish, ...]:
    """The lines of a page of a transcript. A line without its text was not on the page."""
    found = []
    for name in form:
        kind, _, number = name.partition("-")
        if kind == "text" and number.isascii() and number.isdecimal() and len(number) < 7:
            found.append(LineWish(int(number), form.get(f"speaker-{number}", ""), form[name]))
    return tuple(found)
