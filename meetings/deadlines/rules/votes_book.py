"""The rules about presiding, quorum and votes as data: what each says, where it stands and what follows."""

from __future__ import annotations

from meetings.deadlines.rules.base import Citation, Profile, Rule, Severity

P = Profile
ENGLAND = frozenset({P.ENGLAND_PRINCIPAL, P.ENGLAND_PARISH})
#: where the law of principal councils in England and Wales is the same
PRINCIPAL = frozenset({P.ENGLAND_PRINCIPAL, P.WALES})
LGA = "https://www.legislation.gov.uk/ukpga/1972/70"
LGHA = "https://www.legislation.gov.uk/ukpga/1989/42"
NI_ACT = "https://www.legislation.gov.uk/nia/2014/8"
SCOTLAND = "https://www.legislation.gov.uk/ukpga/1973/65"


def only(*profiles: Profile) -> frozenset[Profile]:
    """The law of these alone."""
    return frozenset(profiles)


PRESIDE = Rule(
    "ME-3",
    "Who presides",
    ENGLAND | {P.WALES},
    Citation("Local Government Act 1972, Schedule 12, paragraph 5", True, f"{LGA}/schedule/12"),
    Severity.BLOCK,
)
QUORUM = Rule(
    "ME-4",
    "Quorum of the full council: a quarter of the whole number of members",
    PRINCIPAL,
    Citation("Local Government Act 1972, Schedule 12, paragraphs 6 and 45", True, f"{LGA}/schedule/12"),
    Severity.BLOCK,
)
QUORUM_PARISH = Rule(
    "ME-4-P",
    "Quorum of a parish or community council: a third of the members, never fewer than three",
    only(P.ENGLAND_PARISH, P.WALES),
    Citation("Local Government Act 1972, Schedule 12, paragraphs 12, 28 and 45", True, f"{LGA}/schedule/12"),
    Severity.BLOCK,
)
QUORUM_SCOTLAND = Rule(
    "ME-4-S",
    "Quorum of the council: a quarter of the members",
    only(P.SCOTLAND),
    Citation("Local Government (Scotland) Act 1973, Schedule 7", False, f"{SCOTLAND}/schedule/7"),
    Severity.BLOCK,
)
QUORUM_NI = Rule(
    "ME-4-NI",
    "Quorum of the council: a quarter of the members",
    only(P.NORTHERN_IRELAND),
    Citation("Local Government Act (Northern Ireland) 2014, Schedule 5", False, f"{NI_ACT}/schedule/5"),
    Severity.BLOCK,
)
QUORUM_LOCAL = Rule(
    "ME-4-L",
    "Quorum of a committee, or of a council under its own rules",
    frozenset(P),
    Citation("Your own standing orders; nothing in the law of committees fixes a number", False),
    Severity.BLOCK,
)
MAJORITY = Rule(
    "ME-5",
    "Decisions by the majority present and voting; the chair's second or casting vote on a tie",
    ENGLAND | {P.WALES},
    Citation("Local Government Act 1972, Schedule 12, paragraph 39", True, f"{LGA}/schedule/12"),
    Severity.INFO,
)
MAJORITY_SCOTLAND = Rule(
    "ME-5-S",
    "Decisions by the majority present and voting; casting vote, but lots on an appointment",
    only(P.SCOTLAND),
    Citation("Local Government (Scotland) Act 1973, Schedule 7", False, f"{SCOTLAND}/schedule/7"),
    Severity.INFO,
)
MAJORITY_NI = Rule(
    "ME-5-NI",
    "Decisions by simple majority, with a casting vote",
    only(P.NORTHERN_IRELAND),
    Citation("Local Government Act (Northern Ireland) 2014, section 39", True, f"{NI_ACT}/section/39"),
    Severity.INFO,
)
MAJORITY_LOCAL = Rule(
    "ME-5-L",
    "Decisions by simple majority under your own rules",
    only(P.GENERIC),
    Citation("Your own standing orders", False),
    Severity.INFO,
)
TWO_THIRDS = Rule(
    "ME-6",
    "Two-thirds of those voting, at a meeting called for it: honours and borough status",
    PRINCIPAL,
    Citation("Local Government Act 1972, sections 245 and 249", True, f"{LGA}/section/249"),
    Severity.BLOCK,
)
SPECIAL_LOCAL = Rule(
    "ME-6-L",
    "A special majority under your own standing orders",
    frozenset(P),
    Citation("Your own standing orders", False),
    Severity.BLOCK,
)
MAYORAL_BUDGET = Rule(
    "ME-6-M",
    "Two-thirds to amend an elected mayor's budget",
    only(P.ENGLAND_PRINCIPAL),
    Citation("Local Authorities (Standing Orders) (England) Regulations 2001, Schedule 2", False),
    Severity.BLOCK,
)
NEM_CON = Rule(
    "ME-6-D",
    "Departing from political balance: nobody voting against",
    PRINCIPAL,
    Citation("Local Government and Housing Act 1989, section 17", True, f"{LGHA}/section/17"),
    Severity.BLOCK,
)
QUALIFIED = Rule(
    "RM-5-80",
    "Qualified majority: 80 per cent of the votes of members present and voting, rounded up",
    only(P.NORTHERN_IRELAND),
    Citation("Local Government Act (Northern Ireland) 2014, section 40", True, f"{NI_ACT}/section/40"),
    Severity.BLOCK,
)
RECONSIDERATION = Rule(
    "RM-5-15",
    "Reconsideration of a decision: 15 per cent of the members of the council, rounded up",
    only(P.NORTHERN_IRELAND),
    Citation("Local Government Act (Northern Ireland) 2014, section 41", True, f"{NI_ACT}/section/41"),
    Severity.CLOCK,
)
BUDGET_VOTE = Rule(
    "ME-7",
    "Names of who voted how on every vote about the budget and council tax",
    only(P.ENGLAND_PRINCIPAL),
    Citation("SI 2001/3384, Schedule 2, as amended by SI 2014/165", True),
    Severity.BLOCK,
)
OWN_VOTE = Rule(
    "ME-7-O",
    "A member may have their own vote recorded, asked for immediately after it",
    PRINCIPAL,
    Citation("Local Authorities (Standing Orders) Regulations 1993, Schedule 2, paragraph 1", True),
    Severity.BLOCK,
)
PARISH_VOTE = Rule(
    "ME-7-P",
    "One member may require the names of who voted how",
    only(P.ENGLAND_PARISH, P.WALES),
    Citation(
        "Local Government Act 1972, Schedule 12, paragraphs 13(2) and 29(2)", True, f"{LGA}/schedule/12"
    ),
    Severity.BLOCK,
)
DEMANDED_VOTE = Rule(
    "ME-7-L",
    "A recorded vote when enough members ask for it before the vote",
    frozenset(P),
    Citation("Your own standing orders", False),
    Severity.WARN,
)

VOTE_RULES: tuple[Rule, ...] = (
    PRESIDE,
    QUORUM,
    QUORUM_PARISH,
    QUORUM_SCOTLAND,
    QUORUM_NI,
    QUORUM_LOCAL,
    MAJORITY,
    MAJORITY_SCOTLAND,
    MAJORITY_NI,
    MAJORITY_LOCAL,
    TWO_THIRDS,
    SPECIAL_LOCAL,
    MAYORAL_BUDGET,
    NEM_CON,
    QUALIFIED,
    RECONSIDERATION,
    BUDGET_VOTE,
    OWN_VOTE,
    PARISH_VOTE,
    DEMANDED_VOTE,
)
