"""Key decisions for which there is no time: the general exception, special urgency, and the leader's report."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.deadlines.rules.base import Law, Profile
from meetings.deadlines.rules.executive import special_urgency
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.rules.agreement import NOT_IN_CHAIN
from meetings.forwardplan.usecases import (
    GiveException,
    GiveUrgency,
    ReportUrgency,
    give_exception,
    give_urgency,
    report_urgency,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Invalid, WrongState
from meetings.notifications.models import StoredLetter
from meetings.people.usecases import CreateAccount, create_account
from tests.factories.world import World
from tests.forwardplan.plans import DECIDE_ON, Town, make_town

ENGLAND = Law(Profile.ENGLAND_PRINCIPAL)
REASONS = "The boiler failed its inspection on 27 November and the baths are closed."


def exception(town: Town, entry_id: str, **more: str) -> str:
    command = GiveException(entry_id, **({"reasons": REASONS, "scrutiny_id": town.scrutiny} | more))
    return town.world.run(give_exception, command)


def test_the_general_exception_tells_the_chair_and_names_the_first_day(either: Town) -> None:
    entry_id = either.at(date(2026, 12, 1)).plan(decide_on=date(2026, 12, 9))
    row, document = either.notice(exception(either, entry_id))
    assert (row.kind, row.earliest) == (NoticeKind.EXCEPTION, date(2026, 12, 9))
    assert document.sections[1].items == (
        "Councillor Scrutineer, chair of Overview and Scrutiny Committee, is told of this in writing.",
    )
    standing = either.standing(entry_id)
    assert (standing.excused, standing.lawful) == (True, True)


def test_the_chair_gets_the_notice_as_a_letter(town: Town) -> None:
    address = "scrutineer@example.org"
    command = CreateAccount(email=address, person_id=town.people["scrutineer"], demo_note="test")
    town.world.run(create_account, command, SYSTEM)
    exception(town, town.at(date(2026, 12, 1)).plan(decide_on=date(2026, 12, 9)))
    with town.world.runner.read() as session:
        (letter,) = session.query(StoredLetter).all()
    assert (letter.email, letter.subject) == (
        address,
        "General exception notice 1: Swimming baths: new boilers",
    )
    assert "from Wednesday 9 December 2026" in letter.text


def test_without_a_chair_every_member_is_told(sqlite_world: World) -> None:
    town = make_town(sqlite_world, scrutiny_chair=False)
    entry_id = town.at(date(2026, 12, 1)).plan(decide_on=date(2026, 12, 9))
    document = town.notice(exception(town, entry_id))[1]
    assert "Councillor Member, member of Overview" in document.sections[1].items[0]


def test_the_general_exception_needs_reasons_a_recipient_and_five_clear_days(town: Town) -> None:
    entry_id = town.at(date(2026, 12, 1)).plan()
    with pytest.raises(Invalid) as refused:
        exception(town, entry_id, reasons=" ", scrutiny_id="")
    assert set(refused.value.fields) == {"reasons", "scrutiny_id", ""}
    assert "from Wednesday 9 December 2026" in refused.value.fields[""]


def test_no_exception_where_there_is_time_or_nothing_is_key(town: Town) -> None:
    with pytest.raises(WrongState, match="There is time"):
        exception(town, town.plan())
    late = town.at(date(2026, 12, 1)).plan(is_key=False)
    with pytest.raises(WrongState, match="not a key decision"):
        exception(town, late)


def test_a_second_exception_says_what_it_changes(town: Town) -> None:
    entry_id = town.at(date(2026, 12, 1)).plan(decide_on=date(2026, 12, 9))
    exception(town, entry_id)
    with pytest.raises(Invalid, match="is out already"):
        exception(town, entry_id)
    second, document = town.notice(exception(town, entry_id, correction="The date of the inspection."))
    assert (second.corrects_number, document.changes) == (1, ("The date of the inspection.",))


def urgency(town: Town, entry_id: str, who: str, **more: str) -> str:
    given = {"reasons": REASONS, "scrutiny_id": town.scrutiny} | more
    command = GiveUrgency(entry_id, agreed_by=town.people[who], agreed_on=date(2026, 12, 3), **given)
    return town.world.run(give_urgency, command)


def test_ex_3_the_chair_of_scrutiny_agrees(either: Town) -> None:
    entry_id = either.at(date(2026, 12, 3)).plan()
    row, document = either.notice(urgency(either, entry_id, "scrutineer"))
    assert (row.agreed_by, row.agreed_as) == ("Councillor Scrutineer", "scrutiny_chair")
    assert special_urgency(ENGLAND, DECIDE_ON, "chair of scrutiny").result is True
    assert "Councillor Scrutineer, chair of the relevant" in document.sections[1].paragraphs[0]


def test_ex_3_without_a_chair_of_scrutiny_the_mayor_agrees(sqlite_world: World) -> None:
    town = make_town(sqlite_world, scrutiny_chair=False)
    entry_id = town.at(date(2026, 12, 3)).plan()
    row, document = town.notice(urgency(town, entry_id, "mayor"))
    assert row.agreed_as == "council_chair"
    assert "There is no chair of the relevant" in document.sections[1].paragraphs[1]


def test_ex_3_the_mayor_only_when_the_chair_cannot_act(town: Town) -> None:
    entry_id = town.at(date(2026, 12, 3)).plan()
    with pytest.raises(Invalid, match="Say why Councillor Scrutineer"):
        urgency(town, entry_id, "mayor")
    assert (
        town.notice(urgency(town, entry_id, "mayor", unable="She is in hospital."))[0].agreed_by
        == "Councillor Mayor"
    )


@pytest.mark.parametrize("who", ["opposition", "leader", "member"])
def test_ex_3_nobody_else_may_agree(town: Town, who: str) -> None:
    entry_id = town.at(date(2026, 12, 3)).plan()
    with pytest.raises(Invalid) as refused:
        urgency(town, entry_id, who, unable="Nobody else answers.")
    assert refused.value.fields == {"agreed_by": NOT_IN_CHAIN}
    assert special_urgency(ENGLAND, DECIDE_ON, f"{who} leader").result is False


def test_special_urgency_needs_reasons_and_an_agreement_that_was_given(town: Town) -> None:
    entry_id = town.at(date(2026, 12, 2)).plan()
    with pytest.raises(Invalid) as refused:
        urgency(town, entry_id, "scrutineer", reasons="")
    assert set(refused.value.fields) == {"reasons", "agreed_on"}


def test_the_leader_reports_what_was_urgent(town: Town) -> None:
    entry_id = town.at(date(2026, 12, 3)).plan()
    urgency(town, entry_id, "scrutineer")
    town.at(date(2026, 12, 31))
    command = ReportUrgency(date(2026, 1, 1), date(2026, 12, 31))
    row, document = town.notice(town.world.run(report_urgency, command))
    assert row.kind is NoticeKind.URGENCY_REPORT
    assert [(s.heading, s.facts[2].text) for s in document.sections] == [
        (
            "Swimming baths: new boilers",
            "Councillor Scrutineer, chair of the relevant overview and scrutiny committee",
        )
    ]
    empty = town.world.run(report_urgency, ReportUrgency(date(2025, 1, 1), date(2025, 12, 31)))
    assert town.notice(empty)[1].lead[0].startswith("No decisions")
