"""Words of the demonstration: tokens and names filled in, and the sentences that come back at every meeting."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from meetings.admin.demo.agenda import DemoAttendance, DemoInterest
from meetings.admin.demo.content import demo_content, toml

_NAME = re.compile(r"@([a-z][a-z-]*[a-z])")
_SUBMITTED = timedelta(days=75)


@cache
def standing() -> dict[str, Any]:
    """The words that come back."""
    return toml("standing")


def pick(options: Sequence[str], *seed: object) -> str:
    """One of several, always the same for the same seed."""
    return options[chance(*seed) % len(options)]


def chance(*seed: object) -> int:
    """A number from a seed, the same on every machine."""
    words = "|".join(map(str, seed)).encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:6], "big")


def names_in(text: str) -> tuple[str, ...]:
    """The keys of the people a text names as @key."""
    return tuple(_NAME.findall(text))


def filled(text: str, day: date, **more: str) -> str:
    """The text with years and months as on that day, and names for @keys; KeyError for an unknown one."""
    people = demo_content().people
    with_names = _NAME.sub(lambda m: people[m.group(1)].short_name, text)
    return with_names.format_map({**tokens(day), **more})


def tokens(day: date) -> dict[str, str]:
    """What {fy}, {month} and the like stand for."""
    first = day.year if day.month >= 4 else day.year - 1
    last_month = day.replace(day=1) - timedelta(days=1)
    return {
        "fy": _financial_year(first),
        "next_fy": _financial_year(first + 1),
        "last_fy": _financial_year(first - 1),
        "year": str(day.year),
        "next_year": str(day.year + 1),
        "last_year": str(day.year - 1),
        "month": f"{day:%B}",
        "last_month": f"{last_month:%B}",
        "yy": f"{day - _SUBMITTED:%y}",
    }


def _financial_year(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02}"


def long_date(day: date) -> str:
    """Wednesday 9 February 2022."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def listed(names: Iterable[str]) -> str:
    """a, b and c."""
    *front, last = names
    return f"{', '.join(front)} and {last}" if front else last


def paragraphs(text: str) -> tuple[str, ...]:
    """Parts divided by an empty line."""
    return tuple(p.strip() for p in text.split("\n\n") if p.strip())


def apologies_text(attendance: Iterable[DemoAttendance], seed: str) -> tuple[str, ...]:
    """What minutes say of apologies, substitutes and lateness."""
    rows = tuple(attendance)
    people = demo_content().people
    away = [r for r in rows if r.status == "apologies"]
    found: list[str] = []
    if away:
        found.append(f"Apologies for absence were received from {_together(r.person for r in away)}.")
    for row in rows:
        if row.substitute_for:
            absent = people[row.substitute_for].short_name
            found.append(f"{people[row.person].short_name} attended as substitute for {absent}.")
    late = [r.person for r in rows if r.arrived is not None]
    if late:
        found.append(f"Apologies for lateness were received from {_together(late)}.")
    return (" ".join(found),) if found else (pick(standing()["nothing"]["apologies"], seed, "apologies"),)


def _together(keys: Iterable[str]) -> str:
    """Several people, with "Councillors" said once where all are councillors without title."""
    names = [demo_content().people[key].short_name for key in keys]
    plain = len(names) > 1 and all(n.startswith("Councillor ") for n in names)
    return f"Councillors {listed(n.removeprefix('Councillor ') for n in names)}" if plain else listed(names)


def interest_sentence(person: str, kind: str, reason: str, action: str, item: str) -> str:
    """Who declared what, in which item, why, and what they did."""
    words = standing()["interest"]
    name = demo_content().people[person].short_name
    return (
        f"{name} declared {words[kind]} in {item}: {reason[0].lower()}{reason[1:]}. {name} {words[action]}."
    )


def declarations_text(interests: Iterable[DemoInterest], seed: str) -> tuple[str, ...]:
    """What minutes say under declarations of interest."""
    found = tuple(i.sentence for i in interests)
    return found or (pick(standing()["nothing"]["declarations"], seed, "declarations"),)
