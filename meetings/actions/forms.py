"""The forms of actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings.actions.rules import DueKind
from meetings.actions.usecases.common import When
from meetings.web.fields import date_of, typed


@dataclass(frozen=True)
class ActionForm:
    """`values` is what to show again; the rest is what it means, where there are no `errors`."""

    values: dict[str, Any]
    when: When
    errors: dict[str, str]

    @property
    def said(self) -> dict[str, Any]:
        """What the commands take."""
        names = ("text", "owner", "owner_ref", "deputy", "deputy_ref")
        return {name: self.values[name] for name in names} | {"when": self.when}


def read_action(form: Mapping[str, str]) -> ActionForm:
    """Parse the form. Nothing that was typed is lost. A day alone means that day, without a choice of how."""
    errors: dict[str, str] = {}
    names = ("text", "owner", "owner_ref", "deputy", "deputy_ref", "item_id", "next", "by", "days")
    values = typed(form, *names, "asked_by_id", "private", dates=("due",))
    day = date_of(form, "due", errors)
    kind = DueKind(values["by"]) if values["by"] in set(DueKind) else DueKind.DAY if day else DueKind.NONE
    values["by"] = kind.value
    days = _number(values["days"]) if kind is DueKind.WORKING_DAYS else 0
    return ActionForm(values, When(kind, day if kind is DueKind.DAY else None, days), errors)


@dataclass(frozen=True)
class AnswerForm:
    """What an owner says."""

    values: dict[str, Any]
    until: date | None
    errors: dict[str, str]


def read_answer(form: Mapping[str, str]) -> AnswerForm:
    """Parse the owner's form."""
    errors: dict[str, str] = {}
    values = typed(form, "answer", "words", dates=("until",))
    return AnswerForm(values, date_of(form, "until", errors), errors)


def _number(text: str) -> int:
    clean = text.strip()
    return int(clean) if clean.isascii() and clean.isdecimal() and len(clean) < 5 else 0
