"""Parameters of decisions: the forward plan, call-in, urgency, exempt information, what is published afterwards."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation, Profile
from meetings.deadlines.rules.citations import (
    ENGLAND,
    EVERYWHERE,
    GENERIC,
    NORTHERN_IRELAND,
    PARISH,
    SCOTLAND,
    WALES,
    act_1972,
    act_1973,
    act_ni,
    local,
    regulations,
)
from meetings.deadlines.rules.parameter import Default, Kind, Parameter, Value, given

_OWN = Citation("Your own rules: the usual default", verified=False)
_SINCE_2012 = date(2012, 9, 10)
_WALES_2021 = date(2021, 5, 1)


def _none(profiles: frozenset[Profile], value: Value = 0) -> Default:
    return given(profiles, value, Citation("No such rule there", verified=False))


_URGENCY = Parameter(
    "urgency_reason",
    "How an item is taken as urgent at a council or committee",
    Kind.WORD,
    (
        given(
            ENGLAND | WALES,
            "chair_minuted",
            act_1972(
                "section 100B(4)(b)", "the chair's opinion, the reason in the minutes", part="section/100B"
            ),
        ),
        given(PARISH, "none", act_1972("Schedule 12 paragraph 10(2)", part="schedule/12")),
        given(SCOTLAND, "chair_minuted", act_1973("section 50B", part="section/50B", verified=False)),
        given(NORTHERN_IRELAND, "chair_minuted", act_ni("section 43", part="section/43")),
        given(GENERIC, "chair", _OWN),
    ),
    local=GENERIC,
    words={
        "chair_minuted": "the chair decides, the reason stands in the minutes",
        "chair": "the chair decides",
        "none": "not at all",
    },
)
_EXECUTIVE_URGENCY = Parameter(
    "urgency_executive",
    "Whether the chair's urgency reaches the executive",
    Kind.WORD,
    (
        given(
            ENGLAND,
            "no",
            regulations(
                "2012/2089",
                "regulation 6(2)",
                "five clear days or a meeting at shorter notice",
                part="regulation/6",
            ),
        ),
        given(EVERYWHERE - ENGLAND, "yes", Citation("As for other bodies", verified=False)),
    ),
    local=GENERIC,
    words={"no": "no", "yes": "yes"},
)
_PLAN = Parameter(
    "forward_plan",
    "Clear days' notice of a key decision (0: no such duty)",
    Kind.NUMBER,
    (
        given(
            ENGLAND,
            28,
            regulations(
                "2012/2089", "regulation 9", "28 clear days before a key decision", part="regulation/9"
            ),
            since=_SINCE_2012,
        ),
        given(ENGLAND, 0, Citation("Before the regulations of 2012", verified=False), until=date(2012, 9, 9)),
        given(WALES, 0, local("a forward work programme")),
        _none(PARISH | SCOTLAND | NORTHERN_IRELAND),
        given(GENERIC, 0, _OWN),
    ),
    local=WALES | GENERIC,
)
_PLAN_MODE = Parameter(
    "forward_plan_mode",
    "Which days count of the 28",
    Kind.WORD,
    (given(EVERYWHERE, "calendar", local("every day counts; the regulations do not say otherwise")),),
    local=EVERYWHERE,
    words={"calendar": "every day counts", "working": "working days only"},
)
_CALL_IN = Parameter(
    "call_in",
    "Working days within which a decision may be called in (0: no call-in)",
    Kind.NUMBER,
    (
        given(
            ENGLAND,
            5,
            local("five working days after the decision is published (power: section 9F, 2000 Act)"),
        ),
        given(WALES | SCOTLAND, 5, local("five working days after the decision is published")),
        given(
            NORTHERN_IRELAND,
            5,
            local("five working days after publication; section 41 of the 2014 Act fixes the 15 per cent"),
        ),
        _none(PARISH),
        given(GENERIC, 0, _OWN),
    ),
    local=ENGLAND | WALES | SCOTLAND | NORTHERN_IRELAND | GENERIC,
)
_CALL_IN_MEMBERS = Parameter(
    "call_in_members",
    "How many members can call a decision in",
    Kind.TEXT,
    (
        given(
            NORTHERN_IRELAND,
            "15%",
            act_ni("section 41", "15 per cent of the council, rounded up", part="section/41"),
        ),
        given(EVERYWHERE - NORTHERN_IRELAND, "3", local("three members or the chair of scrutiny")),
    ),
    local=EVERYWHERE - NORTHERN_IRELAND,
)
_CALL_IN_MEETING = Parameter(
    "call_in_meeting_days",
    "Working days within which scrutiny meets on a call-in",
    Kind.NUMBER,
    (given(EVERYWHERE, 10, local("ten working days")),),
    local=EVERYWHERE,
)
_STATEMENT = Parameter(
    "decision_statement_days",
    "Working days within which the executive's decisions are published",
    Kind.NUMBER,
    (given(EVERYWHERE, 2, local("two working days; the regulations say as soon as reasonably practicable")),),
    local=EVERYWHERE,
)
_NOT_KEY = Parameter(
    "not_key_report_days",
    "Working days for a report to council on a decision not treated as key",
    Kind.NUMBER,
    (given(EVERYWHERE, 10, local("the period that scrutiny names; ten working days when it names none")),),
    local=EVERYWHERE,
)
_NOTE = Parameter(
    "post_meeting_note",
    "Working days within which a note of the meeting is published, the day itself the first (0: no such duty)",
    Kind.NUMBER,
    (
        given(WALES, 0, Citation("Before the 2021 Act", verified=False), until=date(2021, 4, 30)),
        given(
            WALES,
            7,
            act_1972(
                "section 100C(1C)", "seven working days beginning with the meeting", part="section/100C"
            ),
            since=_WALES_2021,
        ),
        _none(EVERYWHERE - WALES),
    ),
    local=GENERIC,
)
_EXEMPT = Parameter(
    "exempt_schedule",
    "Where exempt information is described",
    Kind.WORD,
    (
        given(
            ENGLAND,
            "12A-1",
            act_1972("Schedule 12A Part 1, paragraphs 1 to 7", part="schedule/12A", verified=False),
        ),
        given(
            PARISH,
            "1960",
            Citation(
                "Public Bodies (Admission to Meetings) Act 1960, section 1(2)",
                True,
                "https://www.legislation.gov.uk/ukpga/Eliz2/8-9/67/section/1",
            ),
        ),
        given(WALES, "12A-4", act_1972("Schedule 12A Part 4, paragraphs 12 to 18", part="schedule/12A")),
        given(SCOTLAND, "7A", act_1973("Schedule 7A", part="schedule/7A", verified=False)),
        given(NORTHERN_IRELAND, "6", act_ni("Schedule 6", part="schedule/6")),
        given(GENERIC, "own", _OWN),
    ),
    local=GENERIC,
    words={
        "12A-1": "Schedule 12A Part 1",
        "1960": "1960 Act, section 1(2)",
        "12A-4": "Schedule 12A Part 4",
        "7A": "Schedule 7A",
        "6": "Schedule 6",
        "own": "own descriptions",
    },
)
DECISION_PARAMETERS = (
    _URGENCY,
    _EXECUTIVE_URGENCY,
    _PLAN,
    _PLAN_MODE,
    _CALL_IN,
    _CALL_IN_MEMBERS,
    _CALL_IN_MEETING,
    _STATEMENT,
    _NOT_KEY,
    _NOTE,
    _EXEMPT,
)
