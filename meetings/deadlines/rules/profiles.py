"""What differs from place to place: each parameter of the law with its value, dates and citation by profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from meetings.deadlines.rules.base import Citation, Law, Profile
from meetings.deadlines.rules.parameter import Default, Parameter, Value
from meetings.deadlines.rules.parameters_council import COUNCIL_PARAMETERS
from meetings.deadlines.rules.parameters_decisions import DECISION_PARAMETERS
from meetings.deadlines.rules.parameters_keeping import KEEPING_PARAMETERS
from meetings.deadlines.rules.parameters_local import LOCAL_PARAMETERS
from meetings.deadlines.rules.parameters_notice import NOTICE_PARAMETERS
from meetings.deadlines.rules.parameters_present import PRESENT_PARAMETERS


def _by_name(*groups: Iterable[Parameter]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for group in groups:
        for parameter in group:
            if parameter.name in found:
                raise ValueError(f"two parameters are called {parameter.name}")
            found[parameter.name] = parameter
    return found


#: Every parameter by name.
PARAMETERS: Mapping[str, Parameter] = _by_name(
    NOTICE_PARAMETERS,
    PRESENT_PARAMETERS,
    COUNCIL_PARAMETERS,
    DECISION_PARAMETERS,
    KEEPING_PARAMETERS,
    LOCAL_PARAMETERS,
)


@dataclass(frozen=True)
class Chosen:
    """The value that holds. `source`: "law", "default" (ours, the council may choose), or "local" (its own choice)."""

    value: Value
    source: str
    citation: Citation

    @property
    def number(self) -> int:
        """The value of a parameter that is a number."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.value!r} is no number")
        return self.value

    @property
    def word(self) -> str:
        """The value of a parameter that is a word."""
        return str(self.value)


def may_choose(profile: Profile, name: str) -> bool:
    """Whether a council of that profile may choose this for itself."""
    parameter = PARAMETERS.get(name)
    return parameter is not None and profile in parameter.local


def check_choice(profile: Profile, name: str, text: str) -> str:
    """A local choice as it is to be kept. Raises ValueError with a sentence saying what is wrong."""
    parameter = PARAMETERS.get(name)
    if parameter is None:
        raise ValueError(f"There is no parameter called {name}.")
    if profile not in parameter.local:
        raise ValueError(f"{parameter.title}: the law fixes it for {profile.label}; it is no local choice.")
    return str(parameter.read(text))


def value(law: Law, name: str, on: date | None = None) -> Chosen:
    """What holds under this law on that day (the law of now when none is given).

    A local choice goes before, but only where the parameter is local; elsewhere it changes nothing.
    """
    parameter = PARAMETERS[name]
    default = _default(parameter, law.profile, on)
    text = law.choices.get(name)
    if law.profile not in parameter.local:
        return Chosen(default.value, "law", default.citation)
    if text is None:
        return Chosen(default.value, "default", default.citation)
    said = Citation(f"This council's own choice ({parameter.title.lower()})", verified=True)
    return Chosen(parameter.read(text), "local", said)


def _default(parameter: Parameter, profile: Profile, on: date | None) -> Default:
    day = on or date.max
    for default in parameter.defaults:
        if default.holds(profile, day):
            return default
    raise LookupError(f"{parameter.name} has no value for {profile.value} on {day}")
