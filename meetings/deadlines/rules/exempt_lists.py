"""The lists of what may be kept from the public: each nation's descriptions of exempt information, in our own words.

Their wording in the law is not verified but for England, Schedule 12A to the Local Government Act 1972.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from meetings.deadlines.rules.base import Citation, Profile


@dataclass(frozen=True)
class Schedule:
    """The descriptions of exempt information that one nation's law has. `paragraphs`: words by number."""

    name: str
    paragraphs: Mapping[str, str]
    #: whether the interest in keeping it back must outweigh that in disclosing it
    tested: bool
    citation: Citation
    #: the same in Welsh, where the law is in both languages
    name_cy: str = ""
    paragraphs_cy: Mapping[str, str] = field(default_factory=dict)


_ENGLISH = (
    "an individual",
    "what is likely to reveal who an individual is",
    "financial or business affairs of a particular person, the council included",
    "consultations or negotiations about a labour relations matter",
    "a claim to legal professional privilege",
    "a notice, order or direction that the council proposes to give or make",
    "action to prevent, investigate or prosecute crime",
)
_WELSH = (
    "unigolyn penodol",
    "yr hyn sy’n debygol o ddatgelu pwy yw unigolyn",
    "materion ariannol neu fusnes person penodol, gan gynnwys y cyngor",
    "ymgyngoriadau neu negodiadau ynghylch mater cysylltiadau llafur",
    "hawliad i fraint broffesiynol gyfreithiol",
    "hysbysiad, gorchymyn neu gyfarwyddyd y mae’r cyngor yn bwriadu ei roi neu ei wneud",
    "camau i atal, ymchwilio i neu erlyn trosedd",
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
        "Ran 4 o Atodlen 12A i Ddeddf Llywodraeth Leol 1972",
        _numbered(_WELSH, 12),
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


def schedule_of(profile: Profile) -> Schedule | None:
    """The paragraphs of that law; None where there are none: the reason is given in the council's own words."""
    return SCHEDULES.get(profile)
