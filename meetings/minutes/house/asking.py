"""What a question about a house style is made of."""

from __future__ import annotations

from dataclasses import dataclass

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choice:
    """One question. With `options` one of them is chosen; `is_switch`: yes or no; else words are typed."""

    name: str
    label: str
    hint: str = ""
    options: Options = ()
    is_switch: bool = False
    longest: int = 60


@dataclass(frozen=True)
class Section:
    """Questions under one heading."""

    title: str
    choices: tuple[Choice, ...]


def switch(name: str, label: str, hint: str = "") -> Choice:
    return Choice(name, label, hint, is_switch=True)
