"""Parameters that are mostly local: speakers, petitions, what is key, captions, drafts, webcasts, languages."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation
from meetings.deadlines.rules.citations import (
    ALL_ENGLAND,
    EVERYWHERE,
    GENERIC,
    NORTHERN_IRELAND,
    SCOTLAND,
    WALES,
    local,
    regulations,
)
from meetings.deadlines.rules.parameter import Kind, Parameter, given

_OWN = Citation("Your own rules: the usual default", verified=False)
_SPEAKERS = Parameter(
    "planning_speakers_close",
    "Time at which speakers' registration closes, on the working day before a planning committee",
    Kind.TIME,
    (given(EVERYWHERE, "12:00", local("noon on the working day before")),),
    local=EVERYWHERE,
)
_PETITION = Parameter(
    "petition_debate_signatures",
    "Signatures that earn a petition a debate at full council",
    Kind.NUMBER,
    (given(EVERYWHERE, 1500, local("1,500 signatures")),),
    local=EVERYWHERE,
    least=1,
    most=10_000_000,
)
_CAPTIONS = Parameter(
    "captions_days",
    "Days within which a published recording has captions (0: no such rule)",
    Kind.NUMBER,
    (
        given(EVERYWHERE, 0, Citation("Before 23 September 2020", verified=True), until=date(2020, 9, 22)),
        given(
            EVERYWHERE - GENERIC,
            14,
            regulations("2018/952", "", "recordings published since 23 September 2020; guidance: 14 days"),
            since=date(2020, 9, 23),
        ),
        given(GENERIC, 14, _OWN, since=date(2020, 9, 23)),
    ),
    local=GENERIC,
)
_THRESHOLD = Parameter(
    "key_decision_threshold",
    "Pounds from which spending or saving makes a decision key",
    Kind.NUMBER,
    (given(EVERYWHERE, 250_000, local("£250,000; regulation 8 says significant for the budget")),),
    local=EVERYWHERE,
    least=1,
    most=1_000_000_000,
)
_TRANSCRIPTS = Parameter(
    "transcript_days",
    "Days after the minutes are signed for which draft transcripts are kept",
    Kind.NUMBER,
    (given(EVERYWHERE, 30, local("thirty days")),),
    local=EVERYWHERE,
)
_WEBCAST = Parameter(
    "webcast_months",
    "Months for which a webcast stays online",
    Kind.NUMBER,
    (
        given(
            EVERYWHERE,
            12,
            local("twelve months; no period is laid down, in Wales it is still to be specified"),
        ),
    ),
    local=EVERYWHERE,
)
_LANGUAGE = Parameter(
    "language",
    "Languages of notices",
    Kind.WORD,
    (
        given(ALL_ENGLAND | NORTHERN_IRELAND | SCOTLAND | GENERIC, "en", local("English")),
        given(
            WALES,
            "en+cy",
            Citation("Welsh language standards: Welsh and English; not verified", verified=False),
        ),
    ),
    local=SCOTLAND | GENERIC,
    words={"en": "English", "en+cy": "English and Welsh", "en+gd": "English and Gaelic"},
)

_NOTICE_OF_MOTION = Parameter(
    "motion_notice_days",
    "Clear working days before the meeting by which notice of a motion is given",
    Kind.NUMBER,
    (given(EVERYWHERE, 7, local("seven clear working days")),),
    local=EVERYWHERE,
    most=60,
)
_REVIVE = Parameter(
    "motion_revive_signatures",
    "Members who must sign a motion that was rejected within six months",
    Kind.NUMBER,
    (given(EVERYWHERE, 10, local("ten members")),),
    local=EVERYWHERE,
    least=1,
)
_SECONDER = Parameter(
    "motion_seconder",
    "Whether a motion needs a seconder before it is debated",
    Kind.WORD,
    (given(EVERYWHERE, "usual", local("asked for at the meeting, not enforced")),),
    local=EVERYWHERE,
    words={"usual": "asked for, not enforced", "needed": "every motion and amendment needs one"},
)
_RETURN = Parameter(
    "public_return_seconds",
    "Seconds between the return of the public and the broadcast going on",
    Kind.NUMBER,
    (given(EVERYWHERE, 30, local("half a minute")),),
    local=EVERYWHERE,
    most=3600,
)

_SUITABLE = Parameter(
    "minutes_suitable",
    "Which later meeting confirms minutes",
    Kind.WORD,
    (
        given(
            EVERYWHERE,
            "not_extraordinary",
            local("the next meeting that is not extraordinary; standing orders may say otherwise"),
        ),
    ),
    local=EVERYWHERE,
    words={
        "not_extraordinary": "the next meeting that is not extraordinary",
        "ordinary": "the next ordinary meeting: neither extraordinary nor annual",
        "any": "the next meeting of any kind",
    },
)
_CHAIR_CHECK = Parameter(
    "minutes_chair_check",
    "Whether the chair reads minutes before they are published as a draft",
    Kind.WORD,
    (given(EVERYWHERE, "usual", local("the chair may be asked")),),
    local=EVERYWHERE,
    words={
        "usual": "the chair may be asked",
        "reason": "the chair is asked, and going on without the chair needs a reason",
        "needed": "the chair has to approve them",
    },
)
_DRAFT_MINUTES = Parameter(
    "draft_minutes_days",
    "Working days after the meeting within which draft minutes are published (0: no such rule)",
    Kind.NUMBER,
    (given(EVERYWHERE, 10, local("ten working days; in Northern Ireland as soon as is practicable")),),
    local=EVERYWHERE,
    most=60,
)
_SIGNING = Parameter(
    "minutes_signing",
    "How the person presiding signs minutes",
    Kind.WORD,
    (
        given(
            EVERYWHERE,
            "paper",
            Citation(
                "Local Government Act 1972, Schedule 12, paragraph 41(1) and (2): signed; loose leaves are numbered "
                "and each is initialled. Whether an electronic signature meets this is not settled: take advice",
                verified=True,
            ),
        ),
    ),
    local=EVERYWHERE,
    words={
        "paper": "on paper, each leaf numbered and initialled",
        "electronic": "electronically, by the council’s own decision, or on paper",
    },
)

LOCAL_PARAMETERS = (
    _SPEAKERS,
    _PETITION,
    _THRESHOLD,
    _TRANSCRIPTS,
    _WEBCAST,
    _CAPTIONS,
    _LANGUAGE,
    _NOTICE_OF_MOTION,
    _REVIVE,
    _SECONDER,
    _RETURN,
    _SUITABLE,
    _CHAIR_CHECK,
    _DRAFT_MINUTES,
    _SIGNING,
)
