"""The rules of calling meetings, and of their attendance and minutes, as data."""

from __future__ import annotations

from meetings.deadlines.rules.base import Citation, Rule, Severity
from meetings.deadlines.rules.citations import (
    ENGLAND_AND_WALES,
    GENERIC,
    NORTHERN_IRELAND,
    PARISH,
    SCOTLAND,
    act_1972,
    act_1973,
    act_ni,
    regulations,
)

_OWN = Citation("Your own rules", verified=False)
_CALLED = "Members demand a meeting"
_PRESENT = "The names of the members present are recorded"
_NEXT = "Minutes are signed at the next suitable meeting"
_NOT_VERIFIED = Citation("As is usual in that nation; not verified", verified=False)

CALLING_RULES = (
    Rule(
        "ME-1",
        "When the annual meeting is held",
        ENGLAND_AND_WALES,
        act_1972(
            "Schedule 12 paragraph 1",
            "election year: the eighth day after councillors retire or another within 21 days after;"
            " otherwise in March, April or May",
            part="schedule/12",
        ),
        Severity.BLOCK,
    ),
    Rule(
        "ME-1-P",
        "When the annual meeting is held",
        PARISH,
        act_1972(
            "Schedule 12 paragraphs 7 and 8",
            "election year: within 14 days of councillors taking office; otherwise a day in May; three others a year",
            part="schedule/12",
        ),
        Severity.BLOCK,
    ),
    Rule(
        "ME-2",
        _CALLED,
        ENGLAND_AND_WALES,
        act_1972(
            "Schedule 12 paragraph 3",
            "five members sign; after a refusal, or seven days, five may call it themselves",
            part="schedule/12",
        ),
        Severity.CLOCK,
    ),
    Rule(
        "ME-2-P",
        _CALLED,
        PARISH,
        act_1972(
            "Schedule 12 paragraphs 9 and 25",
            "two members sign; after a refusal, or seven days",
            part="schedule/12",
        ),
        Severity.CLOCK,
    ),
    Rule(
        "ME-2-S",
        _CALLED,
        SCOTLAND,
        act_1973("Schedule 7", "a quarter of the members; held within 14 days", part="schedule/7"),
        Severity.CLOCK,
    ),
    Rule(
        "ME-2-NI",
        _CALLED,
        NORTHERN_IRELAND,
        act_ni(
            "Schedule 5",
            "five members; held within 14 days; they may call it after a refusal or 7 days",
            part="schedule/5",
        ),
        Severity.CLOCK,
    ),
    Rule("ME-2-L", _CALLED, GENERIC, _OWN, Severity.CLOCK),
    Rule(
        "ME-8",
        _PRESENT,
        ENGLAND_AND_WALES | PARISH,
        act_1972("Schedule 12 paragraphs 40 and 44", part="schedule/12"),
        Severity.BLOCK,
    ),
    Rule("ME-8-L", _PRESENT, SCOTLAND | NORTHERN_IRELAND | GENERIC, _NOT_VERIFIED, Severity.WARN),
    Rule(
        "ME-9",
        _NEXT,
        ENGLAND_AND_WALES | PARISH,
        act_1972(
            "Schedule 12 paragraph 41; SI 1993/202 Schedule 2 paragraph 2",
            "signed at the same or next suitable meeting; after an extraordinary one, the following ordinary one",
            part="schedule/12",
        ),
        Severity.WARN,
    ),
    Rule("ME-9-L", _NEXT, SCOTLAND | NORTHERN_IRELAND | GENERIC, _NOT_VERIFIED, Severity.WARN),
    Rule(
        "ME-9-T",
        "Minutes of a body that no longer meets are signed by its parent or successor",
        ENGLAND_AND_WALES | PARISH,
        regulations(
            "1993/202",
            "Schedule 2 paragraph 2",
            "the law names no meeting for a body that is abolished",
            verified=False,
        ),
        Severity.GATE,
        override="the proper officer",
        minute="{by} put the minutes before another body: {reason}.",
    ),
)
