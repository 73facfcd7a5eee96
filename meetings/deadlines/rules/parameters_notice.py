"""Parameters of calling a meeting: days of notice, how they are counted, where it is given."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation
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
)
from meetings.deadlines.rules.parameter import Kind, Parameter, given

_FIVE = date(2002, 10, 1)
_BEFORE_FIVE = date(2002, 9, 30)
_OWN = Citation("Your own rules: the usual default", verified=False)
_PARISH_NOTICE = act_1972("Schedule 12 paragraph 10(2)", "three clear days", part="schedule/12")
_SC_NOTICE = act_1973(
    "Schedule 7 paragraph 2",
    "three clear days for the council; that sections 50A and 50B say the same of committees is not verified",
    part="schedule/7",
)

_NOTICE = Parameter(
    "notice_public_days",
    "Days of public notice",
    Kind.NUMBER,
    (
        given(
            ENGLAND,
            3,
            act_1972("sections 100A(6)(a) and 100B(3)", "three clear days then", part="section/100A"),
            until=_BEFORE_FIVE,
        ),
        given(
            ENGLAND,
            5,
            act_1972(
                "sections 100A(6)(a) and 100B(3)-(4)",
                "five clear days, or from when the meeting is convened (five since SI 2002/715)",
                part="section/100A",
            ),
            since=_FIVE,
        ),
        given(PARISH, 3, _PARISH_NOTICE),
        given(WALES, 3, act_1972("section 100A(6)(aa)", "three clear days, online", part="section/100A")),
        given(SCOTLAND, 3, _SC_NOTICE),
        given(NORTHERN_IRELAND, 5, act_ni("sections 42(6) and 43", "five days", part="section/42")),
        given(GENERIC, 5, _OWN),
    ),
    local=GENERIC,
)
_SUMMONS = Parameter(
    "summons_days",
    "Days between the summons to members and the council's meeting",
    Kind.NUMBER,
    (
        given(
            ENGLAND,
            3,
            act_1972("Schedule 12 paragraph 4", "three clear days then", part="schedule/12"),
            until=_BEFORE_FIVE,
        ),
        given(
            ENGLAND,
            5,
            act_1972("Schedule 12 paragraph 4(1A)", "five clear days", part="schedule/12"),
            since=_FIVE,
        ),
        given(PARISH, 3, _PARISH_NOTICE),
        given(
            WALES,
            3,
            act_1972(
                "Schedule 12 paragraph 4(2)", "three clear days, or when convened later", part="schedule/12"
            ),
        ),
        given(SCOTLAND, 3, _SC_NOTICE),
        given(NORTHERN_IRELAND, 3, act_ni("Schedule 5 paragraph 5", "three days", part="schedule/5")),
        given(GENERIC, 5, _OWN),
    ),
    local=GENERIC,
)
_SHORT = Parameter(
    "short_notice_allowed",
    "Whether a meeting may be called at shorter notice",
    Kind.WORD,
    (
        given(
            ENGLAND,
            "not_summons",
            act_1972(
                "sections 100A(6)(a) and 100B(3)(a), Schedule 12 paragraph 4(1A)",
                "notice from when the meeting is convened; no such words for the summons to full council",
                part="section/100A",
            ),
        ),
        given(PARISH, "no", _PARISH_NOTICE),
        given(
            WALES,
            "yes",
            act_1972(
                "section 100A(6)(aa), Schedule 12 paragraph 4(2)",
                "from when it is convened",
                part="section/100A",
            ),
        ),
        given(
            SCOTLAND,
            "yes",
            act_1973("section 50A", "from when it is convened", part="section/50A", verified=False),
        ),
        given(
            NORTHERN_IRELAND,
            "public_only",
            act_ni("section 42(6)", "public notice from when it is convened", part="section/42"),
        ),
        given(GENERIC, "yes", _OWN),
    ),
    local=GENERIC,
    words={
        "not_summons": "notice yes, the summons to full council no",
        "public_only": "public notice yes, the summons no",
        "yes": "yes",
        "no": "no",
    },
)
_CAREFUL = Citation(
    "Practice, not text: no Act or case settles whether a Saturday counts (Knowles, as reported); section 243 of the"
    " Local Government Act 1972 moves a last day, it leaves no day out of a count of notice",
    True,
    "https://www.legislation.gov.uk/ukpga/1972/70/section/243",
)
_MODE = Parameter(
    "day_mode",
    "Which days count (the careful count)",
    Kind.WORD,
    (
        given(ENGLAND | WALES | SCOTLAND | NORTHERN_IRELAND, "working", _CAREFUL),
        given(
            PARISH,
            "parish",
            Citation(
                "NALC Legal Topic Note 5: Saturday counts; Sundays, bank holidays, the Christmas and Easter breaks and"
                " days of mourning do not",
                True,
            ),
        ),
        given(GENERIC, "calendar", _OWN),
    ),
    local=EVERYWHERE,
    words={
        "working": "working days only",
        "parish": "Saturdays count; Sundays, bank holidays and the breaks do not",
        "calendar": "every day counts",
    },
)
_CHANNEL = Parameter(
    "notice_channel",
    "Where notice is given",
    Kind.WORD,
    (
        given(
            ENGLAND,
            "offices",
            act_1972("section 100A(6)(a)", "at the council's offices", part="section/100A"),
        ),
        given(PARISH, "noticeboard", _PARISH_NOTICE),
        given(WALES, "electronic", act_1972("section 100A(6)(aa)", "electronically", part="section/100A")),
        given(SCOTLAND, "offices", _SC_NOTICE),
        given(
            NORTHERN_IRELAND,
            "offices_and_web",
            act_ni("section 42(6)", part="section/42"),
            since=date(2024, 6, 25),
        ),
        given(
            NORTHERN_IRELAND, "offices", act_ni("section 42(6)", part="section/42"), until=date(2024, 6, 24)
        ),
        given(GENERIC, "web", _OWN),
    ),
    local=GENERIC,
    words={
        "offices": "at the offices (and the website)",
        "noticeboard": "on a notice board (and the website)",
        "electronic": "electronically: required",
        "offices_and_web": "at the offices and on the website",
        "web": "on the website",
    },
)
_CUT_OFF = Parameter(
    "notice_cut_off",
    "After this time of day what is published counts as the next working day's",
    Kind.TIME,
    (
        given(
            EVERYWHERE,
            "17:00",
            local("what goes up after the offices close counts from the next working day"),
        ),
    ),
    local=EVERYWHERE,
)
NOTICE_PARAMETERS = (_NOTICE, _SUMMONS, _SHORT, _MODE, _CHANNEL, _CUT_OFF)
