"""Notice of key decisions: 28 clear days, the general exception, special urgency; every worked example of the law."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.deadlines.rules.base import Law, Profile, Verdict
from meetings.deadlines.rules.executive import special_urgency
from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind, Status
from meetings.forwardplan.rules.agreement import NOT_IN_CHAIN
from meetings.forwardplan.rules.timing import (
    exception_earliest,
    notice_timing,
    private_timing,
    report_due,
    second_timing,
)
from meetings.forwardplan.usecases import (
    GiveException,
    GiveUrgency,
    PublishPlan,
    ReportUrgency,
    give_exception,
    give_urgency,
    publish_plan,
    report_urgency,
)
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.world import EVENING, World
from tests.forwardplan.plans import DECIDE_ON, Town, make_town

ENGLAND = Law(Profile.ENGLAND_PRINCIPAL)
REASONS = "The boiler failed its inspection on 27 November and the baths are closed."


@pytest.mark.parametrize(
    ("decide_on", "due"), [(DECIDE_ON, date(2026, 11, 9)), (date(2027, 1, 12), date(2026, 12, 14))]
)
def test_ex_1_a_key_decision_is_noticed_28_clear_days_before(decide_on: date, due: date) -> None:
    timing = notice_timing(ENGLAND, decide_on, None, date(2026, 11, 1))
    assert (timing.rule_id, timing.due, timing.days) == ("EX-1", due, 28)


def test_ex_1_a_day_late_is_27_days() -> None:
    timing = notice_timing(ENGLAND, DECIDE_ON, date(2026, 11, 10), date(2026, 11, 10))
    assert (timing.counted, timing.verdict) == (27, Verdict.SHORT)
    assert [s.counted for s in timing.steps].count(True) == 27


def test_ex_2_five_clear_days_after_publication() -> None:
    assert exception_earliest(ENGLAND, date(2026, 12, 1)) == date(2026, 12, 9)


def test_ex_4_the_two_notices_of_a_private_meeting() -> None:
    assert private_timing(ENGLAND, DECIDE_ON, None, date(2026, 11, 1)).due == date(2026, 11, 9)
    assert second_timing(ENGLAND, DECIDE_ON, None, date(2026, 11, 1)).due == date(2026, 11, 30)


def test_ex_6_the_report_is_due_in_the_period_that_scrutiny_names() -> None:
    assert report_due(ENGLAND, date(2026, 12, 14), 10) == date(2026, 12, 30)


def test_publishing_in_time_is_safe_and_the_public_reads_it(either: Town) -> None:
    entry_id = either.plan()
    row, document = either.notice(either.publish())
    with either.world.runner.read() as session:
        public = queries.public_entry(session, entry_id)
    standing = either.standing(entry_id)
    assert standing.key is not None
    assert (standing.key.verdict, standing.key.counted, standing.lawful) == (Verdict.SAFE, 35, True)
    assert (row.kind, row.number, row.sha256) == (NoticeKind.PLAN, 1, document.sha256)
    assert (public.status, public.noticed_version) == (Status.NOTICED, 1)
    said = " ".join(line.text for section in document.sections for line in section.facts)
    for words in (
        "£640,000",
        "Councillor Leader (Chair)",
        "Harbour, Mill",
        "Report of the Director of Place",
        "Cabinet",
    ):
        assert words in said


def test_a_notice_after_hours_counts_from_the_next_working_day(town: Town) -> None:
    entry_id = town.at(date(2026, 11, 9), hour=18).plan()
    row, _ = town.notice(town.publish())
    assert row.counts_from == date(2026, 11, 10)
    standing = town.standing(entry_id)
    assert standing.key is not None
    assert standing.key.verdict is Verdict.SHORT


def test_a_notice_that_leaves_out_a_particular_is_refused(town: Town) -> None:
    town.plan(documents=(), contact_name="")
    with pytest.raises(Invalid, match="the documents to be considered; whom to ask"):
        town.publish()


def test_an_amount_of_ten_thousand_in_one_ward_makes_nothing_key(town: Town) -> None:
    town.plan(amount=0, wards=("Harbour",))
    with pytest.raises(Invalid, match="why it is key"):
        town.publish()
    entry_id = town.plan(is_key=False, amount=10_000, wards=("Harbour",), key_reason="Below the threshold.")
    assert town.row(entry_id).decision.amount == 0


def test_a_plan_with_nothing_in_it_is_not_published(town: Town) -> None:
    with pytest.raises(WrongState, match="no open decision"):
        town.publish()


def test_who_may_publish(town: Town) -> None:
    town.plan()
    command = PublishPlan(date(2026, 10, 1), date(2027, 3, 31))
    stranger, _ = signed_in(town.world, "Ann Author", Role.AUTHOR)
    one_body, _ = signed_in(town.world, "Olu Officer", Role.OFFICER, town.scrutiny)
    for actor, refusal in ((stranger, Denied), (one_body, Denied), (ANONYMOUS, SignInRequired)):
        with pytest.raises(refusal):
            town.world.run(publish_plan, command, actor)


def test_a_further_notice_says_what_changed_and_the_first_stays(town: Town) -> None:
    entry_id = town.plan()
    first, before = town.notice(town.publish())
    town.change(entry_id, amount=900_000)
    town.plan(title="Car parks: charges")
    second, after = town.notice(town.publish())
    assert second.corrects_id == first.id
    assert "takes the place of notice 1" in after.corrects
    assert after.changes == (
        "2026/001 Swimming baths: new boilers. Key decision: was “Key decision: significant spending or saving "
        "(£640,000) and significant effect on two or more wards”, is now “Key decision: significant spending or "
        "saving (£900,000) and significant effect on two or more wards”.",
        "2026/002 Car parks: charges: new.",
    )
    assert town.notice(first.id)[1] == before


def test_a_correction_keeps_the_count_and_another_matter_starts_it_again(town: Town) -> None:
    entry_id = town.plan()
    town.publish()
    began = town.row(entry_id).noticed_at
    town.at(date(2026, 11, 5)).change(entry_id, amount=900_000)
    town.publish()
    assert town.row(entry_id).noticed_at == began
    town.publish(restart=(entry_id,))
    assert town.row(entry_id).noticed_at == town.world.clock.now()


def test_two_who_publish_at_once_get_two_numbers(either: Town) -> None:
    either.plan()
    done, refused = at_once(either.publish, either.publish)
    assert sorted(either.notice(i)[0].number for i in done) == [1, 2][: len(done)]
    assert len(done) + len(refused) == 2


def exception(town: Town, entry_id: str, **more: str) -> str:
    command = GiveException(entry_id, **({"reasons": REASONS, "scrutiny_id": town.scrutiny} | more))
    return town.world.run(give_exception, command)


def test_the_general_exception_tells_the_chair_and_names_the_first_day(either: Town) -> None:
    entry_id = either.at(date(2026, 12, 1)).plan(decide_on=date(2026, 12, 9))
    row, document = either.notice(exception(either, entry_id))
    assert (row.kind, row.earliest) == (NoticeKind.EXCEPTION, date(2026, 12, 9))
    assert document.sections[1].items == (
        "Councillor Scrutineer, chair of Overview and Scrutiny Committee, was told by this notice in writing.",
    )
    standing = either.standing(entry_id)
    assert (standing.excused, standing.lawful) == (True, True)


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


def test_facts_for_the_meeting_that_decides(town: Town) -> None:
    meeting_id = town.world.run(arrange_meeting, ArrangeMeeting(town.cabinet, EVENING, place="Town Hall"))
    entry_id = town.plan(meeting_id=meeting_id)
    private_id = town.plan_private(meeting_id=meeting_id, title="Land at the quay")
    town.publish()
    with town.world.runner.read() as session:
        facts = queries.key_decision_facts(session, meeting_id)
        private = queries.private_notices_of(session, meeting_id)
    assert {i: (f.notice_at, f.missing) for i, f in facts.items()} == {
        entry_id: (town.world.clock.now(), ()),
        private_id: (town.world.clock.now(), ()),
    }
    assert {i: (p.first_at, p.first_reason) for i, p in private.items()} == {
        private_id: (town.world.clock.now(), "It sets out the prices of tenderers.")
    }
