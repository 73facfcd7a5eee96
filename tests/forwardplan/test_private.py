"""Meetings in private: two notices, representations, agreement; and reports on decisions not treated as key."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.deadlines.clocks import dues_between
from meetings.deadlines.rules.base import Verdict
from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind
from meetings.forwardplan.rules.agreement import NOT_IN_CHAIN
from meetings.forwardplan.usecases import (
    AgreePrivate,
    AnswerRepresentation,
    DropRepresentation,
    GivePrivateNotice,
    GiveSecondNotice,
    MakeReport,
    RecordRepresentation,
    RequestReport,
    agree_private,
    answer_representation,
    drop_representation,
    give_private_notice,
    give_second_notice,
    make_report,
    record_representation,
    request_report,
)
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Role
from tests.factories.accounts import signed_in
from tests.forwardplan.plans import CANARY, Town

SAID = "The public pays for this and should hear why."


def received(town: Town, entry_id: str) -> str:
    command = RecordRepresentation(entry_id, date(2026, 11, 20), CANARY, SAID)
    return town.world.run(record_representation, command)


def test_the_forward_plan_gives_the_first_notice(town: Town) -> None:
    entry_id = town.plan_private()
    document = town.notice(town.publish())[1]
    standing = town.standing(entry_id)
    assert standing.private_first is not None
    assert (standing.private_first.verdict, standing.private_lawful) == (Verdict.SAFE, False)
    assert document.law == "SI 2012/2089, regulations 5(2) and 9"
    assert "It sets out the prices of tenderers." in document.sections[0].facts[-1].text


def test_a_first_notice_on_its_own_begins_no_count_of_a_key_decision(town: Town) -> None:
    entry_id = town.plan_private()
    row, _ = town.notice(town.world.run(give_private_notice, GivePrivateNotice(entry_id)))
    entry = town.row(entry_id)
    assert (row.kind, entry.private_at, entry.noticed_at) == (
        NoticeKind.PRIVATE_FIRST,
        town.world.clock.now(),
        None,
    )
    with pytest.raises(Invalid, match="is out already"):
        town.world.run(give_private_notice, GivePrivateNotice(entry_id))


def test_the_second_notice_gives_representations_and_the_response(either: Town) -> None:
    entry_id = either.plan_private()
    either.publish()
    either.at(date(2026, 11, 30))
    representation = received(either, entry_id)
    either.world.run(
        answer_representation, AnswerRepresentation(representation, "The prices are confidential.")
    )
    command = GiveSecondNotice(entry_id, "The Cabinet considered it and will meet in private.")
    row, document = either.notice(either.world.run(give_second_notice, command))
    assert document.sections[1].items == (f"{SAID} Response: The prices are confidential.",)
    assert document.sections[2].paragraphs == ("The Cabinet considered it and will meet in private.",)
    assert CANARY not in str(document)
    standing = either.standing(entry_id)
    assert standing.private_second is not None
    assert (standing.private_second.verdict, standing.private_lawful, row.kind) == (
        Verdict.SAFE,
        True,
        NoticeKind.PRIVATE_SECOND,
    )


@pytest.mark.parametrize("with_one", [True, False])
def test_a_second_notice_without_a_response_is_refused(town: Town, with_one: bool) -> None:
    entry_id = town.plan_private()
    town.publish()
    town.at(date(2026, 11, 30))
    if with_one:
        received(town, entry_id)
    with pytest.raises(Invalid) as refused:
        town.world.run(give_second_notice, GiveSecondNotice(entry_id, "  "))
    assert set(refused.value.fields) == {"response"}


def test_the_second_notice_follows_the_first(town: Town) -> None:
    with pytest.raises(WrongState, match="first notice"):
        town.world.run(give_second_notice, GiveSecondNotice(town.plan_private(), "None were received."))
    with pytest.raises(WrongState, match="in public"):
        town.world.run(give_second_notice, GiveSecondNotice(town.plan(), "None were received."))


def test_a_representation_that_was_dropped_is_not_published(town: Town) -> None:
    entry_id = town.plan_private()
    town.publish()
    town.at(date(2026, 11, 30))
    representation = received(town, entry_id)
    town.world.run(drop_representation, DropRepresentation(representation, "It was about another meeting."))
    with pytest.raises(WrongState):
        town.world.run(answer_representation, AnswerRepresentation(representation, "Thank you."))
    notice_id = town.world.run(give_second_notice, GiveSecondNotice(entry_id, "None were received."))
    assert town.notice(notice_id)[1].sections[1].paragraphs == ("No representations have been received.",)


def agree(town: Town, entry_id: str, who: str, **more: str) -> str:
    given = {"reasons": "The tender lapses on 10 December.", "scrutiny_id": town.scrutiny} | more
    command = AgreePrivate(entry_id, agreed_by=town.people[who], agreed_on=date(2026, 12, 3), **given)
    return town.world.run(agree_private, command)


def test_the_same_chain_agrees_to_a_private_meeting(town: Town) -> None:
    entry_id = town.at(date(2026, 12, 3)).plan_private()
    with pytest.raises(Invalid) as refused:
        agree(town, entry_id, "opposition")
    assert refused.value.fields == {"agreed_by": NOT_IN_CHAIN}
    row, _ = town.notice(agree(town, entry_id, "scrutineer"))
    assert (row.kind, town.standing(entry_id).private_lawful) == (NoticeKind.PRIVATE_AGREED, True)


def test_an_author_neither_records_nor_publishes(town: Town) -> None:
    entry_id = town.plan_private()
    author, _ = signed_in(town.world, "Ann Author", Role.AUTHOR)
    record = RecordRepresentation(entry_id, date(2026, 11, 1), "A", "B")
    with pytest.raises(Denied):
        town.world.run(record_representation, record, author)
    with pytest.raises(Denied):
        town.world.run(give_private_notice, GivePrivateNotice(entry_id), author)


def test_ex_6_a_report_that_leaves_out_why_it_was_not_key_is_refused(either: Town) -> None:
    either.at(date(2026, 12, 14))
    ask = RequestReport(
        either.scrutiny, "Lease of the quay", date(2026, 12, 1), date(2026, 12, 14), "£1m", 10
    )
    request_id = either.world.run(request_report, ask)
    with either.world.runner.read() as session:
        assert queries.request_of(session, request_id).due == date(2026, 12, 30)
    either.at(date(2026, 12, 21))
    report = {"decision": "To let the quay.", "reasons": "It was empty.", "maker": "Councillor Lead"}
    with pytest.raises(Invalid) as refused:
        either.world.run(make_report, MakeReport(request_id, date(2026, 12, 21), not_key=" ", **report))
    assert set(refused.value.fields) == {"not_key"}
    complete = MakeReport(request_id, date(2026, 12, 21), not_key="It brings in less than £50,000.", **report)
    either.world.run(make_report, complete)
    with pytest.raises(WrongState):
        either.world.run(make_report, complete)


def test_what_falls_due_is_in_the_one_list_and_keeps_secrets(town: Town) -> None:
    town.plan_private(working_title=CANARY)
    with town.world.runner.read() as session:
        dues = [
            d
            for d in dues_between(session, date(2026, 11, 2), date(2026, 12, 31), town.world.officer)
            if d.key.startswith("plan-")
        ]
    assert [(d.on, d.rule_id, d.done) for d in dues] == [
        (date(2026, 11, 9), "EX-4", False),
        (date(2026, 11, 9), "EX-1", False),
        (date(2026, 11, 30), "EX-4", False),
    ]
    assert CANARY not in " ".join(d.outside_title for d in dues)
