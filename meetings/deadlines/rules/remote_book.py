"""The rules of who is present, of what is broadcast and of what must be accessible, as data with their dates."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation, Rule, Severity
from meetings.deadlines.rules.citations import (
    ALL_ENGLAND,
    EVERYWHERE,
    GENERIC,
    NORTHERN_IRELAND,
    PARISH,
    SCOTLAND,
    WALES,
    act,
    act_1972,
    act_wales,
    regulations,
)

_WHO = "Which members are present when some take part from elsewhere"
_NI_STANDING = Citation(
    "SR (Northern Ireland) 2024/140: hear and be heard, under standing orders that the council must make",
    True,
    "https://www.legislation.gov.uk/nisr/2024/140",
)
_FROM_2021 = date(2021, 5, 1)

REMOTE_RULES = (
    Rule(
        "RM-1",
        _WHO,
        ALL_ENGLAND,
        regulations(
            "2020/392",
            "regulations 4 to 6",
            "members elsewhere attend while they hear and are heard; meetings before 7 May 2021",
            part="regulation/5",
        ),
        Severity.WARN,
        date(2020, 4, 4),
        date(2021, 5, 6),
    ),
    Rule(
        "RM-1-W",
        _WHO,
        WALES,
        Citation(
            "Coronavirus (Meetings) (Wales) Regulations 2020: meetings before 1 May 2021 (their first day is not"
            " verified)",
            False,
        ),
        Severity.WARN,
        date(2020, 4, 22),
        date(2021, 4, 30),
    ),
    Rule(
        "RM-2",
        "Members in England meet in one place and are physically there",
        ALL_ENGLAND,
        Citation(
            "Hertfordshire CC v Secretary of State [2021] EWHC 1093 (Admin), with 1145: one specified place, members"
            " and public admitted in person",
            True,
            "https://caselaw.nationalarchives.gov.uk/ewhc/admin/2021/1093",
        ),
        Severity.BLOCK,
        date(2021, 5, 7),
    ),
    Rule(
        "RM-3",
        "Arrangements let members take part from elsewhere",
        WALES,
        act_wales(
            "section 47",
            "speak to and hear each other; see and be seen where it must be broadcast",
            part="section/47",
        ),
        Severity.WARN,
        _FROM_2021,
    ),
    Rule(
        "RM-3-B",
        "Full council is broadcast, live and afterwards",
        WALES,
        act_wales("section 46", "failure does not make the meeting invalid", part="section/46"),
        Severity.WARN,
        _FROM_2021,
    ),
    Rule(
        "RM-3-J",
        "The notice says when, where and how to join",
        WALES,
        act_1972("section 100A(6A)", part="section/100A"),
        Severity.WARN,
        _FROM_2021,
    ),
    Rule(
        "RM-3-N",
        "A note of the meeting within seven working days",
        WALES,
        act_1972(
            "section 100C(1C)",
            "beginning with the day of the meeting: who attended, apologies, declarations, decisions, votes",
            part="section/100C",
        ),
        Severity.CLOCK,
        _FROM_2021,
    ),
    Rule(
        "RM-4",
        "Members elsewhere are present on the convener's direction",
        SCOTLAND,
        act(
            "Local Government in Scotland Act 2003",
            "asp/2003/1/section/43",
            "section 43",
            "any means by which members can communicate with each other, as the convener directs",
        ),
        Severity.BLOCK,
    ),
    Rule(
        "RM-5-2020",
        _WHO,
        NORTHERN_IRELAND,
        Citation("SR (Northern Ireland) 2020/74: lapsed after 6 March 2024 (first day not verified)", True),
        Severity.WARN,
        date(2020, 5, 1),
        date(2024, 3, 6),
    ),
    Rule(
        "RM-5-GAP",
        "Members meet in person: no power for remote meetings was in force",
        NORTHERN_IRELAND,
        Citation("After SR 2020/74 lapsed and before SR 2024/140", True),
        Severity.BLOCK,
        date(2024, 3, 7),
        date(2024, 6, 24),
    ),
    Rule(
        "RM-5",
        "Members elsewhere are present under standing orders",
        NORTHERN_IRELAND,
        _NI_STANDING,
        Severity.BLOCK,
        date(2024, 6, 25),
    ),
    Rule("RM-L", _WHO, GENERIC, Citation("Your own rules", False), Severity.INFO),
    Rule(
        "AC-1",
        "A published recording has captions within 14 days",
        EVERYWHERE,
        regulations("2018/952", "", "recordings published since 23 September 2020; the 14 days are guidance"),
        Severity.WARN,
        date(2020, 9, 23),
    ),
    Rule(
        "AC-2",
        "A published document can be read by a screen reader",
        EVERYWHERE,
        regulations("2018/952", "", "documents of public bodies"),
        Severity.GATE,
        date(2018, 9, 23),
        None,
        "the proper officer",
        "{by} let a document without readable text be published: {reason}.",
    ),
    Rule(
        "AC-3",
        "Draft transcripts are deleted after the minutes are signed",
        EVERYWHERE,
        Citation("UK GDPR, storage limitation (not verified); the period is local: thirty days", False),
        Severity.CLOCK,
    ),
    Rule(
        "AC-4",
        "A webcast stays online for as long as the council says",
        EVERYWHERE,
        Citation("Local choice: twelve months", False),
        Severity.CLOCK,
    ),
    Rule(
        "AU-1",
        "An audit committee with an independent member",
        ALL_ENGLAND - PARISH,
        Citation(
            "English Devolution and Community Empowerment Act 2026, section 94, as a third party reports it; not"
            " verified, nor when it came into force",
            False,
        ),
        Severity.INFO,
        date(2026, 7, 15),
    ),
)
