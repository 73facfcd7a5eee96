"""A parameter of the law: what it is called, what may stand there, and its value by profile and year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from meetings.deadlines.rules.base import Citation, Profile

Value = int | str


class Kind(StrEnum):
    """What a parameter's value is."""

    NUMBER = "number"
    #: one of the parameter's own words
    WORD = "word"
    #: a time of day: "17:00"
    TIME = "time"
    TEXT = "text"


@dataclass(frozen=True)
class Default:
    """The value in some profiles, and in which years."""

    profiles: frozenset[Profile]
    value: Value
    citation: Citation
    effective_from: date | None = None
    effective_to: date | None = None

    def holds(self, profile: Profile, on: date) -> bool:
        """Whether it is the value there on that day."""
        begun = self.effective_from is None or self.effective_from <= on
        return profile in self.profiles and begun and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True)
class Parameter:
    """One thing that the law or the council fixes. `local`: the profiles in which the council may choose it."""

    name: str
    title: str
    kind: Kind
    defaults: tuple[Default, ...]
    local: frozenset[Profile] = frozenset()
    #: of a WORD: each word and what it means
    words: Mapping[str, str] | None = None
    least: int = 0
    most: int = 1000

    def read(self, text: str) -> Value:
        """A choice as typed. Raises ValueError with a sentence."""
        text = text.strip()
        if self.kind is Kind.NUMBER:
            if not (text.isascii() and text.isdecimal() and self.least <= int(text) <= self.most):
                raise ValueError(f"{self.title}: give a whole number from {self.least} to {self.most}.")
            return int(text)
        if self.kind is Kind.TIME and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
            raise ValueError(f"{self.title}: give a time of day, like 17:00.")
        if self.kind is Kind.WORD and text not in (self.words or {}):
            raise ValueError(f"{self.title}: choose one of {', '.join(self.words or {})}.")
        return text


def given(
    profiles: frozenset[Profile],
    value: Value,
    citation: Citation,
    since: date | None = None,
    until: date | None = None,
) -> Default:
    """A value as the tables write it."""
    return Default(profiles, value, citation, since, until)
