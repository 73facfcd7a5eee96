"""What the debate's buttons and forms send, read into commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from meetings.debate.rules import AtTheTime, Limits, Ruling, SpeechKind, Step
from meetings.debate.usecases import (
    AddSpeaker,
    AskToSpeak,
    CallToOrder,
    RegisterSpeaker,
    RuleOnPoint,
)
from meetings.kernel.errors import Invalid
from meetings.room.usecases import AdjournMeeting

E = TypeVar("E", bound=StrEnum)
Form = Mapping[str, str]
#: Fields of the limits that are entered in minutes and kept in seconds.
IN_MINUTES = ("mover", "speech", "reply", "question", "public", "petitioner", "officer", "more")
WHOLE_MINUTES = ("sitting", "extension")


def ask(meeting_id: str, form: Form) -> AskToSpeak:
    """A member asks to speak."""
    return AskToSpeak(meeting_id, _one(SpeechKind, form, "kind", SpeechKind.SPEECH), form.get("rule", ""))


def add(meeting_id: str, form: Form) -> AddSpeaker:
    """The clerk enters somebody who is here."""
    kind = _one(SpeechKind, form, "kind", SpeechKind.SPEECH)
    return AddSpeaker(meeting_id, form.get("person_id", ""), kind, form.get("rule", ""))


def register(meeting_id: str, form: Form) -> RegisterSpeaker:
    """One of the public. Raises Invalid for minutes that are none."""
    text = form.get("minutes", "").strip()
    return RegisterSpeaker(
        meeting_id=meeting_id,
        item_id=form.get("item_id", ""),
        name=form.get("name", ""),
        kind=_one(SpeechKind, form, "kind", SpeechKind.PUBLIC),
        on_behalf=form.get("on_behalf", ""),
        subject=form.get("subject", ""),
        named=form.get("named") == "yes",
        limit_seconds=_seconds(text, "minutes") if text else None,
    )


def ruling(meeting_id: str, form: Form) -> RuleOnPoint:
    """What the chair ruled."""
    what = _one(Ruling, form, "ruling", Ruling.NOTED)
    return RuleOnPoint(meeting_id, form.get("speech_id", ""), what, form.get("text", ""))


def disorder(meeting_id: str, form: Form) -> CallToOrder:
    """A warning or a removal."""
    step = _one(Step, form, "step", Step.WARNED)
    return CallToOrder(
        meeting_id, step, form.get("reason", ""), form.get("person_id") or None, form.get("name", "")
    )


def adjournment(meeting_id: str, form: Form, now: datetime, timezone: ZoneInfo) -> AdjournMeeting:
    """Why, and until when: some minutes from now, or a day and a time. Raises Invalid."""
    minutes, day, time = (form.get(name, "").strip() for name in ("minutes", "day", "time"))
    until = None
    if minutes:
        if not minutes.isascii() or not minutes.isdigit() or not 0 < int(minutes) <= 24 * 60:
            raise Invalid("Type for how many minutes.", {"minutes": "A number of minutes"})
        until = now + timedelta(minutes=int(minutes))
    elif day or time:
        here = now.astimezone(timezone)
        try:
            until = datetime.fromisoformat(f"{day or here.date().isoformat()}T{time}").replace(
                tzinfo=timezone
            )
        except ValueError:
            raise Invalid("Give the time at which it goes on.", {"time": "A time such as 19:30"}) from None
    return AdjournMeeting(
        meeting_id, form.get("reason", ""), until.astimezone(UTC) if until else None, form.get("place", "")
    )


def limits(form: Form) -> Limits:
    """A body's limits. Raises Invalid with every field that is wrong."""
    errors: dict[str, str] = {}
    found: dict[str, int] = {}
    for field in fields(Limits):
        if field.name not in (*IN_MINUTES, *WHOLE_MINUTES, "amber"):
            continue
        text = form.get(field.name, "").strip()
        try:
            found[field.name] = _seconds(text, field.name) if field.name in IN_MINUTES else _whole(text)
        except (Invalid, ValueError):
            errors[field.name] = "A number; 0 for no limit"
    if errors:
        raise Invalid("Some of this needs correcting.", errors)
    return Limits(
        **found,
        at_the_time=_one(AtTheTime, form, "at_the_time", AtTheTime.VOTE),
        minute_points=form.get("minute_points") == "yes",
    )


def in_minutes(seconds: int) -> str:
    """Seconds as minutes are typed: 5, 2.5."""
    return f"{seconds / 60:.2f}".rstrip("0").rstrip(".")


def _seconds(text: str, name: str) -> int:
    try:
        seconds = round(float(text) * 60)
    except (ValueError, OverflowError):
        seconds = -1
    if seconds < 0:
        raise Invalid("Type minutes as a number.", {name: "Minutes as a number"})
    return seconds


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise ValueError(text)
    return int(text)


def _one(kind: type[E], form: Form, name: str, usual: E) -> E:
    text = form.get(name) or usual.value
    if text not in {member.value for member in kind}:
        raise Invalid("Choose one of the list.", {name: "Choose one of the list"})
    return kind(text)
