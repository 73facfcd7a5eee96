"""The rules about who may see what, and the usual standing orders, as data."""

from __future__ import annotations

from meetings.deadlines.rules.base import Citation, Profile, Rule, Severity
from meetings.deadlines.rules.votes_book import ENGLAND, LGA, PRINCIPAL, only

P = Profile

EXEMPT = Rule(
    "AG-4",
    "Exempt and confidential information",
    only(P.ENGLAND_PRINCIPAL),
    Citation(
        "Local Government Act 1972, section 100A(2) to (4) and Schedule 12A, paragraphs 8 to 10",
        True,
        f"{LGA}/schedule/12A",
    ),
    Severity.BLOCK,
)
#: the wording of the descriptions, and the nations' own lists
EXEMPT_ELSEWHERE = Rule(
    "AG-4-N",
    "Exempt and confidential information: the nation's own list",
    only(P.ENGLAND_PARISH, P.WALES, P.SCOTLAND, P.NORTHERN_IRELAND, P.GENERIC),
    Citation(
        "Public Bodies (Admission to Meetings) Act 1960, section 1(2) (parishes); 1972 Act Schedule 12A Part 4 "
        "(Wales); 1973 Act Schedule 7A (Scotland); 2014 Act Schedule 6 (Northern Ireland)",
        False,
    ),
    Severity.BLOCK,
)
INSPECT = Rule(
    "AG-6",
    "A councillor may see what the council holds on its business, within limits",
    PRINCIPAL,
    Citation("Local Government Act 1972, section 100F", True, f"{LGA}/section/100F"),
    Severity.BLOCK,
)
INSPECT_EXECUTIVE = Rule(
    "AG-6-E",
    "Executive papers: members within 24 hours, scrutiny within ten clear days of asking",
    only(P.ENGLAND_PRINCIPAL),
    Citation("SI 2012/2089, regulations 16 and 17", True, "https://www.legislation.gov.uk/uksi/2012/2089"),
    Severity.CLOCK,
)
REGISTERS = Rule(
    "AG-7",
    "Registers the public may read: members, seats, delegations over six months, summary of rights",
    PRINCIPAL,
    Citation("Local Government Act 1972, section 100G", True, f"{LGA}/section/100G"),
    Severity.INFO,
)
HOME_ADDRESS = Rule(
    "AG-7-A",
    "A councillor's home address is not published unless they choose it",
    only(P.ENGLAND_PRINCIPAL, P.ENGLAND_PARISH),
    Citation("Localism Act 2011, a section 32A proposed in the Bill of 2025", False),
    Severity.INFO,
)
FILMING = Rule(
    "AG-8",
    "Anybody at an open meeting may film, record and report it",
    ENGLAND,
    Citation("Local Government Act 1972, section 100A(7A) to (7F); SI 2014/2095, regulations 3 to 5", True),
    Severity.INFO,
)
OFFICER_DECISION = Rule(
    "AG-9",
    "A written record of a decision an officer took by delegation",
    ENGLAND,
    Citation("SI 2014/2095, regulation 7", True, "https://www.legislation.gov.uk/uksi/2014/2095"),
    Severity.CLOCK,
)


def _order(rule_id: str, title: str, severity: Severity = Severity.GATE) -> Rule:
    return Rule(
        rule_id,
        title,
        frozenset(P),
        Citation("Usual standing orders; yours decide, and the council may suspend them", False),
        severity,
        override="the person presiding",
        minute="{by} allowed it: {reason}.",
    )


ELIMINATION = _order(
    "SO-1", "An appointment with more than two names: the lowest goes until one has a majority"
)
AMENDMENT = _order("SO-2", "An amendment may not simply say the opposite of the motion")
ONE_AMENDMENT = _order("SO-3", "One amendment at a time", Severity.BLOCK)
CLOSURE = _order("SO-4", "That the question be now put: the chair is satisfied that there was debate enough")
ON_NOTICE = _order("SO-5", "A motion on notice: in time, moved and seconded, relevant, not lately rejected")
SUSPENSION = _order("SO-6", "Suspending standing orders: half of the members present, and never the law")
SUBSTITUTES = _order("SO-7", "A substitute: the same group, trained, named in time, for the whole meeting")
PETITION = _order("PE-1", "A petition: how many signatures earn a debate")
PLANNING = _order("PL-1", "A planning vote: present throughout, and reasons for going against advice")

ACCESS_RULES: tuple[Rule, ...] = (
    EXEMPT,
    EXEMPT_ELSEWHERE,
    INSPECT,
    INSPECT_EXECUTIVE,
    REGISTERS,
    HOME_ADDRESS,
    FILMING,
    OFFICER_DECISION,
    ELIMINATION,
    AMENDMENT,
    ONE_AMENDMENT,
    CLOSURE,
    ON_NOTICE,
    SUSPENSION,
    SUBSTITUTES,
    PETITION,
    PLANNING,
)
