"""The forms of minutes: texts by their place, and the signing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings.web.fields import date_of, typed

PREFIX = "text."


@dataclass(frozen=True)
class TextForm:
    """Texts as typed, by the id of their place; `version` is the one they were typed into."""

    version: int
    texts: dict[str, str]
    note: str


@dataclass(frozen=True)
class SigningForm:
    """`values` is what to show again; the rest is what it means, where there are no `errors`."""

    values: dict[str, Any]
    version: int
    on: date | None
    signed_by: str
    errors: dict[str, str]


@dataclass(frozen=True)
class AttendanceForm:
    """A correction as typed; it means something where there are no `errors`."""

    values: dict[str, Any]
    errors: dict[str, str]


def read_texts(form: Mapping[str, str]) -> TextForm:
    """Parse what was written."""
    texts = {name.removeprefix(PREFIX): value for name, value in form.items() if name.startswith(PREFIX)}
    return TextForm(version_in(form), texts, form.get("note", ""))


def read_signing(form: Mapping[str, str]) -> SigningForm:
    """Parse the confirmation. Nothing that was typed is lost."""
    errors: dict[str, str] = {}
    values = typed(form, "signed_by", dates=("on",))
    on = date_of(form, "on", errors, missing="Enter the date of the meeting that confirmed them")
    return SigningForm(values, version_in(form), on, values["signed_by"], errors)


def read_attendance(form: Mapping[str, str]) -> AttendanceForm:
    """Parse who was there after all, or was not."""
    values = typed(form, "person_id", "was_present", "reason")
    errors: dict[str, str] = {}
    if not values["person_id"]:
        errors["person_id"] = "Choose a member"
    if values["was_present"] not in ("yes", "no"):
        errors["was_present"] = "Choose whether they were present"
    if not values["reason"].strip():
        errors["reason"] = "Say how this is known"
    return AttendanceForm(values, errors)


def version_in(form: Mapping[str, str]) -> int:
    """The version that somebody was looking at; 0 for anything else than a number."""
    number = form.get("version", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else 0
