"""The words in which the law is said: profiles, rules, citations, steps, answers and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Profile(StrEnum):
    """The law a council lives under: a nation's, and in England and Wales the kind of council."""

    ENGLAND_PRINCIPAL = "england-principal"
    ENGLAND_PARISH = "england-parish"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"
    GENERIC = "generic"

    @property
    def label(self) -> str:
        """The profile in words."""
        return {
            "england-principal": "England: county, district, borough or unitary council",
            "england-parish": "England: parish or town council",
            "wales": "Wales",
            "scotland": "Scotland",
            "northern-ireland": "Northern Ireland",
            "generic": "Elsewhere: your own rules only",
        }[self.value]


class Severity(StrEnum):
    """What follows when a rule is not met."""

    #: the law says that it may not be done
    BLOCK = "block"
    #: it may be done after a named person has given a reason, which is recorded
    GATE = "gate"
    #: worth a warning
    WARN = "warn"
    #: worth knowing
    INFO = "info"
    #: a day by which something must be done
    CLOCK = "clock"


class Verdict(StrEnum):
    """How a notice stands: on the careful count, only on the bare calendar count, or on neither."""

    SAFE = "safe"
    ARGUABLE = "arguable"
    SHORT = "short"


@dataclass(frozen=True)
class Citation:
    """Where a rule stands. `verified`: its text was read in the law or in a named source, not taken on trust."""

    text: str
    verified: bool
    url: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule as data. `profiles` and the dates say where and when it is the law.

    `override`: who may let a GATE pass, in words; empty: nobody needs to or nobody can.
    `minute`: the sentence for the minutes when it was overridden, with {by} and {reason}; empty: none.
    """

    id: str
    title: str
    profiles: frozenset[Profile]
    citation: Citation
    severity: Severity
    effective_from: date | None = None
    effective_to: date | None = None
    override: str = ""
    minute: str = ""

    def in_force(self, profile: Profile, on: date) -> bool:
        """Whether it is the law there on that day."""
        begun = self.effective_from is None or self.effective_from <= on
        return profile in self.profiles and begun and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True)
class Step:
    """A line of working that can be read aloud. `counted`: whether this day counts; None: not a day of a count."""

    text: str
    day: date | None = None
    counted: bool | None = None


@dataclass(frozen=True)
class Answer:
    """What a rule comes to for given inputs. `result` is JSON-ready plain data: dates in ISO form."""

    rule: Rule
    result: Any
    verdict: Verdict | None = None
    steps: tuple[Step, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    #: other figures worth having beside the result, by name; plain data as well
    also: Mapping[str, Any] = field(default_factory=dict)


class State(StrEnum):
    """How a rule stands for one meeting, item or paper."""

    MET = "met"
    #: met on one reading of the law only, or worth a look
    DOUBTFUL = "doubtful"
    NOT_MET = "not_met"
    #: not met, and a named person let it pass with a reason
    OVERRIDDEN = "overridden"
    #: nothing to judge yet: the day has not come
    WAITING = "waiting"


@dataclass(frozen=True)
class Finding:
    """A rule applied. `subject` is what it was applied to: "" the meeting itself, otherwise an item, paper … id."""

    rule: Rule
    state: State
    #: a whole sentence for the officer: what is so, and what to do
    sentence: str
    subject: str = ""
    subject_title: str = ""
    verdict: Verdict | None = None
    due: date | None = None
    answer: Answer | None = None

    @property
    def blocks(self) -> bool:
        """Whether what was asked may not be done."""
        return self.state is State.NOT_MET and self.rule.severity is Severity.BLOCK

    @property
    def gates(self) -> bool:
        """Whether a named person must give a reason first."""
        return self.state is State.NOT_MET and self.rule.severity is Severity.GATE


@dataclass(frozen=True)
class Closure:
    """A day on which the offices are closed though the calendar does not say so."""

    day: date
    name: str
    #: a day appointed for public mourning or thanksgiving; otherwise a local closure
    mourning: bool = False


@dataclass(frozen=True)
class Law:
    """The law one council lives under: its profile, its own choices by parameter name, and its closures."""

    profile: Profile
    choices: Mapping[str, str] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
