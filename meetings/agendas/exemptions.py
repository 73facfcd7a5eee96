"""Why something may be kept from the public: each nation's paragraphs, and the sentence made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from meetings.deadlines.rules.base import Profile
from meetings.deadlines.rules.exempt_lists import Schedule, schedule_of

__all__ = ["GROUNDS", "LONGEST", "Schedule", "in_order", "paragraphs_in", "schedule_of", "sentence"]

LONGEST = 500


#: Why something is confidential: then the public must be excluded, and nothing is weighed.
GROUNDS: Mapping[str, str] = {
    "government": "supplied by a government department on terms that forbid its disclosure",
    "enactment": "its disclosure to the public is forbidden by an Act or by rules made under one",
    "court": "its disclosure to the public is forbidden by the order of a court",
}
_NUMBER = re.compile(
    r"\bpara(?:graph)?s?\.?\s+((?:\d{1,2}[A-C]?)(?:\s*(?:,|and|&)\s*\d{1,2}[A-C]?)*)", re.IGNORECASE
)


def sentence(profile: Profile, paragraphs: Iterable[str], ground: str = "") -> str:
    """The reason as it is printed: `paragraph 3 of Part 1 of Schedule 12A … (financial …)`. Empty without any."""
    if ground in GROUNDS:
        return GROUNDS[ground]
    numbers, schedule = in_order(paragraphs), schedule_of(profile)
    if not numbers:
        return ""
    if schedule is None:
        return ", ".join(numbers)[:LONGEST]
    first = f"{'paragraph' if len(numbers) == 1 else 'paragraphs'} {_listed(numbers)} of {schedule.name}"
    full = f"{first} ({'; '.join(schedule.paragraphs.get(n, 'as described there') for n in numbers)})"
    return full if len(full) <= LONGEST else first


def paragraphs_in(text: str) -> tuple[str, ...]:
    """The paragraphs that a reason in somebody's own words names."""
    found = {n.upper() for m in _NUMBER.finditer(text) for n in re.findall(r"\d{1,2}[A-Ca-c]?", m[1])}
    return in_order(found)


def in_order(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Each once, by number, free words last."""
    return tuple(sorted({p.strip() for p in paragraphs if p.strip()}, key=_key))


def _key(paragraph: str) -> tuple[bool, int, str]:
    digits = re.match(r"\d+", paragraph)
    return digits is None, int(digits[0]) if digits else 0, paragraph


def _listed(numbers: tuple[str, ...]) -> str:
    return numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
