"""Entering, changing, putting off, withdrawing and bringing back planned decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, SetChoice, choose_profile, set_choice
from meetings.forwardplan import queries
from meetings.forwardplan.models import NoticeKind, Status
from meetings.forwardplan.rules.changes import changes_between, desk_changes_between
from meetings.forwardplan.rules.planned import Maker, planned_from_json
from meetings.forwardplan.usecases import (
    BringBack,
    ChangeDecision,
    ChangedMeanwhile,
    DecisionMade,
    DeferDecision,
    PlanDecision,
    WithdrawDecision,
    bring_back,
    change_decision,
    defer_decision,
    mark_decided,
    plan_decision,
    withdraw_decision,
)
from meetings.kernel.actor import ANONYMOUS
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.schedule.usecases import ArrangeMeeting, CancelMeeting, arrange_meeting, cancel_meeting
from tests.factories.accounts import signed_in
from tests.factories.atonce import at_once
from tests.factories.world import EVENING
from tests.forwardplan.plans import CANARY, DECIDE_ON, Town

LATER = date(2027, 1, 12)


def test_a_decision_survives_being_kept(town: Town) -> None:
    decision = town.private(decide_to=date(2026, 12, 31), maker=Maker.OFFICER, maker_name="N", maker_post="P")
    assert planned_from_json(decision.to_json()) == decision


def test_entering_is_for_officers_of_the_body(town: Town) -> None:
    command = PlanDecision(town.decision())
    other, _ = signed_in(town.world, "Olu Officer", Role.OFFICER, town.scrutiny)
    with pytest.raises(Denied):
        town.world.run(plan_decision, command, other)
    with pytest.raises(SignInRequired):
        town.world.run(plan_decision, command, ANONYMOUS)
    own, _ = signed_in(town.world, "Cay Officer", Role.OFFICER, town.cabinet)
    assert town.world.run(plan_decision, command, own)


def test_what_is_wrong_is_said_at_once(town: Town) -> None:
    wrong = town.private(
        title=" ",
        decide_to=date(2026, 12, 1),
        contact_email="nobody",
        paragraphs=("three",),
        private_reasons="",
    )
    with pytest.raises(Invalid) as refused:
        town.world.run(plan_decision, PlanDecision(replace(wrong, maker=Maker.MEMBER)))
    assert set(refused.value.fields) == {
        "title",
        "decide_to",
        "contact_email",
        "paragraphs",
        "private_reasons",
        "maker_name",
        "maker_post",
    }


def test_with_a_meeting_the_day_is_the_meetings(town: Town) -> None:
    meeting_id = town.world.run(arrange_meeting, ArrangeMeeting(town.cabinet, EVENING, place="Town Hall"))
    entry_id = town.plan(meeting_id=meeting_id, decide_on=date(2030, 1, 1))
    assert town.row(entry_id).decision.decide_on == DECIDE_ON
    town.world.run(cancel_meeting, CancelMeeting(meeting_id, "Snow"))
    with pytest.raises(Invalid, match="cancelled"):
        town.plan(meeting_id=meeting_id)
    elsewhere = town.world.run(arrange_meeting, ArrangeMeeting(town.council, EVENING, place="Town Hall"))
    with pytest.raises(Invalid, match="of the body that decides"):
        town.plan(meeting_id=elsewhere)


def test_two_entered_at_once_have_two_references(either: Town) -> None:
    done, refused = at_once(either.plan, either.plan)
    assert refused == []
    assert sorted(either.row(i).reference for i in done) == ["2026/001", "2026/002"]


def test_two_officers_who_change_the_same_lose_nothing(either: Town) -> None:
    entry_id = either.plan()
    decision = either.row(entry_id).decision

    def save(title: str) -> int:
        return either.world.run(change_decision, ChangeDecision(entry_id, 1, replace(decision, title=title)))

    done, refused = at_once(lambda: save("One"), lambda: save("Two"))
    assert (done, [type(r) for r in refused]) == ([2], [ChangedMeanwhile])


def test_what_was_published_stays_until_the_next_notice(town: Town) -> None:
    entry_id = town.plan(working_title=CANARY)
    town.publish()
    town.change(entry_id, title="Baths: boilers and roof")
    with town.world.runner.read() as session:
        public = queries.public_entry(session, entry_id)
    assert (public.decision.title, public.decision.working_title) == ("Swimming baths: new boilers", "")
    assert town.row(entry_id).waits_for_notice


def test_the_difference_reads_in_words_and_keeps_the_private_apart(town: Town) -> None:
    before, after = town.decision(), town.private(working_title=CANARY, documents=("Report", "Appendix"))
    assert [c.sentence for c in changes_between(before, after)] == [
        "Documents: was “Report of the Director of Place”, is now “Report; Appendix”.",
        "Public or private: was “In public”, is now “In private”.",
        "Description of the exempt information: added “paragraph 3”.",
        "Why it is to be in private: added “It sets out the prices of tenderers.”.",
    ]
    assert desk_changes_between(before, after)[-1].after == CANARY


def test_saving_without_a_change_makes_no_version(town: Town) -> None:
    entry_id = town.plan()
    assert town.change(entry_id) == 1


def defer(town: Town, entry_id: str, day: date = LATER, reason: str = "Tenders came late.") -> None:
    town.world.run(defer_decision, DeferDecision(entry_id, day, reason))


def test_putting_off_a_noticed_decision_tells_the_public_at_once(either: Town) -> None:
    entry_id = either.plan()
    either.publish()
    defer(either, entry_id)
    with either.world.runner.read() as session:
        public = queries.public_entry(session, entry_id)
        newest = queries.notices(session)[0]
        history = queries.history_of(session, entry_id)
    assert (public.status, public.decision.decide_on) == (Status.DEFERRED, LATER)
    assert (newest.kind, newest.corrects_number) == (NoticeKind.CHANGE, 1)
    said = "Put off from Tuesday 8 December 2026 to Tuesday 12 January 2027: Tenders came late."
    assert (public.status_reason, [e.text for e in history]) == (said, [said])


def test_putting_off_before_any_notice_stays_in_the_house(town: Town) -> None:
    entry_id = town.plan()
    defer(town, entry_id)
    with town.world.runner.read() as session:
        assert queries.notices(session) == []


def test_putting_off_needs_a_reason_and_a_later_day(town: Town) -> None:
    entry_id = town.plan()
    with pytest.raises(Invalid, match="Say why"):
        defer(town, entry_id, reason=" ")
    with pytest.raises(Invalid, match="later day"):
        defer(town, entry_id, day=DECIDE_ON)


def test_withdrawing_and_bringing_back(either: Town) -> None:
    entry_id = either.plan()
    either.publish()
    withdraw = WithdrawDecision(entry_id, "No grant came.")
    either.world.run(withdraw_decision, withdraw)
    with pytest.raises(WrongState, match="withdrawn"):
        either.world.run(withdraw_decision, withdraw)
    with pytest.raises(WrongState):
        either.change(entry_id, title="Another")
    either.world.run(bring_back, BringBack(entry_id, "The grant came after all."))
    assert either.row(entry_id).status is Status.NOTICED
    with pytest.raises(WrongState, match="already"):
        either.world.run(bring_back, BringBack(entry_id, "Again."))
    with either.world.runner.read() as session:
        assert [n.kind for n in queries.notices(session)] == [
            NoticeKind.CHANGE,
            NoticeKind.CHANGE,
            NoticeKind.PLAN,
        ]


def test_a_withdrawal_gives_away_nothing_that_was_not_published(town: Town) -> None:
    entry_id = town.plan()
    town.publish()
    town.change(entry_id, title=CANARY)
    town.world.run(withdraw_decision, WithdrawDecision(entry_id, "No grant came."))
    with town.world.runner.read() as session:
        newest = queries.notices(session)[0]
    assert CANARY not in str(town.notice(newest.id)[1])


def test_decided_is_undone_by_a_further_fact(town: Town) -> None:
    entry_id = town.plan()
    town.publish()
    with pytest.raises(Invalid, match="future"):
        town.world.run(mark_decided, DecisionMade(entry_id, DECIDE_ON))
    town.at(DECIDE_ON, hour=21).world.run(mark_decided, DecisionMade(entry_id, DECIDE_ON))
    assert town.row(entry_id).status is Status.DECIDED
    town.world.run(bring_back, BringBack(entry_id, "It was another item."))
    assert (town.row(entry_id).status, town.row(entry_id).decided_on) == (Status.NOTICED, None)


@pytest.mark.parametrize("role", [Role.CONSULTEE, Role.AUTHOR, Role.ADMINISTRATOR])
def test_nobody_else_withdraws_puts_off_or_brings_back(town: Town, role: Role) -> None:
    entry_id = town.plan()
    somebody, _ = signed_in(town.world, "Some Body", role)
    with pytest.raises(Denied):
        town.world.run(withdraw_decision, WithdrawDecision(entry_id, "x"), somebody)
    with pytest.raises(Denied):
        town.world.run(defer_decision, DeferDecision(entry_id, LATER, "x"), somebody)
    with pytest.raises(Denied):
        town.world.run(bring_back, BringBack(entry_id, "x"), somebody)
    with pytest.raises(Denied):
        town.world.run(mark_decided, DecisionMade(entry_id, DECIDE_ON), somebody)


def test_an_unknown_decision_is_not_there(town: Town) -> None:
    with pytest.raises(NotFound):
        town.world.run(withdraw_decision, WithdrawDecision("nothing", "x"))


@pytest.mark.parametrize(
    "profile", [Profile.ENGLAND_PARISH, Profile.WALES, Profile.SCOTLAND, Profile.GENERIC]
)
def test_where_the_law_has_no_forward_plan_there_is_none(town: Town, profile: Profile) -> None:
    town.world.run(choose_profile, ChooseProfile(profile))
    with pytest.raises(WrongState, match="no forward plan"):
        town.plan()


def test_wales_can_choose_to_have_one(town: Town) -> None:
    town.world.run(choose_profile, ChooseProfile(Profile.WALES))
    town.world.run(set_choice, SetChoice("forward_plan", "28", "Constitution, part 4"))
    town.plan()
    document = town.notice(town.publish())[1]
    assert document.law == "The council's own forward plan"
