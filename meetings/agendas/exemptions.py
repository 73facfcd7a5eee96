"""Why something may be kept from the public: each nation's paragraphs, and the sentence made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meetings.deadlines.rules.base import Citation, Profile

LONGEST = 500


@dataclass(frozen=True)
class Schedule:
    """The descriptions of exempt information that one nation's law has. `paragraphs`: words by number."""

    name: str
    paragraphs: Mapping[str, str]
    #: whether the interest in keeping it back must outweigh that in disclosing it
    tested: bool
    citation: Citation


_ENGLISH = (
    "an individual",
    "what is likely to reveal who an individual is",
    "financial or business affairs of a particular person, the council included",
    "consultations or negotiations about a labour relations matter",
    "a claim to legal professional privilege",
    "a notice, order or direction that the council proposes to give or make",
    "action to prevent, investigate or prosecute crime",
)
_SCOTTISH = (
    "an employee, a former employee, an applicant or an office-holder",
    "an occupier, a former occupier or an applicant for the council’s accommodation",
    "an applicant for, or a recipient of, a service of the council",
    "an applicant for, or a recipient of, financial assistance from the council",
    "the adoption, care, fostering or education of a child",
    "financial or business affairs of a particular person other than the council",
    "what is done for a person under section 27(1) of the Social Work (Scotland) Act 1968",
    "what the council proposes to spend under a contract for property, goods or services",
    "terms proposed in negotiations for a contract for property, goods or services",
    "who offers a tender, where that is the council itself",
    "consultations or negotiations about a labour relations matter",
    "instructions to counsel, counsel’s opinion, or advice or information for legal proceedings",
    "a notice, order or direction that the council proposes to give or make",
    "action to prevent, investigate or prosecute crime",
    "who a protected informant is",
)


def _numbered(words: Iterable[str], first: int = 1) -> dict[str, str]:
    return {str(number): text for number, text in enumerate(words, start=first)}


SCHEDULES: Mapping[Profile, Schedule] = {
    Profile.ENGLAND_PRINCIPAL: Schedule(
        "Part 1 of Schedule 12A to the Local Government Act 1972",
        _numbered(_ENGLISH),
        True,
        Citation(
            "Local Government Act 1972, section 100A(4) and Schedule 12A, Parts 1 and 2, paragraph 10", True
        ),
    ),
    Profile.WALES: Schedule(
        "Part 4 of Schedule 12A to the Local Government Act 1972",
        _numbered(_ENGLISH, 12),
        True,
        Citation("Local Government Act 1972, section 100A(4) and Schedule 12A, Parts 4 and 5", False),
    ),
    Profile.NORTHERN_IRELAND: Schedule(
        "Part 1 of Schedule 6 to the Local Government Act (Northern Ireland) 2014",
        _numbered(_ENGLISH),
        True,
        Citation("Local Government Act (Northern Ireland) 2014, section 42 and Schedule 6", False),
    ),
    Profile.SCOTLAND: Schedule(
        "Part 1 of Schedule 7A to the Local Government (Scotland) Act 1973",
        _numbered(_SCOTTISH),
        False,
        Citation("Local Government (Scotland) Act 1973, section 50A(4) and Schedule 7A", False),
    ),
}
#: Why something is confidential: then the public must be excluded, and nothing is weighed.
GROUNDS: Mapping[str, str] = {
    "government": "supplied by a government department on terms that forbid its disclosure",
    "enactment": "its disclosure to the public is forbidden by an Act or by rules made under one",
    "court": "its disclosure to the public is forbidden by the order of a court",
}
_NUMBER = re.compile(
    r"\bpara(?:graph)?s?\.?\s+((?:\d{1,2}[A-C]?)(?:\s*(?:,|and|&)\s*\d{1,2}[A-C]?)*)", re.IGNORECASE
)


def schedule_of(profile: Profile) -> Schedule | None:
    """The paragraphs of that law; None where there are none: the reason is given in the council's own words."""
    return SCHEDULES.get(profile)


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
