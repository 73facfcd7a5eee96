"""The council's law as the settings pages show it: every parameter with its value, its source and its citation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from meetings.deadlines.effects import Effect, effects_of
from meetings.deadlines.models import LocalChoice, OfficeClosure
from meetings.deadlines.rules.base import Citation, Law
from meetings.deadlines.rules.parameter import Kind, Parameter
from meetings.deadlines.rules.parameters_council import COUNCIL_PARAMETERS
from meetings.deadlines.rules.parameters_decisions import DECISION_PARAMETERS
from meetings.deadlines.rules.parameters_keeping import KEEPING_PARAMETERS
from meetings.deadlines.rules.parameters_local import LOCAL_PARAMETERS
from meetings.deadlines.rules.parameters_notice import NOTICE_PARAMETERS
from meetings.deadlines.rules.parameters_present import PRESENT_PARAMETERS
from meetings.deadlines.rules.profiles import PARAMETERS, value

_GROUPS = (
    ("Notice and summons", NOTICE_PARAMETERS),
    ("Taking part", PRESENT_PARAMETERS),
    ("The council and its committees", COUNCIL_PARAMETERS),
    ("Decisions", DECISION_PARAMETERS),
    ("Keeping and publishing records", KEEPING_PARAMETERS),
    ("Thresholds, recordings and languages", LOCAL_PARAMETERS),
)
_SOURCES = {
    "law": ("Law", "grey"),
    "default": ("Yours to choose", "blue"),
    "local": ("Your choice", "green"),
}
_REGIONS = {
    "ENG": "England and Wales",
    "WLS": "England and Wales",
    "SCT": "Scotland",
    "NIR": "Northern Ireland",
    "": "None known: add your own days",
}
#: How a title says what a nought means: "… (0: no such duty)".
_NOUGHT = re.compile(r" \(0: ([^)]*)\)")


@dataclass(frozen=True)
class ParameterRow:
    """A parameter as it holds now. `choice` is set when the council has chosen for itself."""

    name: str
    title: str
    words: str
    source: str
    colour: str
    citation: Citation
    local: bool
    choice: LocalChoice | None = None


@dataclass(frozen=True)
class ParameterGroup:
    """Parameters under one heading."""

    title: str
    rows: tuple[ParameterRow, ...]


@dataclass(frozen=True)
class ClosureRow:
    """Days entered together under one name, and what they change of what is to come."""

    name: str
    mourning: bool
    days: tuple[OfficeClosure, ...]
    effects: tuple[Effect, ...]


def parameter_groups(law: Law, choices: Mapping[str, LocalChoice]) -> list[ParameterGroup]:
    """Every parameter, in its group."""
    return [
        ParameterGroup(title, tuple(row_of(law, parameter, choices) for parameter in group))
        for title, group in _GROUPS
    ]


def row_of(law: Law, parameter: Parameter, choices: Mapping[str, LocalChoice]) -> ParameterRow:
    """One parameter as it holds."""
    chosen = value(law, parameter.name)
    source, colour = _SOURCES[chosen.source]
    return ParameterRow(
        parameter.name,
        title_of(parameter),
        in_words(parameter, str(chosen.value)),
        source,
        colour,
        chosen.citation,
        law.profile in parameter.local,
        choices.get(parameter.name) if chosen.source == "local" else None,
    )


def default_row(law: Law, name: str) -> ParameterRow:
    """The same without the council's own choice: what it goes back to."""
    without = replace(law, choices={k: v for k, v in law.choices.items() if k != name})
    return row_of(without, PARAMETERS[name], {})


def title_of(parameter: Parameter) -> str:
    """The title without what a nought means, which stands with the value."""
    return _NOUGHT.sub("", parameter.title)


def in_words(parameter: Parameter, text: str) -> str:
    """A value as people read it, with a capital letter; a nought as what it means."""
    words = _words(parameter, text)
    return words[:1].upper() + words[1:]


def _words(parameter: Parameter, text: str) -> str:
    nought = _NOUGHT.search(parameter.title)
    if text == "0" and nought:
        return nought[1]
    if parameter.name == "holiday_calendar":
        return _REGIONS.get(text, text)
    if parameter.kind is Kind.WORD and parameter.words:
        return parameter.words.get(text, text)
    return text


def idle_choices(law: Law, choices: Mapping[str, LocalChoice]) -> list[LocalChoice]:
    """Choices that are kept but change nothing under this profile."""
    return [
        row
        for name, row in sorted(choices.items())
        if name not in PARAMETERS or law.profile not in PARAMETERS[name].local
    ]


def closure_rows(session: Session, law: Law, rows: list[OfficeClosure], today: date) -> list[ClosureRow]:
    """Closures by name, in order of their first day; effects only where a day is still to come."""
    by_name: dict[tuple[str, bool], list[OfficeClosure]] = {}
    for row in rows:
        by_name.setdefault((row.name, row.mourning), []).append(row)
    found = []
    for (name, mourning), days in by_name.items():
        taken = {d.day for d in days}
        without = replace(law, closures=tuple(c for c in law.closures if c.day not in taken))
        ahead = any(d.day >= today for d in days)
        effects = tuple(effects_of(session, without, law, today)) if ahead else ()
        found.append(ClosureRow(name, mourning, tuple(days), effects))
    return found
