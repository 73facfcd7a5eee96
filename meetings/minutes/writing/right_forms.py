"""What was typed to put the record right, as commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from meetings.kernel.errors import Invalid
from meetings.minutes.writing.correcting import (
    CorrectMotionText,
    CorrectMover,
    CorrectSentence,
    correct_motion_text,
    correct_mover,
    correct_sentence,
)
from meetings.minutes.writing.correcting_people import (
    CorrectApology,
    CorrectPerson,
    CorrectTimes,
    RecountPublic,
    correct_apology,
    correct_person,
    correct_times,
    recount_public,
)

Form = Mapping[str, str]
#: Fields for so many stretches of attendance.
MOST_STAYS = 6
#: Who is in the room so long before the meeting is there from its beginning.
_BEFORE = timedelta(hours=3)


def _mover(meeting_id: str, form: Form, _opened: datetime) -> CorrectMover:
    chosen = (form.get("mover_id") or None, form.get("seconder_id") or None)
    return CorrectMover(meeting_id, form.get("motion_id", ""), *chosen, form.get("reason", ""))


def _text(meeting_id: str, form: Form, _opened: datetime) -> CorrectMotionText:
    texts = (_lines(form.get("before", "")), _lines(form.get("text", "")))
    return CorrectMotionText(meeting_id, form.get("motion_id", ""), *texts, form.get("reason", ""))


def _sentence(meeting_id: str, form: Form, _opened: datetime) -> CorrectSentence:
    block_id, before, after = (form.get(name, "") for name in ("block", "before", "text"))
    return CorrectSentence(meeting_id, block_id, before, after, form.get("reason", ""))


def _times(meeting_id: str, form: Form, opened: datetime) -> CorrectTimes:
    problems: dict[str, str] = {}
    stays = []
    for n in range(1, MOST_STAYS + 1):
        came = _moment(form, f"arrived-{n}", opened, problems)
        went = _moment(form, f"left-{n}", opened, problems)
        if came is not None:
            stays.append((came, went))
        elif went is not None:
            problems[f"arrived-{n}"] = "Enter when they came"
    if problems:
        raise Invalid("Some of the times cannot be read.", problems)
    return CorrectTimes(meeting_id, form.get("person_id", ""), tuple(stays), form.get("reason", ""))


def _person(meeting_id: str, form: Form, _opened: datetime) -> CorrectPerson:
    person_id, name, post = (form.get(name, "") for name in ("person_id", "name", "post"))
    return CorrectPerson(meeting_id, person_id, name, post, form.get("reason", ""))


def _public(meeting_id: str, form: Form, _opened: datetime) -> RecountPublic:
    typed = form.get("count", "").strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 7):
        raise Invalid("Enter a number from 0.", {"count": "Enter a number from 0"})
    return RecountPublic(meeting_id, int(typed), form.get("reason", ""))


def _apology(meeting_id: str, form: Form, _opened: datetime) -> CorrectApology:
    kind = form.get("kind", "")
    if kind not in ("none", "absence", "lateness"):
        raise Invalid("Choose what holds.", {"kind": "Choose what holds"})
    said = "" if kind == "none" else kind
    return CorrectApology(meeting_id, form.get("person_id", ""), said, form.get("reason", ""))


#: By the name of the form: how it is read, and the use case.
FORMS: Mapping[str, tuple[Callable[[str, Form, datetime], Any], Callable[..., int]]] = {
    "mover": (_mover, correct_mover),
    "text": (_text, correct_motion_text),
    "sentence": (_sentence, correct_sentence),
    "times": (_times, correct_times),
    "person": (_person, correct_person),
    "public": (_public, recount_public),
    "apology": (_apology, correct_apology),
}


def _moment(form: Form, name: str, opened: datetime, problems: dict[str, str]) -> datetime | None:
    """A time of day on the day of the meeting; one before it began is of the next day. `opened` is local."""
    typed = form.get(name, "").strip().replace(".", ":")
    if not typed:
        return None
    try:
        at = time.fromisoformat(typed if len(typed) > 4 else f"0{typed}")
    except ValueError:
        problems[name] = "Enter a time such as 19:05"
        return None
    moment = datetime.combine(opened.date(), at, opened.tzinfo)
    # A minute is as exact as such a form is: who was there from the beginning came at that minute.
    if moment.replace(second=0) == opened.replace(second=0, microsecond=0):
        return opened
    if opened - _BEFORE <= moment < opened:
        return opened
    return moment if moment > opened else moment + timedelta(days=1)


def clock_of(at: datetime | None, timezone: ZoneInfo) -> str:
    """A moment as such a form shows it."""
    return f"{at.astimezone(timezone):%H:%M}" if at else ""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
