"""The form of a meeting: what was typed, as it was typed, and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.queries import MeetingRow
from meetings.web.fields import date_of, typed

#: Every field of the form, in its order: error summaries follow it.
FIELDS = (
    "date",
    "time",
    "place",
    "mode",
    "kind",
    "planned_minutes",
    "broadcast_url",
    "already_held",
    "notice",
)
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*(am|pm)?")


@dataclass(frozen=True)
class MeetingForm:
    """`values` is what to show again; the rest is what it means, where there are no `errors`."""

    values: dict[str, Any]
    starts_at: datetime | None = None
    mode: MeetingMode = MeetingMode.IN_PERSON
    kind: MeetingKind = MeetingKind.ORDINARY
    planned_minutes: int = 120
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def already_held(self) -> bool:
        """Whether the officer said that the meeting has taken place."""
        return bool(self.values.get("already_held"))


def read_meeting(form: Mapping[str, str], tz: ZoneInfo) -> MeetingForm:
    """Parse the form. Nothing that was typed is lost."""
    values = typed(form, *(name for name in FIELDS if name != "date"), dates=("date",))
    errors: dict[str, str] = {}
    day = date_of(form, "date", errors, missing="Enter the date of the meeting")
    at = _noting(errors, "time", lambda: read_time(values["time"].strip()))
    starts_at = None
    if day is not None and at is not None:
        starts_at = _noting(errors, "time", lambda: moment(day, at, tz))
    minutes = _noting(errors, "planned_minutes", lambda: _minutes(values["planned_minutes"].strip()))
    mode = _noting(errors, "mode", lambda: _word(MeetingMode, values["mode"], "Choose how people take part"))
    kind = _noting(errors, "kind", lambda: _word(MeetingKind, values["kind"], "Choose a kind of meeting"))
    return MeetingForm(
        values,
        starts_at,
        mode or MeetingMode.IN_PERSON,
        kind or MeetingKind.ORDINARY,
        minutes or 120,
        errors,
    )


def values_of(meeting: MeetingRow, tz: ZoneInfo) -> dict[str, Any]:
    """A meeting as the form shows it."""
    starts = meeting.starts_at.astimezone(tz)
    return {
        "date": starts.date(),
        "time": f"{starts:%H:%M}",
        "place": meeting.place,
        "mode": meeting.mode.value,
        "kind": meeting.kind.value,
        "planned_minutes": str(meeting.planned_minutes),
        "broadcast_url": meeting.broadcast_url,
        "already_held": "",
        "notice": meeting.notice,
    }


def in_order(errors: Mapping[str, str]) -> dict[str, str]:
    """Errors in the order of the fields, so that the summary leads down the page."""
    known = {name: errors[name] for name in FIELDS if name in errors}
    return known | {name: text for name, text in errors.items() if name not in known}


def read_time(text: str) -> time:
    """19:00, 19.00, 7pm or 7.30 pm. Raises ValueError with what to tell."""
    if not text:
        raise ValueError("Enter the start time")
    found = _TIME.fullmatch(text.lower())
    if found is None:
        raise ValueError("Enter the start time as hours and minutes, such as 18:30")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise ValueError("Enter a start time that exists, such as 18:30") from None


def moment(day: date, at: time, tz: ZoneInfo) -> datetime:
    """The council's date and time as a moment. Raises ValueError for the hour that spring leaves out."""
    local = datetime.combine(day, at, tz)
    if local.astimezone(UTC).astimezone(tz).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("The clocks go forward that night, so this time does not exist")
    return local.astimezone(UTC)


def _noting(errors: dict[str, str], name: str, parse: Any) -> Any:
    try:
        return parse()
    except ValueError as error:
        errors.setdefault(name, str(error))
        return None


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("Enter the length in minutes, such as 120")
    return int(text[:6])


def _word(enum: Any, text: str, message: str) -> Any:
    try:
        return enum(text)
    except ValueError:
        raise ValueError(message) from None
