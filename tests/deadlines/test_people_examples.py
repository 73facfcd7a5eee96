"""The worked examples about members: attendance, acceptance, presiding, co-optees, interests, dispensations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meetings.deadlines.rules.base import Answer, Law, Profile
from meetings.deadlines.rules.interests import (
    Dispensation,
    dispensation,
    ground_balance,
    ground_numbers,
    participation,
    register_by,
)
from meetings.deadlines.rules.people import (
    CoOptee,
    CouncilMeeting,
    acceptance,
    arrears_prompt,
    counts_as_attendance,
    may_act,
    may_cast,
    may_preside,
    may_vote,
    six_months,
)

D = date.fromisoformat
ENGLAND, PARISH = Law(Profile.ENGLAND_PRINCIPAL), Law(Profile.ENGLAND_PARISH)
WALES, SCOTLAND = Law(Profile.WALES), Law(Profile.SCOTLAND)
NI, GENERIC = Law(Profile.NORTHERN_IRELAND), Law(Profile.GENERIC)
JUNE = D("2026-06-10")


def _clock(law: Law, last: date, suspended: int = 0, **more: Any) -> tuple[Answer, str, str]:
    answer = six_months(law, last, suspended, **more)
    return answer, answer.result["expiry"], answer.result["careful"]


SIX_MONTHS = [
    ("MB-1", ENGLAND, "2026-06-10", 0, "2026-12-10", "2026-12-09"),
    ("MB-1", ENGLAND, "2026-08-31", 0, "2027-02-28", "2027-02-27"),
    ("MB-1", ENGLAND, "2026-11-30", 0, "2027-05-30", "2027-05-29"),
    ("MB-1", ENGLAND, "2026-06-10", 30, "2027-01-09", "2027-01-08"),
    ("MB-1", PARISH, "2026-06-10", 0, "2026-12-10", "2026-12-09"),
    ("MB-1-W", WALES, "2026-06-10", 0, "2026-12-10", "2026-12-09"),
    ("MB-1-S", SCOTLAND, "2026-06-10", 0, "2026-12-10", "2026-12-09"),
    ("MB-1-NI", NI, "2026-06-10", 0, "2026-12-10", "2026-12-09"),
]


@pytest.mark.parametrize(("rule", "law", "last", "suspended", "expiry", "careful"), SIX_MONTHS)
def test_six_months(rule: str, law: Law, last: str, suspended: int, expiry: str, careful: str) -> None:
    answer, got_expiry, got_careful = _clock(law, D(last), suspended)
    assert (answer.rule.id, got_expiry, got_careful) == (rule, expiry, careful)
    assert next(s.day for s in answer.steps if s.day) == D(last)


APPROVALS = [
    ("MB-1", ENGLAND, "2026-11-25", "in time"),
    ("MB-1", ENGLAND, "2026-12-09", "in time"),
    ("MB-1", ENGLAND, "2026-12-10", "doubtful"),
    ("MB-1", ENGLAND, "2026-12-17", "too late"),
    ("MB-1-W", WALES, "2026-12-17", "too late"),
    # Scotland's Act does not say "before the period ends": a person decides
    ("RM-4", SCOTLAND, "2026-12-17", "late, but the law names no time"),
]


@pytest.mark.parametrize(("rule", "law", "on", "expected"), APPROVALS)
def test_approval_of_an_absence(rule: str, law: Law, on: str, expected: str) -> None:
    answer = six_months(law, JUNE, approved_on=D(on))
    assert answer.result["approval"] == expected, rule


def test_it_names_the_last_council_meeting_that_can_approve() -> None:
    calendar = [CouncilMeeting(D(d)) for d in ("2026-09-16", "2026-11-25", "2026-12-17")]
    calendar.append(CouncilMeeting(D("2026-12-08"), ordinary=False))
    assert six_months(ENGLAND, JUNE, council_meetings=calendar).result["last_council_meeting"] == "2026-11-25"


def test_without_a_meeting_in_time_it_proposes_an_extraordinary_one() -> None:
    answer = six_months(ENGLAND, JUNE, council_meetings=[CouncilMeeting(D("2026-12-17"))])
    assert answer.result["last_council_meeting"] is None
    assert "extraordinary" in answer.steps[-1].text
    assert "10 October 2026" in answer.steps[-1].text
    assert "9 November 2026" in answer.steps[-1].text


def test_family_absence_is_left_out_in_wales_alone() -> None:
    assert six_months(WALES, JUNE, family_absence_days=10).result["expiry"] == "2026-12-20"
    assert six_months(ENGLAND, JUNE, family_absence_days=10).result["expiry"] == "2026-12-10"


def test_a_profile_without_the_rule_says_so() -> None:
    assert six_months(GENERIC, JUNE).result["expiry"] is None


def test_only_northern_irelands_rule_is_unverified() -> None:
    unverified = [
        law.profile
        for law in (ENGLAND, PARISH, WALES, SCOTLAND, NI)
        if not six_months(law, JUNE).rule.citation.verified
    ]
    assert unverified == [Profile.NORTHERN_IRELAND]


@pytest.mark.parametrize(
    ("law", "in_person", "remote", "allowed", "counts"),
    [
        (ENGLAND, True, False, False, True),
        (ENGLAND, False, True, True, False),  # MB-1: an observer from afar does not stop the clock
        (WALES, False, True, True, True),
        (SCOTLAND, False, True, False, False),
    ],
)
def test_what_counts_as_attendance(
    law: Law, in_person: bool, remote: bool, allowed: bool, counts: bool
) -> None:
    assert (
        counts_as_attendance(law, in_person=in_person, remote=remote, may_take_part_remotely=allowed)
        is counts
    )


def test_mb_2_acceptance_of_office() -> None:
    assert acceptance(ENGLAND, D("2027-05-06")).result == {"by": "2027-07-06"}
    assert acceptance(PARISH, D("2027-05-06"), D("2027-05-11")).result == {"by": "2027-05-11"}
    assert acceptance(PARISH, D("2027-05-06")).result == {"by": None}
    assert not may_act(ENGLAND, D("2027-05-06"), None, D("2027-06-01")).result["may_act"]
    assert "vacant" in may_act(ENGLAND, D("2027-05-06"), None, D("2027-07-07")).steps[-1].text
    assert may_act(ENGLAND, D("2027-05-06"), D("2027-05-10"), D("2027-06-01")).result["may_act"]


@pytest.mark.parametrize(
    ("member", "executive", "holder", "allowed"),
    [
        (True, True, False, False),
        (True, False, False, True),
        (True, True, True, True),
        (False, False, False, False),
    ],
)
def test_me_3_who_presides(member: bool, executive: bool, holder: bool, allowed: bool) -> None:
    assert may_preside(is_member=member, executive=executive, chair_or_vice=holder).result is allowed


CO_OPTEES = [
    ("MB-4", CoOptee.COUNCILLOR, "", False, True),
    ("MB-4-E", CoOptee.EDUCATION, "education", False, True),
    ("MB-4-E", CoOptee.EDUCATION, "libraries", False, False),
    ("MB-4", CoOptee.OTHER, "", True, True),
    ("MB-4", CoOptee.INDEPENDENT, "", False, False),
]


@pytest.mark.parametrize(("rule", "who", "tag", "advisory", "votes"), CO_OPTEES)
def test_co_optees_votes(rule: str, who: CoOptee, tag: str, advisory: bool, votes: bool) -> None:
    answer = may_vote(who, frozenset({tag}), advisory=advisory)
    assert (answer.rule.id, answer.result) == (rule, votes)
    assert may_cast(who, frozenset({tag}), advisory=advisory) is votes


def test_me_10_a_prompt_on_budget_items_alone() -> None:
    assert arrears_prompt(frozenset({"budget"})).result == "waiting"
    assert arrears_prompt(frozenset({"planning"})).result == "met"


@pytest.mark.parametrize(
    ("law", "by", "rule"),
    [
        (ENGLAND, "2027-06-06", "MB-3"),
        (PARISH, "2027-06-06", "MB-3"),
        (WALES, "2027-06-06", "MB-3-N"),
        (SCOTLAND, "2027-06-10", "MB-3-N"),
        (NI, "2027-06-06", "MB-3-N"),
        (GENERIC, None, "MB-3-N"),
    ],
)
def test_mb_3_register_by(law: Law, by: str | None, rule: str) -> None:
    answer = register_by(law, D("2027-05-10"))
    assert (answer.result, answer.rule.id, answer.rule.citation.verified) == (by, rule, False)


@pytest.mark.parametrize(
    ("end", "valid"), [("2030-12-01", False), ("2030-11-30", True), ("2026-11-01", False)]
)
def test_mb_3_a_dispensation_is_for_four_years_at_most(end: str, valid: bool) -> None:
    answer = dispensation(D("2026-12-01"), D(end))
    assert answer.rule.id == "MB-3-D"
    assert answer.result == {"valid": valid, "latest_end": "2030-11-30"}


def test_mb_3_a_dispensation_is_asked_for_in_writing() -> None:
    assert not dispensation(D("2026-12-01"), D("2027-12-01"), in_writing=False).result["valid"]


@pytest.mark.parametrize(("barred", "shown"), [(9, False), (10, True)])
def test_mb_3_ground_a(barred: int, shown: bool) -> None:
    assert ground_numbers(13, barred, 4).result is shown


@pytest.mark.parametrize(
    ("votes", "shown"),
    [((7, 6, 0, 0), False), ((7, 6, 1, 0), True), ((7, 6, 2, 0), True), ((9, 4, 2, 1), False)],
)
def test_mb_3_ground_b(votes: tuple[int, int, int, int], shown: bool) -> None:
    assert ground_balance(*votes).result is shown


def test_mb_3_taking_part() -> None:
    given = Dispensation(D("2026-12-01"), D("2030-11-30"), vote=False, matter="allotments")
    on = D("2027-01-05")
    assert participation(False, None, on).rule.id == "MB-3-I"
    assert participation(False, None, on).result == {"speak": True, "vote": True}
    assert participation(True, None, on).result == {"speak": False, "vote": False}
    assert participation(True, given, on, "allotments").result == {"speak": True, "vote": False}
    assert participation(True, given, on, "parking").result == {"speak": False, "vote": False}
    assert participation(True, given, D("2030-12-01"), "allotments").result == {"speak": False, "vote": False}
