"""Parameters of holding a meeting: who is present, what is broadcast, who may film, whose bank holidays."""

from __future__ import annotations

from datetime import date

from meetings.deadlines.rules.base import Citation, Profile
from meetings.deadlines.rules.citations import (
    ALL_ENGLAND,
    EVERYWHERE,
    GENERIC,
    NORTHERN_IRELAND,
    SCOTLAND,
    WALES,
    act,
    act_1972,
    act_1973,
    act_ni,
    act_wales,
    local,
    regulations,
)
from meetings.deadlines.rules.parameter import Kind, Parameter, given

_OWN = Citation("Your own rules: the usual default", verified=False)
_WA_REMOTE = act_wales(
    "section 47", "members elsewhere attend when they can speak to and hear each other", part="section/47"
)
_SCOTS_REMOTE = act(
    "Local Government in Scotland Act 2003",
    "asp/2003/1/section/43",
    "section 43",
    "any means by which members can communicate, on the convener's direction",
)
_HERTFORDSHIRE = Citation(
    "Hertfordshire CC v Secretary of State [2021] EWHC 1093 (Admin): one place, and members are physically there",
    True,
    "https://caselaw.nationalarchives.gov.uk/ewhc/admin/2021/1093",
)
_SR_2024 = Citation(
    "SR (Northern Ireland) 2024/140: members present who can hear and be heard, under standing orders",
    True,
    "https://www.legislation.gov.uk/nisr/2024/140",
)
_ABSENT_NI = Citation("No power in force in Northern Ireland at that time", verified=False)

_COVID = regulations("2020/392", "regulations 4 to 6", "meetings before 7 May 2021 only", part="regulation/5")
_REMOTE = Parameter(
    "remote_member",
    "A member who takes part from elsewhere is",
    Kind.WORD,
    (
        given(ALL_ENGLAND, "observer", _HERTFORDSHIRE, until=date(2020, 4, 3)),
        given(ALL_ENGLAND, "present", _COVID, since=date(2020, 4, 4), until=date(2021, 5, 6)),
        given(ALL_ENGLAND, "observer", _HERTFORDSHIRE, since=date(2021, 5, 7)),
        given(
            WALES,
            "observer",
            Citation("The law of Wales before April 2020", verified=False),
            until=date(2020, 4, 21),
        ),
        given(
            WALES,
            "present",
            Citation(
                "Coronavirus (Meetings) (Wales) Regulations 2020: meetings before 1 May 2021; its first day is"
                " not verified",
                verified=False,
            ),
            since=date(2020, 4, 22),
            until=date(2021, 4, 30),
        ),
        given(WALES, "present", _WA_REMOTE, since=date(2021, 5, 1)),
        given(SCOTLAND, "on_direction", _SCOTS_REMOTE),
        given(NORTHERN_IRELAND, "observer", _ABSENT_NI, until=date(2020, 4, 30)),
        given(
            NORTHERN_IRELAND,
            "standing_orders",
            Citation("SR (Northern Ireland) 2020/74: lapsed after 6 March 2024", True),
            since=date(2020, 5, 1),
            until=date(2024, 3, 6),
        ),
        given(NORTHERN_IRELAND, "observer", _ABSENT_NI, since=date(2024, 3, 7), until=date(2024, 6, 24)),
        given(NORTHERN_IRELAND, "standing_orders", _SR_2024, since=date(2024, 6, 25)),
        given(GENERIC, "present", _OWN),
    ),
    local=GENERIC,
    words={
        "observer": "an observer: not present, no vote, not in the quorum",
        "present": "present",
        "on_direction": "present, when the convener has directed it",
        "standing_orders": "present, under the council's standing orders",
    },
)
_ARRANGED = Parameter(
    "remote_arrangements",
    "What the council has decided on taking part from elsewhere",
    Kind.WORD,
    (
        given(
            EVERYWHERE,
            "none",
            local("nothing is taken as decided until somebody records it, with where it stands"),
        ),
    ),
    local=WALES | SCOTLAND | NORTHERN_IRELAND,
    words={
        "none": "nothing is recorded yet",
        "in_force": "in force: arrangements (Wales), the convener's direction (Scotland), standing orders"
        " (Northern Ireland)",
    },
)
_BROADCAST = Parameter(
    "broadcast_duty",
    "What must be broadcast or recorded",
    Kind.WORD,
    (
        given(ALL_ENGLAND, "none", Citation("No Act requires it in England", verified=False)),
        given(
            WALES,
            "none",
            Citation("Before section 46 of the 2021 Act", verified=False),
            until=date(2021, 4, 30),
        ),
        given(
            WALES,
            "live",
            act_wales("section 46", "full council live and afterwards", part="section/46"),
            since=date(2021, 5, 1),
        ),
        given(SCOTLAND, "none", Citation("No Act requires it in Scotland", verified=False)),
        given(
            NORTHERN_IRELAND,
            "audio",
            act_ni(
                "section 47", "full council's open part: sound, six years, two on the web", part="section/47"
            ),
        ),
        given(GENERIC, "none", _OWN),
    ),
    local=GENERIC,
    words={"none": "nothing", "live": "full council, live and afterwards", "audio": "sound of full council"},
)
_FILMING = Parameter(
    "filming_right",
    "Whether the public may film",
    Kind.WORD,
    (
        given(
            ALL_ENGLAND,
            "policy",
            Citation("Before SI 2014/2095: the council's policy", True),
            until=date(2014, 8, 5),
        ),
        given(
            ALL_ENGLAND,
            "yes",
            regulations(
                "2014/2095", "regulations 3 and 5", "anyone attending may report", part="regulation/3"
            ),
            since=date(2014, 8, 6),
        ),
        given(WALES, "policy", act_1972("section 100A(7)", "not bound to permit it", part="section/100A")),
        given(SCOTLAND, "policy", act_1973("section 50A", part="section/50A", verified=False)),
        given(
            NORTHERN_IRELAND,
            "social_media",
            act_ni("section 42(7)-(8)", "not bound to permit it, must allow social media", part="section/42"),
        ),
        given(GENERIC, "policy", _OWN),
    ),
    local=GENERIC,
    words={
        "yes": "yes, by law",
        "policy": "as the council's policy says",
        "social_media": "social media only",
    },
)
_CALENDAR = Parameter(
    "holiday_calendar",
    "Whose bank holidays",
    Kind.TEXT,
    (
        given(ALL_ENGLAND, "ENG", Citation("Bank holidays of England and Wales", True)),
        given(WALES, "WLS", Citation("Bank holidays of England and Wales", True)),
        given(SCOTLAND, "SCT", Citation("Bank holidays of Scotland; add local ones as closures", True)),
        given(NORTHERN_IRELAND, "NIR", Citation("Bank holidays of Northern Ireland", True)),
        given(GENERIC, "", Citation("None until a country is chosen (two letters: IE)", verified=False)),
    ),
    local=frozenset({Profile.GENERIC}),
)

PRESENT_PARAMETERS = (_REMOTE, _ARRANGED, _BROADCAST, _FILMING, _CALENDAR)
