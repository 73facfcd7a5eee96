"""Notice of key decisions: 28 clear days, what a notice says, corrections; worked examples of the law."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.deadlines.rules.base import Law, Profile, Verdict
from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind, Status
from meetings.forwardplan.rules.timing import (
    exception_earliest,
    notice_timing,
    private_timing,
    report_due,
    second_timing,
)
from meetings.forwardplan.usecases import (
    PublishPlan,
    publish_plan,
)
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.world import EVENING
from tests.forwardplan.plans import DECIDE_ON, Town

ENGLAND = Law(Profile.ENGLAND_PRINCIPAL)


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


def test_a_last_day_on_which_the_offices_are_closed_moves_to_the_open_day_before() -> None:
    timing = notice_timing(ENGLAND, date(2026, 12, 7), None, date(2026, 11, 1))
    assert timing.due == date(2026, 11, 6)
    assert timing.due.strftime("%A") == "Friday"


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


def test_the_same_notice_is_not_published_twice_at_once(either: Town) -> None:
    either.plan()
    done, refused = at_once(either.publish, either.publish)
    assert [either.notice(i)[0].number for i in done] == [1]
    assert [r.message for r in refused] == ["Nothing has changed since notice 1 was published."]


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
