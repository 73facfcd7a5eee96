"""What the page of a house style sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from meetings.kernel.errors import Invalid
from meetings.minutes.house.choices import SECTIONS
from meetings.minutes.style import PLAIN, HouseStyle

#: In the form where it was sent, so that a switch that is off is told from a form without it.
SENT = "style"


def style(form: Mapping[str, str]) -> HouseStyle:
    """The choices, with the usual one for anything that is not offered. Raises Invalid for words that are too long."""
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for choice in (choice for section in SECTIONS for choice in section.choices):
        name, usual = choice.name, getattr(PLAIN, choice.name)
        if choice.is_switch:
            found[name] = name in form
        elif choice.options:
            sent = form.get(name, "")
            found[name] = type(usual)(sent) if sent in dict(choice.options) else usual
        else:
            found[name] = " ".join(form.get(name, "").split())
            if len(found[name]) > choice.longest:
                errors[name] = f"Use {choice.longest} characters or fewer"
    if errors:
        raise Invalid("Something is too long.", errors)
    return replace(PLAIN, **found)


def values(chosen: HouseStyle) -> dict[str, Any]:
    """The choices as the form shows them."""
    return {
        choice.name: getattr(getattr(chosen, choice.name), "value", getattr(chosen, choice.name))
        for section in SECTIONS
        for choice in section.choices
    }


def sent_values(form: Mapping[str, str]) -> dict[str, Any]:
    """The same from what was sent, right or wrong."""
    return {
        choice.name: choice.name in form if choice.is_switch else form.get(choice.name, "")
        for section in SECTIONS
        for choice in section.choices
    }
