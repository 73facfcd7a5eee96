"""Parameters of the council itself: quorum, votes, requisitions, absence, seats, interests, what is kept how long."""

from __future__ import annotations

from meetings.deadlines.rules.base import Citation, Profile
from meetings.deadlines.rules.citations import (
    ALL_ENGLAND,
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
)
from meetings.deadlines.rules.parameter import Default, Kind, Parameter, Value, given

_OWN = Citation("Your own rules: the usual default", verified=False)
_SEVEN = act_1973("Schedule 7", part="schedule/7", verified=False)
_SPECIAL = act_1973(
    "Schedule 7", "a special meeting: a quarter of the members, held within 14 days", part="schedule/7"
)
_CALLED_NI = act_ni(
    "Schedule 5",
    "five members; held within 14 days; they may call it after a refusal or 7 days",
    part="schedule/5",
)


def _nobody(profiles: frozenset[Profile], value: Value, text: str = "No such rule there") -> Default:
    return given(profiles, value, Citation(text, verified=False))


_QUORUM = Parameter(
    "quorum_council",
    "Quorum of the council",
    Kind.WORD,
    (
        given(ENGLAND | WALES, "quarter", act_1972("Schedule 12 paragraph 6", part="schedule/12")),
        given(PARISH, "third_at_least_three", act_1972("Schedule 12 paragraph 12", part="schedule/12")),
        given(SCOTLAND, "quarter", _SEVEN),
        given(
            NORTHERN_IRELAND, "quarter", act_ni("Schedule 5", "a quarter", part="schedule/5", verified=False)
        ),
        given(GENERIC, "over_half", _OWN),
    ),
    local=GENERIC,
    words={
        "quarter": "a quarter of all seats, rounded up",
        "third_at_least_three": "a third of all seats, rounded up, at least three",
        "over_half": "more than half of all seats",
    },
)
_QUORUM_COMMITTEE = Parameter(
    "quorum_committee",
    "Quorum of a committee",
    Kind.WORD,
    (
        given(
            EVERYWHERE, "quarter_at_least_three", local("a quarter of the seats, rounded up, at least three")
        ),
    ),
    local=EVERYWHERE,
    words={
        "quarter_at_least_three": "a quarter of the seats, rounded up, at least three",
        "third_at_least_three": "a third of the seats, rounded up, at least three",
        "over_half": "more than half of the seats",
    },
)
_SPECIAL_MAJORITY = Parameter(
    "special_majority",
    "Majorities above the simple one",
    Kind.WORD,
    (
        given(
            ENGLAND_AND_WALES,
            "two_thirds",
            act_1972("sections 245 and 249", "two thirds of those voting, for honours", part="section/249"),
        ),
        _nobody(PARISH, "none"),
        given(SCOTLAND, "two_thirds", local("two thirds to rescind a decision")),
        given(
            NORTHERN_IRELAND,
            "qualified",
            act_ni("section 40", "80 per cent of votes, rounded up, for listed decisions", part="section/40"),
        ),
        given(GENERIC, "none", _OWN),
    ),
    local=SCOTLAND | GENERIC,
    words={
        "two_thirds": "two thirds of those voting",
        "qualified": "80 per cent of those voting",
        "none": "none",
    },
)
_CASTING = Parameter(
    "casting_vote",
    "Casting vote of the person presiding",
    Kind.WORD,
    (
        given(ENGLAND_AND_WALES | PARISH, "yes", act_1972("Schedule 12 paragraph 39", part="schedule/12")),
        given(SCOTLAND, "lot_on_appointments", _SEVEN),
        given(NORTHERN_IRELAND, "yes", act_ni("section 39", part="section/39")),
        given(GENERIC, "yes", _OWN),
    ),
    local=GENERIC,
    words={"yes": "yes", "no": "no", "lot_on_appointments": "yes, but lots on appointments"},
)
_NAMED = Parameter(
    "named_vote_trigger",
    "How many members can demand that names be recorded",
    Kind.NUMBER,
    (
        given(PARISH, 1, act_1972("Schedule 12 paragraph 13(2)", "any member", part="schedule/12")),
        given(EVERYWHERE - PARISH, 5, local("five members, before the vote")),
    ),
    local=EVERYWHERE - PARISH,
    least=1,
)
_REQUISITION = Parameter(
    "requisition_members",
    "How many members can demand a meeting",
    Kind.TEXT,
    (
        given(
            ENGLAND_AND_WALES, "5", act_1972("Schedule 12 paragraph 3", "five members", part="schedule/12")
        ),
        given(PARISH, "2", act_1972("Schedule 12 paragraph 9", "two members", part="schedule/12")),
        given(SCOTLAND, "quarter", _SPECIAL),
        given(NORTHERN_IRELAND, "5", _CALLED_NI),
        given(GENERIC, "5", _OWN),
    ),
    local=GENERIC,
)
_REQUISITION_DAYS = Parameter(
    "requisition_days",
    "Days the chair has before the members may call it themselves",
    Kind.NUMBER,
    (
        given(ENGLAND_AND_WALES, 7, act_1972("Schedule 12 paragraph 3(2)", part="schedule/12")),
        given(PARISH, 7, act_1972("Schedule 12 paragraph 9(2)", part="schedule/12")),
        _nobody(SCOTLAND, 0),
        given(NORTHERN_IRELAND, 7, _CALLED_NI),
        given(GENERIC, 7, _OWN),
    ),
    local=GENERIC,
)
_HOLD = Parameter(
    "requisition_hold_days",
    "Days within which a demanded meeting must be held (0: none named)",
    Kind.NUMBER,
    (
        _nobody(ENGLAND_AND_WALES | PARISH, 0),
        given(SCOTLAND, 14, _SPECIAL),
        given(NORTHERN_IRELAND, 14, _CALLED_NI),
        given(GENERIC, 0, _OWN),
    ),
    local=GENERIC,
)
_ABSENCE = Parameter(
    "nonattendance",
    "When absence ends membership",
    Kind.WORD,
    (
        given(
            ENGLAND_AND_WALES | PARISH,
            "six_months",
            act_1972("section 85", "six months, unless approved before", part="section/85"),
        ),
        given(SCOTLAND, "six_months_open", act_1973("section 35", "six months", part="section/35")),
        given(
            NORTHERN_IRELAND,
            "six_months",
            Citation("Northern Ireland: six months, not verified", verified=False),
        ),
        given(GENERIC, "off", _OWN),
    ),
    local=GENERIC,
    words={
        "six_months": "six months, unless the council approved the reason before",
        "six_months_open": "six months, unless the council approves the reason",
        "off": "no such rule",
    },
)
_BALANCE = Parameter(
    "political_balance",
    "Seats by political balance",
    Kind.WORD,
    (
        given(
            ENGLAND_AND_WALES,
            "proportional",
            act("Local Government and Housing Act 1989", "ukpga/1989/42/section/15", "sections 15 to 17"),
        ),
        given(PARISH, "off", Citation("Not applied to parish councils", True)),
        _nobody(
            SCOTLAND, "off", "Whether section 15 of the 1989 Act is in force in Scotland is not verified"
        ),
        given(
            NORTHERN_IRELAND,
            "dhondt",
            act_ni("Schedule 1", "d'Hondt or quota", part="schedule/1", verified=False),
        ),
        given(GENERIC, "off", _OWN),
    ),
    local=GENERIC,
    words={"proportional": "in proportion to the groups", "dhondt": "d'Hondt or quota", "off": "none"},
)
_INTERESTS = Parameter(
    "interests_days",
    "Days within which interests are notified",
    Kind.NUMBER,
    (
        given(ALL_ENGLAND, 28, act("Localism Act 2011", "ukpga/2011/20/section/30", "section 30", "28 days")),
        _nobody(WALES, 28, "Code of conduct in Wales: 28 days, not verified"),
        _nobody(SCOTLAND, 30, "Standards regulations in Scotland: one month, not verified"),
        _nobody(NORTHERN_IRELAND, 28, "Code of conduct in Northern Ireland: 28 days, not verified"),
        given(GENERIC, 28, _OWN),
    ),
    local=GENERIC,
)
_PROXY = Parameter(
    "proxy_vote",
    "Votes by proxy",
    Kind.WORD,
    (
        _nobody(ALL_ENGLAND, "off", "Announced on 5 June 2025; no power in force that we know of"),
        _nobody(EVERYWHERE - ALL_ENGLAND, "off", "No power that we know of"),
    ),
    # Where no law of ours holds a council may allow them for itself.
    local=GENERIC,
    words={"off": "none", "on": "as the standing orders allow"},
)
COUNCIL_PARAMETERS = (
    _QUORUM,
    _QUORUM_COMMITTEE,
    _SPECIAL_MAJORITY,
    _CASTING,
    _NAMED,
    _REQUISITION,
    _REQUISITION_DAYS,
    _HOLD,
    _ABSENCE,
    _BALANCE,
    _INTERESTS,
    _PROXY,
)
