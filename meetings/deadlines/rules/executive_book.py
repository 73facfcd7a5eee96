"""The rules of the executive's decisions, of scrutiny and of hearings as data."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation, Rule, Severity
from meetings.deadlines.rules.citations import (
    ENGLAND,
    ENGLAND_AND_WALES,
    GENERIC,
    NORTHERN_IRELAND,
    SCOTLAND,
    WALES,
    act_ni,
    regulations,
)

_SINCE = date(2012, 9, 10)
_CALL_IN = "A decision may be called in before it is carried out"


def _2012(
    id: str, title: str, number: int, text: str, severity: Severity, override: str = "", minute: str = ""
) -> Rule:
    cite = regulations("2012/2089", f"regulation {number}", text, part=f"regulation/{number}")
    return Rule(id, title, ENGLAND, cite, severity, _SINCE, None, override, minute)


EXECUTIVE_RULES = (
    _2012(
        "EX-1",
        "A key decision is announced 28 clear days before",
        9,
        "on the website and at the offices, with its eight particulars",
        Severity.BLOCK,
    ),
    _2012(
        "EX-2",
        "General exception: a key decision without 28 days' notice",
        10,
        "scrutiny is told in writing, the notice is published, then five clear days",
        Severity.BLOCK,
    ),
    _2012(
        "EX-3",
        "Special urgency: a key decision that cannot wait even for that",
        11,
        "agreed by the chair of scrutiny, else the chair of the council, else the vice-chair; reasons published",
        Severity.BLOCK,
    ),
    _2012(
        "EX-4",
        "The executive meets in private after two notices",
        5,
        "28 clear days with reasons, then five clear days with representations and the response",
        Severity.BLOCK,
    ),
    Rule(
        "EX-5",
        "The executive's decisions are published",
        ENGLAND,
        regulations(
            "2012/2089",
            "regulations 12 to 14",
            "as soon as reasonably practicable: decision, reasons, alternatives rejected, conflicts",
            part="regulation/12",
        ),
        Severity.CLOCK,
        _SINCE,
    ),
    _2012(
        "EX-5-C",
        "The statement of a decision is complete",
        12,
        "decision and date, reasons, alternatives rejected, conflicts, dispensations; none is said as none",
        Severity.BLOCK,
    ),
    _2012(
        "EX-6",
        "Scrutiny may require a report on a decision not treated as key",
        18,
        "the decision, its reasons, who made it and why it was not treated as key",
        Severity.BLOCK,
    ),
    Rule(
        "SC-1",
        _CALL_IN,
        ENGLAND,
        Citation(
            "Local Government Act 2000, section 9F(4) (not verified); the period, numbers and grounds are local:"
            " five working days",
            False,
            "https://www.legislation.gov.uk/ukpga/2000/22/section/9F",
        ),
        Severity.CLOCK,
    ),
    Rule(
        "SC-1-W",
        _CALL_IN,
        WALES,
        Citation(
            "Local Government Act 2000, section 21 (not verified); the period is local: five working days",
            False,
        ),
        Severity.CLOCK,
    ),
    Rule("SC-1-S", _CALL_IN, SCOTLAND, Citation("Local choice: five working days", False), Severity.CLOCK),
    Rule(
        "SC-1-NI",
        "A decision may be reconsidered when 15 per cent of the council ask",
        NORTHERN_IRELAND,
        act_ni(
            "section 41",
            "15 per cent, rounded up; a lawyer's opinion where a section of the people would suffer;"
            " the period is local",
            part="section/41",
        ),
        Severity.CLOCK,
    ),
    Rule("SC-1-L", _CALL_IN, GENERIC, Citation("Your own rules", False), Severity.CLOCK),
    Rule(
        "LI-1",
        "Notice of a licensing hearing, and the parties' replies",
        ENGLAND_AND_WALES,
        regulations(
            "2005/44",
            "regulations 6 to 8",
            "ten working days before; five for reviews after closure; two for temporary events",
            part="regulation/6",
        ),
        Severity.BLOCK,
    ),
    Rule(
        "LI-1-T",
        "The parties to a licensing hearing have equal time",
        ENGLAND_AND_WALES,
        regulations(
            "2005/44", "regulation 24", "an equal maximum period for each party", part="regulation/24"
        ),
        Severity.BLOCK,
    ),
    Rule(
        "OS-1",
        "The executive answers a report of scrutiny within two months",
        ENGLAND,
        Citation("Local Government Act 2000, sections 9FC and 9FE: two months", False),
        Severity.CLOCK,
    ),
    Rule(
        "OS-1-NI",
        "The executive answers a report of scrutiny within two months, or one when it is to be prompt",
        NORTHERN_IRELAND,
        act_ni("section 32", "two months; one where it is to be dealt with promptly", part="section/32"),
        Severity.CLOCK,
    ),
)
