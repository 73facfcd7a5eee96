"""The rules of notice, agendas and papers as data: what each says, where it stands, what follows when it is not met."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation, Profile, Rule, Severity
from meetings.deadlines.rules.citations import (
    ENGLAND,
    ENGLAND_AND_WALES,
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

_OWN = Citation("Your own rules", verified=False)
_FIVE = date(2002, 10, 1)
_GATE, _BLOCK, _WARN, _INFO, _CLOCK = (
    Severity.GATE,
    Severity.BLOCK,
    Severity.WARN,
    Severity.INFO,
    Severity.CLOCK,
)
_PROPER = "the proper officer"
_MONITORING = "the monitoring officer"
#: Parishes, Northern Ireland and places with rules of their own have no monitoring officer by law.
_CLERKS = {
    PARISH: "the clerk (proper officer)",
    NORTHERN_IRELAND: "the clerk of the council",
    GENERIC: _PROPER,
}
_HELD_SHORT = "{by} let the meeting go ahead on short notice: {reason}."
_SHORT_SUMMONS = "{by} let the council meet on a short summons: {reason}."
_TITLE = "Notice of the meeting and its agenda, in clear days"
_SUMMONED = "The summons to members of the council, in clear days"
_PARISH_NOTICE = act_1972("Schedule 12 paragraph 10(2)", "three clear days", part="schedule/12")
_SC_NOTICE = act_1973(
    "Schedule 7 paragraph 2", "three clear days (of committees: not verified)", part="schedule/7"
)


def _notice(
    suffix: str,
    where: frozenset[Profile],
    cite: Citation,
    since: date | None = None,
    until: date | None = None,
) -> Rule:
    return Rule(f"CD-1{suffix}", _TITLE, where, cite, _GATE, since, until, _PROPER, _HELD_SHORT)


def _summons(
    suffix: str,
    where: frozenset[Profile],
    cite: Citation,
    since: date | None = None,
    until: date | None = None,
) -> Rule:
    who = _CLERKS.get(where, _MONITORING)
    return Rule(f"CD-1-M{suffix}", _SUMMONED, where, cite, _GATE, since, until, who, _SHORT_SUMMONS)


_FIVE_CLEAR = act_1972(
    "sections 100A(6)(a) and 100B(3)-(4)", "five clear days; three before SI 2002/715", part="section/100A"
)
_SUMMONS_EP = act_1972("Schedule 12 paragraph 4(1A)", "five clear days", part="schedule/12")

COUNTING_RULES = (
    _notice("", ENGLAND, _FIVE_CLEAR, since=_FIVE),
    _notice(
        "-2002",
        ENGLAND,
        act_1972("sections 100A(6)(a) and 100B(3)", "three clear days then", part="section/100A"),
        until=date(2002, 9, 30),
    ),
    _notice("-P", PARISH, _PARISH_NOTICE),
    _notice("-W", WALES, act_1972("section 100A(6)(aa)", "three clear days, online", part="section/100A")),
    _notice("-S", SCOTLAND, _SC_NOTICE),
    _notice("-NI", NORTHERN_IRELAND, act_ni("sections 42(6) and 43", "five days", part="section/42")),
    _notice("-L", GENERIC, _OWN),
    _summons("", ENGLAND, _SUMMONS_EP, since=_FIVE),
    _summons(
        "-2002",
        ENGLAND,
        act_1972("Schedule 12 paragraph 4", "three clear days then", part="schedule/12"),
        until=date(2002, 9, 30),
    ),
    _summons("-P", PARISH, _PARISH_NOTICE),
    _summons(
        "-W",
        WALES,
        act_1972(
            "Schedule 12 paragraph 4(2)", "three clear days, or when convened later", part="schedule/12"
        ),
    ),
    _summons("-S", SCOTLAND, _SC_NOTICE),
    _summons("-NI", NORTHERN_IRELAND, act_ni("Schedule 5 paragraph 5", "three days", part="schedule/5")),
    _summons("-L", GENERIC, _OWN),
    Rule(
        "CD-2",
        "A meeting called at shorter notice: papers open from when it is convened",
        ENGLAND_AND_WALES,
        act_1972(
            "sections 100A(6)(a), 100B(3)(a) and 100B(4)(a)",
            "from the time the meeting is convened",
            part="section/100B",
        ),
        _WARN,
    ),
    Rule(
        "CD-2-P",
        "A parish meeting has its three clear days: there is no shorter notice",
        PARISH,
        _PARISH_NOTICE,
        _WARN,
    ),
    Rule(
        "CD-2-S",
        "A meeting called at shorter notice",
        SCOTLAND,
        act_1973("section 50A", part="section/50A", verified=False),
        _WARN,
    ),
    Rule(
        "CD-2-NI",
        "A meeting called at shorter notice",
        NORTHERN_IRELAND,
        act_ni("section 42(6)", "public notice from when it is convened", part="section/42"),
        _WARN,
    ),
    Rule("CD-2-L", "A meeting called at shorter notice", GENERIC, _OWN, _WARN),
    Rule(
        "HD-2",
        "The clocks change on the day of the meeting",
        EVERYWHERE,
        Citation(
            "Summer Time Act 1972: clear days are counted by dates, so nothing changes for notice", False
        ),
        _INFO,
    ),
    Rule(
        "HD-1",
        "A meeting on a Sunday, a bank holiday or a day when the offices are closed",
        EVERYWHERE,
        local("meetings are not held on Sundays, bank holidays and days of closure"),
        _WARN,
    ),
)

_KEPT = "How long minutes, agendas and open reports are kept"
_KEPT_BACKGROUND = "How long background papers are kept"

KEEPING_RULES = (
    Rule(
        "CD-3",
        _KEPT,
        ENGLAND,
        act_1972("section 100C(1)", "six years beginning with the date of the meeting", part="section/100C"),
        _CLOCK,
    ),
    Rule("CD-3-P", _KEPT, PARISH, Citation("Minutes of a parish council are kept for ever", False), _CLOCK),
    Rule(
        "CD-3-W", _KEPT, WALES, act_1972("section 100C(1A)", "six years, online", part="section/100C"), _CLOCK
    ),
    Rule(
        "CD-3-S",
        _KEPT,
        SCOTLAND,
        act_1973("section 50C", "six years", part="section/50C", verified=False),
        _CLOCK,
    ),
    Rule("CD-3-NI", _KEPT, NORTHERN_IRELAND, act_ni("section 44", "six years", part="section/44"), _CLOCK),
    Rule("CD-3-L", _KEPT, GENERIC, _OWN, _CLOCK),
    Rule(
        "CD-3-B",
        _KEPT_BACKGROUND,
        ENGLAND,
        act_1972("section 100D(2)", "four years beginning with the date of the meeting", part="section/100D"),
        _CLOCK,
    ),
    Rule("CD-3-B-P", _KEPT_BACKGROUND, PARISH, Citation("No such duty for parish councils", False), _INFO),
    Rule(
        "CD-3-B-W",
        _KEPT_BACKGROUND,
        WALES,
        act_1972("section 100D(2A)", "six years, online", part="section/100D"),
        _CLOCK,
        effective_from=date(2021, 5, 1),
    ),
    Rule(
        "CD-3-B-2021",
        _KEPT_BACKGROUND,
        WALES,
        act_1972("section 100D(2)", "four years then; not verified", part="section/100D", verified=False),
        _CLOCK,
        effective_to=date(2021, 4, 30),
    ),
    Rule(
        "CD-3-B-S",
        _KEPT_BACKGROUND,
        SCOTLAND,
        act_1973("section 50D", "four years", part="section/50D", verified=False),
        _CLOCK,
    ),
    Rule(
        "CD-3-B-NI",
        _KEPT_BACKGROUND,
        NORTHERN_IRELAND,
        act_ni("section 45", "four years", part="section/45"),
        _CLOCK,
    ),
    Rule("CD-3-B-L", _KEPT_BACKGROUND, GENERIC, _OWN, _CLOCK),
    Rule(
        "CD-3-O",
        "How long the record of an officer's decision is kept",
        ENGLAND | PARISH,
        regulations(
            "2014/2095", "regulation 8(3)-(4)", "six years, its background papers four", part="regulation/8"
        ),
        _CLOCK,
    ),
    Rule(
        "CD-3-E",
        "How long the executive's records are kept",
        ENGLAND,
        regulations(
            "2012/2089", "regulation 21(6)-(7)", "six years, background papers four", part="regulation/21"
        ),
        _CLOCK,
        effective_from=date(2012, 9, 10),
    ),
    Rule(
        "CD-3-R",
        "The sound of full council: recorded, kept six years, two on the website",
        NORTHERN_IRELAND,
        act_ni("section 47", "open part of full council", part="section/47"),
        _CLOCK,
    ),
)

NOTICE_RULES = (*COUNTING_RULES, *KEEPING_RULES)
