"""Worked examples of going into private, of late reports, key decisions, and of what outlives a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from meetings.deadlines.rules.after import drafts_until, webcast_until
from meetings.deadlines.rules.agenda import decides_under_other_business, late_report, weak_reason
from meetings.deadlines.rules.base import Law, Profile, Severity, State
from meetings.deadlines.rules.calling import next_suitable
from meetings.deadlines.rules.executive import key_decision
from meetings.deadlines.rules.meeting import (
    BodyForm,
    ItemFacts,
    LaterMeeting,
    MeetingFacts,
    PaperFacts,
    findings_of,
)
from meetings.deadlines.rules.private import Resolution, doors
from meetings.kernel.secrecy import Sensitivity

ENGLAND = Law(Profile.ENGLAND_PRINCIPAL)
ON = date(2026, 12, 8)
CARRIED = Resolution(("9",), ("3",), 6, 5)


@pytest.mark.parametrize(
    ("item", "resolution", "live", "state"),
    [
        ("9", None, True, "open"),
        ("9", Resolution(("9",), (), 6, 5), False, "open"),
        ("9", Resolution(("9",), ("3",), 5, 6), False, "open"),
        ("9", CARRIED, False, "private"),
        # The stream runs on.
        ("9", CARRIED, True, "alarm"),
        # Not named in the resolution.
        ("10", CARRIED, False, "open"),
    ],
)
def test_ag_5_doors(item: str, resolution: Resolution | None, live: bool, state: str) -> None:
    answer = doors(ENGLAND, ON, item, resolution, live=live)
    assert (answer.rule.id, answer.result) == ("AG-5", state)


def test_ag_5_confidential_needs_no_vote() -> None:
    assert doors(ENGLAND, ON, "9", None, live=False, confidential=True).result == "private"


def test_ag_1_a_late_report_to_an_item_in_time() -> None:
    answer = late_report(ENGLAND, item_public=date(2026, 11, 30), report_public=date(2026, 12, 7), meeting=ON)
    assert answer.result == {"ok": True, "limb": "notice"}
    assert "lateness alone is no reason" in answer.steps[-1].text


def test_ag_1_reasons_and_headings() -> None:
    assert weak_reason("")
    assert weak_reason("late report")
    assert not weak_reason("The grant offer lapses on 11 December.")
    assert decides_under_other_business("Any Other Business")
    assert not decides_under_other_business("Business rates")


@pytest.mark.parametrize(
    ("amount", "wards", "key"), [(10_000, 1, False), (10_000, 2, True), (250_000, 1, True), (0, 0, False)]
)
def test_ex_1_what_is_key(amount: int, wards: int, key: bool) -> None:
    answer = key_decision(ENGLAND, ON, amount, wards)
    assert (answer.rule.id, answer.result) == ("EX-1", key)


def test_me_9_t_a_body_that_meets_no_more() -> None:
    answer = next_suitable(ENGLAND, ON, [LaterMeeting("c", date(2027, 2, 24))], abolished=True)
    assert (answer.rule.id, answer.rule.severity) == ("ME-9-T", Severity.GATE)
    assert answer.result == "2027-02-24"


def test_ac_3_and_ac_4_what_outlives_the_meeting() -> None:
    drafts, webcast = drafts_until(ENGLAND, ON), webcast_until(ENGLAND, ON)
    assert (drafts.rule.id, drafts.result) == ("AC-3", "2027-01-07")
    assert (webcast.rule.id, webcast.result) == ("AC-4", "2027-12-08")


def _meeting(item: ItemFacts, body: BodyForm = BodyForm.COMMITTEE, seats: int = 0) -> MeetingFacts:
    return MeetingFacts(
        "m",
        "Meeting",
        "b",
        "Body",
        body,
        ON,
        datetime(2026, 12, 8, 18, tzinfo=UTC),
        items=(item,),
        seats=seats,
    )


SALE = ItemFacts("i", "Land", sensitivity=Sensitivity.EXEMPT, paragraphs=("3",))
PAPER = PaperFacts(
    "p", "Price", sensitivity=Sensitivity.EXEMPT, paragraphs=("3",), interest_test="Bids are open."
)


@pytest.mark.parametrize(
    ("rule", "item", "body", "seats", "state"),
    [
        # A paragraph given, the test left blank.
        ("AG-4", SALE, BodyForm.COMMITTEE, 0, State.NOT_MET),
        ("AG-4", replace(SALE, interest_test="Bids are open."), BodyForm.COMMITTEE, 0, State.DOUBTFUL),
        (
            "AG-4",
            replace(SALE, interest_test="Bids are open.", review_on=ON),
            BodyForm.COMMITTEE,
            0,
            State.MET,
        ),
        (
            "AG-4",
            replace(SALE, interest_test="Ours.", review_on=ON, tags=frozenset({"own-planning"})),
            BodyForm.COMMITTEE,
            0,
            State.NOT_MET,
        ),
        ("AG-4", ItemFacts("i", "Land", papers=(PAPER,), review_on=ON), BodyForm.COMMITTEE, 0, State.MET),
        ("ME-4", SALE, BodyForm.COUNCIL, 54, State.WAITING),
        ("ME-4-L", SALE, BodyForm.COMMITTEE, 13, State.WAITING),
        ("ME-7", ItemFacts("i", "Budget", tags=frozenset({"budget"})), BodyForm.COUNCIL, 0, State.WAITING),
        ("ME-10", ItemFacts("i", "Budget", tags=frozenset({"budget"})), BodyForm.COUNCIL, 0, State.WAITING),
        (
            "PL-1",
            ItemFacts("i", "Barn", tags=frozenset({"against-advice"})),
            BodyForm.COMMITTEE,
            0,
            State.NOT_MET,
        ),
        (
            "PL-1",
            ItemFacts("i", "Barn", tags=frozenset({"against-advice"}), reasons="Harm to the setting."),
            BodyForm.COMMITTEE,
            0,
            State.MET,
        ),
    ],
)
def test_findings_about_people_and_secrecy(
    rule: str, item: ItemFacts, body: BodyForm, seats: int, state: State
) -> None:
    facts = _meeting(item, body, seats)
    (finding,) = [each for each in findings_of(ENGLAND, facts) if each.rule.id == rule]
    assert finding.state is state


def test_me_4_the_quorum_is_told_and_held() -> None:
    facts = replace(_meeting(SALE, BodyForm.COUNCIL, 54), members_present=13)
    (finding,) = [each for each in findings_of(ENGLAND, facts) if each.rule.id == "ME-4"]
    assert finding.state is State.NOT_MET
    assert finding.sentence == "The quorum is 14 of 54 seats. 13 were present."
