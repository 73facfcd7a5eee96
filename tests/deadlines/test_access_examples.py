"""The worked examples about exempt papers, who may see them, registers, filming and officers' decisions."""

from __future__ import annotations

from datetime import datetime

import pytest

from meetings.deadlines.rules.access import (
    DocumentFacts,
    OfficerDecision,
    Reporting,
    address_shown,
    delegation_listed,
    exempt,
    may_inspect,
    may_report,
    members_copy_by,
    record_due,
)
from meetings.deadlines.rules.base import Law, Profile

ENGLAND, WALES = Law(Profile.ENGLAND_PRINCIPAL), Law(Profile.WALES)
NI, PARISH = Law(Profile.NORTHERN_IRELAND), Law(Profile.ENGLAND_PARISH)


@pytest.mark.parametrize(
    ("law", "facts", "standing"),
    [
        (ENGLAND, DocumentFacts(("3",), True, "Bids are open until the award."), "exempt"),
        # the authority's own application is never exempt
        (ENGLAND, DocumentFacts(("3",), True, "Because.", own_planning=True), "open"),
        # a paragraph, but the test left blank
        (ENGLAND, DocumentFacts(("3",)), "incomplete"),
        (ENGLAND, DocumentFacts(("3",), True, "  "), "incomplete"),
        # barred by an enactment: no resolution needed
        (ENGLAND, DocumentFacts(("1",), barred=True), "confidential"),
        (ENGLAND, DocumentFacts(("3",), True, "Because.", registrable=True), "open"),
        (ENGLAND, DocumentFacts(("3", "5"), True, "Because.", registrable=True), "exempt"),
        (ENGLAND, DocumentFacts(("5",), False, "The interest in knowing is greater."), "open"),
        (ENGLAND, DocumentFacts(), "open"),
        (ENGLAND, DocumentFacts(("9",), True, "Because."), "incomplete"),
        (WALES, DocumentFacts(("14",), True, "Because."), "exempt"),
        (WALES, DocumentFacts(("3",), True, "Because."), "incomplete"),
        (NI, DocumentFacts(("1",), True, "Because."), "exempt"),
    ],
)
def test_ag_4_exempt_or_not(law: Law, facts: DocumentFacts, standing: str) -> None:
    answer = exempt(law, facts)
    assert answer.result == standing
    assert answer.rule.id == ("AG-4" if law is ENGLAND else "AG-4-N")


@pytest.mark.parametrize(
    ("paragraphs", "negotiation", "need", "on_body", "allowed"),
    [
        ((), False, False, False, True),
        # a completed sale
        (("3",), False, False, False, True),
        # live terms of a tender
        (("3",), True, False, False, False),
        # legal advice, and with a need to know
        (("5",), False, False, False, False),
        (("5",), False, True, False, True),
        (("5",), False, False, True, True),
        (("3", "5"), False, False, False, False),
        (("6",), False, False, False, True),
    ],
)
def test_ag_6_what_a_councillor_may_see(
    paragraphs: tuple[str, ...], negotiation: bool, need: bool, on_body: bool, allowed: bool
) -> None:
    answer = may_inspect(ENGLAND, paragraphs, negotiation=negotiation, need_to_know=need, on_body=on_body)
    assert answer.result is allowed


def test_ag_6_members_copy_within_a_day_of_a_private_meeting() -> None:
    answer = members_copy_by(datetime.fromisoformat("2026-12-08T20:10:00+00:00"))
    assert answer.rule.id == "AG-6-E"
    assert answer.result == "2026-12-09T20:10:00+00:00"


@pytest.mark.parametrize(("months", "listed"), [(5, False), (6, False), (7, True)])
def test_ag_7_delegations(months: int, listed: bool) -> None:
    assert delegation_listed(months).result is listed


@pytest.mark.parametrize(
    ("rule", "law", "opted_in", "shown"),
    [
        ("AG-7", WALES, True, False),
        ("AG-7-A", ENGLAND, False, False),
        ("AG-7-A", ENGLAND, True, True),
        ("AG-7-A", PARISH, False, False),
    ],
)
def test_ag_7_home_addresses(rule: str, law: Law, opted_in: bool, shown: bool) -> None:
    answer = address_shown(law, opted_in)
    assert (answer.rule.id, answer.result) == (rule, shown)


@pytest.mark.parametrize(
    ("law", "how", "private", "result"),
    [
        (ENGLAND, Reporting.FILM, False, "yes"),
        (ENGLAND, Reporting.COMMENTARY, False, "chair"),
        (ENGLAND, Reporting.FILM, True, "no"),
        (WALES, Reporting.FILM, False, "local"),
        (NI, Reporting.SOCIAL_MEDIA, False, "yes"),
        (NI, Reporting.FILM, False, "local"),
    ],
)
def test_ag_8_filming(law: Law, how: Reporting, private: bool, result: str) -> None:
    assert may_report(law, how, private=private).result == result


@pytest.mark.parametrize(
    ("decision", "due"),
    [
        (OfficerDecision(express=True), True),
        (OfficerDecision(), False),
        (OfficerDecision(licence=True), True),
        (OfficerDecision(affects_rights=True), True),
        (OfficerDecision(material_spend=True), True),
    ],
)
def test_ag_9_officers_decisions(decision: OfficerDecision, due: bool) -> None:
    assert record_due(decision).result is due
