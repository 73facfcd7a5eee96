"""Parameters of keeping: for how many years minutes, papers, decisions and recordings must be there."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation, Profile
from meetings.deadlines.rules.citations import (
    ALL_ENGLAND,
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
    regulations,
)
from meetings.deadlines.rules.parameter import Default, Kind, Parameter, Value, given

_OWN = Citation("Your own rules: the usual default", verified=False)


def _nobody(profiles: frozenset[Profile], value: Value, text: str = "No such rule there") -> Default:
    return given(profiles, value, Citation(text, verified=False))


_MINUTES = Parameter(
    "keep_minutes",
    "Years that minutes, agendas and open reports are kept (0: for ever)",
    Kind.NUMBER,
    (
        given(
            ENGLAND,
            6,
            act_1972("section 100C(1)", "six years beginning with the meeting", part="section/100C"),
        ),
        _nobody(PARISH, 0, "Minutes of a parish council are kept for ever; not verified"),
        given(WALES, 6, act_1972("section 100C(1A)", "six years, online", part="section/100C")),
        given(SCOTLAND, 6, act_1973("section 50C", "six years", part="section/50C", verified=False)),
        given(NORTHERN_IRELAND, 6, act_ni("section 44", "six years", part="section/44")),
        given(GENERIC, 6, _OWN),
    ),
    local=GENERIC,
)
_BACKGROUND = Parameter(
    "keep_background",
    "Years that background papers are kept (0: no such duty)",
    Kind.NUMBER,
    (
        given(
            ENGLAND,
            4,
            act_1972("section 100D(2)", "four years beginning with the meeting", part="section/100D"),
        ),
        _nobody(PARISH, 0),
        given(
            WALES,
            4,
            act_1972("section 100D(2)", "four years then", part="section/100D", verified=False),
            until=date(2021, 4, 30),
        ),
        given(
            WALES,
            6,
            act_1972("section 100D(2A)", "six years, online", part="section/100D"),
            since=date(2021, 5, 1),
        ),
        given(SCOTLAND, 4, act_1973("section 50D", "four years", part="section/50D", verified=False)),
        given(NORTHERN_IRELAND, 4, act_ni("section 45", "four years", part="section/45")),
        given(GENERIC, 4, _OWN),
    ),
    local=GENERIC,
)
_OFFICER = Parameter(
    "keep_officer_decisions",
    "Years that records of officers' decisions are kept (0: no such duty)",
    Kind.NUMBER,
    (
        given(ALL_ENGLAND, 6, regulations("2014/2095", "regulation 8(3)", "six years", part="regulation/8")),
        _nobody(EVERYWHERE - ALL_ENGLAND, 0),
    ),
    local=GENERIC,
)
_OFFICER_BACKGROUND = Parameter(
    "keep_officer_background",
    "Years that background papers of officers' decisions are kept (0: no such duty)",
    Kind.NUMBER,
    (
        given(ALL_ENGLAND, 4, regulations("2014/2095", "regulation 8(4)", "four years", part="regulation/8")),
        _nobody(EVERYWHERE - ALL_ENGLAND, 0),
    ),
    local=GENERIC,
)
_EXECUTIVE = Parameter(
    "keep_executive",
    "Years that the executive's records are kept (0: no such duty)",
    Kind.NUMBER,
    (
        given(ENGLAND, 6, regulations("2012/2089", "regulation 21(6)", "six years", part="regulation/21")),
        _nobody(EVERYWHERE - ENGLAND, 0),
    ),
    local=GENERIC,
)
_EXECUTIVE_BACKGROUND = Parameter(
    "keep_executive_background",
    "Years that background papers of the executive's reports are kept (0: no such duty)",
    Kind.NUMBER,
    (
        given(ENGLAND, 4, regulations("2012/2089", "regulation 21(7)", "four years", part="regulation/21")),
        _nobody(EVERYWHERE - ENGLAND, 0),
    ),
    local=GENERIC,
)
_RECORDING = Parameter(
    "keep_recording",
    "Years that the sound of full council is kept (0: no such duty)",
    Kind.NUMBER,
    (
        given(NORTHERN_IRELAND, 6, act_ni("section 47", "kept six years", part="section/47")),
        _nobody(EVERYWHERE - NORTHERN_IRELAND, 0),
    ),
    local=GENERIC,
)
_RECORDING_WEB = Parameter(
    "keep_recording_online",
    "Years that the sound of full council stays on the website (0: no such duty)",
    Kind.NUMBER,
    (
        given(NORTHERN_IRELAND, 2, act_ni("section 47", "two years on the website", part="section/47")),
        _nobody(EVERYWHERE - NORTHERN_IRELAND, 0),
    ),
    local=GENERIC,
)

KEEPING_PARAMETERS = (
    _MINUTES,
    _BACKGROUND,
    _OFFICER,
    _OFFICER_BACKGROUND,
    _EXECUTIVE,
    _EXECUTIVE_BACKGROUND,
    _RECORDING,
    _RECORDING_WEB,
)
