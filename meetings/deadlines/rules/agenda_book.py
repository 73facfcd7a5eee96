"""The rules of what may be considered, of reports and of meeting without the public, as data."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation, Rule, Severity
from meetings.deadlines.rules.citations import (
    ENGLAND,
    ENGLAND_AND_WALES,
    EVERYWHERE,
    GENERIC,
    NORTHERN_IRELAND,
    PARISH,
    SCOTLAND,
    WALES,
    act,
    act_1972,
    act_1973,
    act_ni,
    local,
    regulations,
)

_OWN = Citation("Your own rules", verified=False)
_LATE = "An item that came late: open in time, or urgent with a reason in the minutes"
_TAKEN = "The chair ({by}) was of the opinion that the item should be considered as urgent: {reason}."
_LISTED = "A report lists its background papers"
_EXCLUDE = "Meeting without the public: a resolution that says which item and why"
_CHAIR = "the chair"

AGENDA_RULES = (
    Rule(
        "AG-1",
        _LATE,
        ENGLAND,
        act_1972(
            "section 100B(4), with 100E for committees",
            "open for five clear days or since convening, or special circumstances stated in the minutes",
            part="section/100B",
        ),
        Severity.BLOCK,
        override=_CHAIR,
        minute=_TAKEN,
    ),
    Rule(
        "AG-1-P",
        "An item not in the summons cannot be decided",
        PARISH,
        act_1972("Schedule 12 paragraph 10(2)", "the summons states the business", part="schedule/12"),
        Severity.BLOCK,
    ),
    Rule(
        "AG-1-W",
        _LATE,
        WALES,
        act_1972("section 100B(4)", "three clear days, or special circumstances", part="section/100B"),
        Severity.BLOCK,
        override=_CHAIR,
        minute=_TAKEN,
    ),
    Rule(
        "AG-1-S",
        _LATE,
        SCOTLAND,
        act_1973("section 50B", part="section/50B", verified=False),
        Severity.BLOCK,
        override=_CHAIR,
        minute=_TAKEN,
    ),
    Rule(
        "AG-1-NI",
        _LATE,
        NORTHERN_IRELAND,
        act_ni("section 43", "five days, or urgency", part="section/43"),
        Severity.BLOCK,
        override=_CHAIR,
        minute=_TAKEN,
    ),
    Rule("AG-1-L", _LATE, GENERIC, _OWN, Severity.GATE, override=_CHAIR, minute=_TAKEN),
    Rule(
        "AG-1-C",
        "Full council does only the business in its summons",
        ENGLAND_AND_WALES,
        act_1972(
            "Schedule 12 paragraph 4(5)",
            "save the annual meeting's own business and urgency under standing orders",
            part="schedule/12",
        ),
        Severity.GATE,
        override="the chair, under standing orders on urgency",
        minute="{by} took the item though the summons did not name it: {reason}.",
    ),
    Rule(
        "AG-2",
        "The executive has no door for urgent items",
        ENGLAND,
        regulations(
            "2012/2089",
            "regulation 6(2)",
            "on the agenda for five clear days, or a meeting convened at shorter notice; the chair's opinion is"
            " no ground",
            part="regulation/6",
        ),
        Severity.GATE,
        effective_from=date(2012, 9, 10),
        override="the monitoring officer",
        minute="{by} let the executive take the item: {reason}.",
    ),
    Rule(
        "AG-3",
        _LISTED,
        ENGLAND_AND_WALES,
        act_1972(
            "section 100D(1), (4) and (5)",
            "facts relied on; no published or exempt works",
            part="section/100D",
        ),
        Severity.BLOCK,
    ),
    Rule(
        "AG-3-E",
        "A report to the executive lists its background papers, on the website",
        ENGLAND,
        regulations("2012/2089", "regulation 15", part="regulation/15"),
        Severity.BLOCK,
        effective_from=date(2012, 9, 10),
    ),
    Rule(
        "AG-3-S",
        _LISTED,
        SCOTLAND,
        act_1973("section 50D", part="section/50D", verified=False),
        Severity.BLOCK,
    ),
    Rule("AG-3-NI", _LISTED, NORTHERN_IRELAND, act_ni("section 45", part="section/45"), Severity.BLOCK),
    Rule("AG-3-L", _LISTED, GENERIC, _OWN, Severity.WARN),
    Rule(
        "AG-5",
        _EXCLUDE,
        ENGLAND,
        act_1972(
            "section 100A(4)-(6)",
            "the resolution identifies the proceedings and the description in Schedule 12A",
            part="section/100A",
        ),
        Severity.BLOCK,
    ),
    Rule(
        "AG-5-P",
        _EXCLUDE,
        PARISH,
        act(
            "Public Bodies (Admission to Meetings) Act 1960",
            "ukpga/Eliz2/8-9/67/section/1",
            "section 1(2)",
            "publicity would be prejudicial, for reasons stated in the resolution",
        ),
        Severity.BLOCK,
    ),
    Rule(
        "AG-5-W",
        _EXCLUDE,
        WALES,
        act_1972("section 100A(4)-(6), Schedule 12A Part 4", part="section/100A"),
        Severity.BLOCK,
    ),
    Rule(
        "AG-5-S",
        _EXCLUDE,
        SCOTLAND,
        act_1973("section 50A(4), Schedule 7A", part="section/50A", verified=False),
        Severity.BLOCK,
    ),
    Rule(
        "AG-5-NI",
        _EXCLUDE,
        NORTHERN_IRELAND,
        act_ni("section 42, Schedule 6", part="section/42"),
        Severity.BLOCK,
    ),
    Rule("AG-5-L", _EXCLUDE, GENERIC, _OWN, Severity.GATE, override=_CHAIR),
    Rule(
        "PL-1-D",
        "Speakers at a planning committee register in time",
        EVERYWHERE,
        local("noon on the working day before"),
        Severity.CLOCK,
    ),
)
