"""The form of an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from meetings.web.fields import date_of, typed


@dataclass(frozen=True)
class ActionForm:
    """`values` is what to show again; the rest is what it means, where there are no `errors`."""

    values: dict[str, Any]
    due: date | None
    errors: dict[str, str]


def read_action(form: Mapping[str, str]) -> ActionForm:
    """Parse the form. Nothing that was typed is lost."""
    errors: dict[str, str] = {}
    values = typed(form, "text", "owner", "item_id", "next", dates=("due",))
    due = date_of(form, "due", errors)
    return ActionForm(values, due, errors)
