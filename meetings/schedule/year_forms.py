"""The two forms of a year: the pattern, and the dates that were chosen from what it proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from meetings.schedule.forms import moment, read_time
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.patterns import MOST_WEEKS, ORDINALS, MunicipalYear, Pattern, Rhythm, municipal_year
from meetings.schedule.usecases import ArrangeSeries, Slot
from meetings.web.fields import date_of, typed

_FIELDS = ("body", "rhythm", "weekday", "every", "time", "place", "mode", "planned_minutes")


@dataclass(frozen=True)
class PatternForm:
    """`values` is what to show again; `pattern` None where there are `errors` or nothing was asked yet."""

    values: dict[str, Any]
    pattern: Pattern | None = None
    errors: dict[str, str] = field(default_factory=dict)


def read_year(args: Mapping[str, str], today: date) -> MunicipalYear:
    """The year asked for; the one that today lies in for anything else than a sensible number."""
    text = args.get("year", "")
    if text.isascii() and text.isdecimal() and 1990 <= int(text[:6]) <= 2190:
        return MunicipalYear(int(text))
    return municipal_year(today)


def read_pattern(args: MultiDict[str, str]) -> PatternForm:
    """Parse the pattern. Nothing that was typed is lost."""
    values: dict[str, Any] = typed(args, *_FIELDS, dates=("anchor",))
    values["ordinals"] = args.getlist("ordinals")
    values["months_off"] = args.getlist("months_off")
    errors: dict[str, str] = {}
    anchor = date_of(args, "anchor", errors)
    rhythm = Rhythm.WEEKS if values["rhythm"] == Rhythm.WEEKS else Rhythm.MONTHLY
    weekday = _number(values["weekday"], range(7), "weekday", "Choose a day of the week", errors)
    every = 0
    ordinals = tuple(int(o) for o in values["ordinals"] if o in {str(n) for n in ORDINALS})
    if rhythm is Rhythm.WEEKS:
        words = f"Enter a number of weeks from 1 to {MOST_WEEKS}"
        every = _number(values["every"], range(1, MOST_WEEKS + 1), "every", words, errors)
    elif not ordinals:
        errors["ordinals"] = "Choose at least one week of the month"
    try:
        read_time(values["time"].strip())
    except ValueError as error:
        errors["time"] = str(error)
    off = frozenset(int(m) for m in values["months_off"] if m.isdecimal() and 1 <= int(m) <= 12)
    if len(off) == 12:
        errors["months_off"] = "Leave at least one month in which it meets"
    pattern = None if errors else Pattern(rhythm, weekday, ordinals, every, anchor, off)
    return PatternForm(values, pattern, errors)


def read_series(form: MultiDict[str, str], tz: ZoneInfo) -> tuple[ArrangeSeries | None, dict[str, str]]:
    """The chosen dates, each with its own time and kind, or what is wrong with them."""
    errors: dict[str, str] = {}
    slots = []
    for text in form.getlist("days"):
        try:
            day = date.fromisoformat(text)
            at = read_time(form.get(f"time-{text}", "").strip())
            slots.append(Slot(moment(day, at, tz), _kind(form.get(f"kind-{text}", ""))))
        except ValueError as error:
            errors[f"time-{text}"] = f"{text}: {error}"
    if not slots and not errors:
        errors["days"] = "Choose at least one date"
    minutes = _number(
        form.get("planned_minutes", "120"),
        range(1, 1441),
        "planned_minutes",
        "Give a length in minutes",
        errors,
    )
    mode = form.get("mode", "")
    if errors:
        return None, errors
    command = ArrangeSeries(
        body_id=form.get("body", ""),
        slots=tuple(slots),
        place=form.get("place", ""),
        mode=MeetingMode(mode) if mode in set(MeetingMode) else MeetingMode.IN_PERSON,
        planned_minutes=minutes,
    )
    return command, {}


def _kind(text: str) -> MeetingKind:
    return MeetingKind(text) if text in set(MeetingKind) else MeetingKind.ORDINARY


def _number(text: str, within: range, name: str, message: str, errors: dict[str, str]) -> int:
    text = text.strip()
    if text.isascii() and text.isdecimal() and int(text[:6]) in within:
        return int(text[:6])
    errors[name] = message
    return 0
