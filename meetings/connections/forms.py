"""The form of a provider's set-up page: what was typed, what is kept, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from meetings.kernel.errors import Invalid
from meetings.ports.providers import SetUp

_LONGEST = 4000
#: labels that begin with one of these keep their capital
_NAMES = ("Zoom", "Microsoft", "Teams", "YouTube", "Google", "Jitsi")


@dataclass(frozen=True)
class FieldView:
    """One field as it is shown. A secret that is kept is never sent back to a browser."""

    name: str
    label: str
    hint: str
    secret: bool
    required: bool
    value: str = field(default="", repr=False)
    kept: bool = False


def fields_of(
    setup: SetUp, kept: Mapping[str, str], typed: Mapping[str, str] | None = None
) -> list[FieldView]:
    """The fields with what is kept, or what was just typed."""
    return [
        FieldView(
            ask.name,
            ask.label,
            ask.hint,
            ask.secret,
            ask.required,
            "" if ask.secret else (typed or kept).get(ask.name, ""),
            ask.secret and bool(kept.get(ask.name)),
        )
        for ask in setup.asks
    ]


def _inside_a_sentence(label: str) -> str:
    return label if label.split(" ", 1)[0] in _NAMES else label[:1].lower() + label[1:]


def read_values(setup: SetUp, form: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """What was typed; a secret left empty stays as it is. Raises Invalid with a message for each field."""
    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    for ask in setup.asks:
        typed = form.get(ask.name, "").strip()
        if not typed and ask.secret and kept.get(ask.name):
            continue
        if not typed and ask.required:
            errors[ask.name] = f"Enter the {_inside_a_sentence(ask.label)}"
        elif len(typed) > _LONGEST or not typed.isprintable():
            errors[ask.name] = "This is too long, or has characters in it that cannot be kept"
        values[ask.name] = typed
    if errors:
        raise Invalid("There is a problem with what you entered.", errors)
    return values
