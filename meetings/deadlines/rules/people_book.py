"""The rules about members, their interests and their seats as data: what each says and where it stands."""

from __future__ import annotations

from meetings.deadlines.rules.access_book import ACCESS_RULES
from meetings.deadlines.rules.base import Citation, Profile, Rule, Severity
from meetings.deadlines.rules.votes_book import ENGLAND, LGA, LGHA, PRINCIPAL, SCOTLAND, VOTE_RULES, only

P = Profile
LOCALISM = "https://www.legislation.gov.uk/ukpga/2011/20"


ARREARS = Rule(
    "ME-10",
    "A member two months behind with council tax says so and does not vote on it",
    only(P.ENGLAND_PRINCIPAL, P.ENGLAND_PARISH, P.WALES),
    Citation("Local Government Finance Act 1992, section 106", False),
    Severity.WARN,
)
SIX_MONTHS = Rule(
    "MB-1",
    "Six months without attending ends membership, unless the council approved the reason first",
    only(P.ENGLAND_PRINCIPAL, P.ENGLAND_PARISH),
    Citation("Local Government Act 1972, sections 85 to 87", True, f"{LGA}/section/85"),
    Severity.CLOCK,
)
SIX_MONTHS_WALES = Rule(
    "MB-1-W",
    "Six months without attending ends membership, unless approved first; family absence does not count",
    only(P.WALES),
    Citation("Local Government Act 1972, sections 85 to 87, with 85(3C) and (3D)", True, f"{LGA}/section/85"),
    Severity.CLOCK,
)
SIX_MONTHS_SCOTLAND = Rule(
    "MB-1-S",
    "Six months without attending ends membership, unless the council approves the reason",
    only(P.SCOTLAND),
    Citation("Local Government (Scotland) Act 1973, section 35", True, f"{SCOTLAND}/section/35"),
    Severity.GATE,
    override="the proper officer",
    minute="{by} let the approval of an absence stand after six months had passed: {reason}.",
)
SIX_MONTHS_NI = Rule(
    "MB-1-NI",
    "Six months without attending ends membership",
    only(P.NORTHERN_IRELAND),
    Citation("Northern Ireland law on failure to attend", False),
    Severity.CLOCK,
)
SIX_MONTHS_LOCAL = Rule(
    "MB-1-L",
    "Absence under your own rules",
    only(P.GENERIC),
    Citation("Your own rules", False),
    Severity.WARN,
)
ACCEPTANCE = Rule(
    "MB-2",
    "Declaration of acceptance of office within two months of election; no acting before it",
    only(P.ENGLAND_PRINCIPAL, P.WALES),
    Citation("Local Government Act 1972, section 83(1) and (2)", True, f"{LGA}/section/83"),
    Severity.BLOCK,
)
ACCEPTANCE_PARISH = Rule(
    "MB-2-P",
    "Declaration of acceptance of office at or before the first meeting",
    only(P.ENGLAND_PARISH),
    Citation("Local Government Act 1972, section 83(4)", True, f"{LGA}/section/83"),
    Severity.BLOCK,
)
REGISTER = Rule(
    "MB-3",
    "Interests notified to the monitoring officer within 28 days",
    ENGLAND,
    Citation(
        "Localism Act 2011, section 30; that the 28 days begin with the day itself is not checked",
        False,
        f"{LOCALISM}/section/30",
    ),
    Severity.CLOCK,
)
REGISTER_ELSEWHERE = Rule(
    "MB-3-N",
    "Interests entered in the register",
    only(P.WALES, P.SCOTLAND, P.NORTHERN_IRELAND, P.GENERIC),
    Citation("The code of conduct of the nation or of the council", False),
    Severity.CLOCK,
)
PARTICIPATION = Rule(
    "MB-3-I",
    "No part in discussion or vote with a disclosable pecuniary interest, unless dispensed",
    ENGLAND,
    Citation("Localism Act 2011, section 31(4)", True, f"{LOCALISM}/section/31"),
    Severity.BLOCK,
)
DISPENSATION = Rule(
    "MB-3-D",
    "A dispensation: asked for in writing, on one of five grounds, for four years at most",
    ENGLAND,
    Citation("Localism Act 2011, section 33", True, f"{LOCALISM}/section/33"),
    Severity.BLOCK,
)
CO_OPTEES = Rule(
    "MB-4",
    "A committee member who is not a councillor has no vote",
    PRINCIPAL,
    Citation("Local Government and Housing Act 1989, section 13; SI 1990/1553", True, f"{LGHA}/section/13"),
    Severity.BLOCK,
)
CO_OPTEES_EDUCATION = Rule(
    "MB-4-E",
    "Parent governor and church representatives vote on education functions only",
    only(P.ENGLAND_PRINCIPAL),
    Citation("Local Government Act 2000, Schedule A1 (read in an older text)", True),
    Severity.BLOCK,
)
BALANCE = Rule(
    "MB-5",
    "Seats on committees shared among political groups in proportion",
    PRINCIPAL,
    Citation(
        "Local Government and Housing Act 1989, sections 15 to 17; SI 1990/1553", True, f"{LGHA}/part/I"
    ),
    Severity.GATE,
    override="the council, with nobody voting against",
    minute="The council departed from political balance, nobody voting against: {reason}.",
)

#: every rule about people, seats, votes, access and standing orders
PEOPLE_RULES: tuple[Rule, ...] = (
    *VOTE_RULES,
    *ACCESS_RULES,
    ARREARS,
    SIX_MONTHS,
    SIX_MONTHS_WALES,
    SIX_MONTHS_SCOTLAND,
    SIX_MONTHS_NI,
    SIX_MONTHS_LOCAL,
    ACCEPTANCE,
    ACCEPTANCE_PARISH,
    REGISTER,
    REGISTER_ELSEWHERE,
    PARTICIPATION,
    DISPENSATION,
    CO_OPTEES,
    CO_OPTEES_EDUCATION,
    BALANCE,
)
