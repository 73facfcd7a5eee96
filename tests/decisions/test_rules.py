"""The pure rules: who can call what in, by when, what a record lacks, and what people are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from meetings.deadlines.rules.base import Law, Profile
from meetings.decisions.rules.calling import (
    kept_until,
    lodging,
    need_of,
    statement_due,
    subject_by_default,
    until_of,
)
from meetings.decisions.rules.completeness import lacks, officer_test
from meetings.decisions.rules.document import (
    NoticeDocument,
    NoticeKind,
    Words,
    decision_section,
    document_from_json,
)
from meetings.decisions.rules.record import CallIn, Kind, Record, record_from_json, search_text
from meetings.decisions.rules.standing import Dates, Hold, Standing, State, next_words, standing_of

ENGLAND = Law(Profile.ENGLAND_PRINCIPAL)
NI = Law(Profile.NORTHERN_IRELAND)
LONDON = ZoneInfo("Europe/London")
RECORD = Record(
    kind=Kind.EXECUTIVE,
    body_id="b",
    title="Boilers",
    decision="That they be replaced.",
    reasons="They leak.",
    alternatives="None",
    interests="None declared",
    executive=True,
    call_in=CallIn.SUBJECT,
    made_on=date(2026, 12, 8),
)


@pytest.mark.parametrize(
    ("published", "until"),
    [(date(2026, 12, 10), date(2026, 12, 17)), (date(2026, 12, 22), date(2026, 12, 31))],
)
def test_the_period_for_call_in_is_five_working_days(published: date, until: date) -> None:
    assert until_of(ENGLAND, published) == until
    assert until_of(replace(ENGLAND, choices={"call_in": "0"}), published) is None
    assert until_of(Law(Profile.ENGLAND_PARISH), published) is None


def test_the_statement_is_due_two_working_days_after_the_decision() -> None:
    assert statement_due(ENGLAND, date(2026, 12, 8)) == date(2026, 12, 10)
    assert statement_due(Law(Profile.WALES), date(2026, 12, 8)) == date(2026, 12, 10)


@pytest.mark.parametrize(
    ("at", "in_time"),
    [
        (datetime(2026, 12, 17, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 17, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 12, 17, 17, 1, tzinfo=UTC), False),
        (datetime(2026, 12, 9, 12, tzinfo=UTC), False),
    ],
)
def test_a_call_in_counts_by_the_councils_hour(at: datetime, in_time: bool) -> None:
    answer = lodging(ENGLAND, date(2026, 12, 10), at, LONDON, before=False)
    assert answer.result["valid"] is in_time


@pytest.mark.parametrize(("members", "needed"), [(40, 6), (41, 7), (60, 9)])
def test_northern_ireland_needs_fifteen_per_cent_rounded_up(members: int, needed: int) -> None:
    need = need_of(NI, date(2026, 12, 10), members)
    assert (need.number, need.chair_alone, need.grounds) == (needed, False, True)
    assert need_of(ENGLAND, date(2026, 12, 10), members).number == 3


def test_which_decisions_can_usually_be_called_in() -> None:
    committee = replace(RECORD, kind=Kind.COMMITTEE, executive=False)
    officer = replace(RECORD, kind=Kind.OFFICER)
    assert subject_by_default(ENGLAND, RECORD)
    assert not subject_by_default(ENGLAND, committee)
    assert subject_by_default(NI, committee)
    assert not subject_by_default(ENGLAND, officer)
    assert subject_by_default(ENGLAND, replace(officer, is_key=True))


def test_what_is_blank_is_named_with_what_to_do_and_none_is_an_answer() -> None:
    assert lacks(RECORD, usually_subject=True) == ()
    blank = replace(RECORD, reasons=" ", alternatives="", interests="")
    assert [x.field for x in lacks(blank, usually_subject=True)] == ["reasons", "alternatives", "interests"]
    committee = replace(blank, kind=Kind.COMMITTEE, call_in=CallIn.NOT_SUBJECT)
    assert lacks(committee, usually_subject=False) == ()
    out = replace(RECORD, call_in=CallIn.NOT_SUBJECT)
    assert [x.field for x in lacks(out, usually_subject=True)] == ["call_in_reason"]
    exempt = replace(RECORD, decision="", exempt_decision="£9", exempt=True)
    assert [x.field for x in lacks(exempt, usually_subject=True)] == ["paragraphs"]
    assert [x.field for x in lacks(replace(RECORD, exempt_decision="£9"), usually_subject=True)] == ["exempt"]


@pytest.mark.parametrize(
    ("limbs", "due"), [((), False), (("express",), True), (("licence",), True), (("spend",), True)]
)
def test_an_officers_record_is_due_for_each_limb(limbs: tuple[str, ...], due: bool) -> None:
    answer = officer_test(limbs)
    assert (answer.result, "SI 2014/2095" in answer.rule.citation.text) == (due, True)


def test_records_are_kept_six_years_beginning_with_the_day() -> None:
    answer = kept_until(ENGLAND, RECORD)
    assert answer is not None
    assert answer.result == "2032-12-07"


def test_how_a_decision_stands_and_what_people_are_told() -> None:
    until, effective = date(2026, 12, 17), date(2026, 12, 18)
    dates = Dates(RECORD.made_on, until, effective, hour="4.30pm")
    told = {}
    for day in (until, effective):
        standing = standing_of(State.PUBLISHED, Hold.NONE, until, day)
        told[standing] = next_words(standing, dates, CallIn.SUBJECT)
    assert told == {
        Standing.WAITING: (
            "Councillors can ask for this decision to be looked at again (call it in) until 4.30pm on Thursday "
            "17 December 2026. If nobody does, it may be carried out from Friday 18 December 2026."
        ),
        Standing.EFFECTIVE: "It may be carried out from Friday 18 December 2026.",
    }
    assert standing_of(State.PUBLISHED, Hold.REFERRED_BACK, until, effective) is Standing.REFERRED_BACK
    for each in Standing:
        assert next_words(each, dates, CallIn.URGENT, "Frost.")


def test_a_record_and_a_notice_come_back_as_they_were_and_secrets_stay_out() -> None:
    secret = replace(RECORD, working_title="Zed", exempt=True, exempt_decision="Zed", exempt_reasons="Zed")
    assert record_from_json(secret.to_json()) == secret
    section = decision_section(Words("D1", secret, "Cabinet"))
    assert "Zed" not in f"{section}{search_text(secret, 'D1', 'Cabinet')}"
    document = NoticeDocument("Northmoor", NoticeKind.STATEMENT, 1, "T", "P", "L", sections=(section,))
    assert document_from_json(document.to_json()) == document
