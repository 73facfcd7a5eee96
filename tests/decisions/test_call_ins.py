"""Call-in, from the notice to its outcome: who, until when, what it stops, and that it is not done twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from meetings.agendas.business.usecases import BeginAgenda, TakeUsualOrder, begin_agenda, take_usual_order
from meetings.agendas.models import AgendaItem
from meetings.deadlines.clocks import dues_between
from meetings.deadlines.models import CouncilLaw
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.decisions.rules.calling import CallInState, Outcome, Reconsidered
from meetings.decisions.rules.standing import Hold, Standing
from meetings.decisions.usecases import (
    ConcludeCallIn,
    EnterCallIn,
    JudgeCallIn,
    ListCallIn,
    PublishDecisions,
    Reconsider,
    RecordOpinion,
    SignCallIn,
    UnsignCallIn,
    WithdrawCallIn,
    conclude_call_in,
    enter_call_in,
    judge_call_in,
    list_call_in,
    publish_decisions,
    reconsider,
    record_opinion,
    sign_call_in,
    unsign_call_in,
    withdraw_call_in,
)
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.notifications.models import StoredLetter
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.decisions.halls import Hall

PUBLISHED = date(2026, 12, 10)
LAST = date(2026, 12, 17)


def lodged(hall: Hall) -> tuple[str, str]:
    """A decision that three councillors called in, and the call-in."""
    row = hall.published(PUBLISHED)
    hall.at(date(2026, 12, 14))
    call_in = hall.call_in(row)
    for name in ("beck", "carr"):
        hall.world.run(sign_call_in, SignCallIn(call_in), hall.actor(name))
    return row.id, call_in


def accepted(hall: Hall) -> tuple[str, str]:
    """The same after the monitoring officer accepted it."""
    row_id, call_in = lodged(hall)
    command = JudgeCallIn(call_in, True, "Enough names, in time, with reasons.", hall.scrutiny)
    hall.world.run(judge_call_in, command, hall.monitoring)
    return row_id, call_in


def test_three_members_are_needed_and_the_third_stops_the_decision(hall: Hall) -> None:
    row = hall.published(PUBLISHED)
    call_in = hall.call_in(row)
    with pytest.raises(WrongState, match="stands under"):
        hall.world.run(sign_call_in, SignCallIn(call_in), hall.actor("ash"))
    hall.world.run(sign_call_in, SignCallIn(call_in), hall.actor("beck"))
    assert hall.row(row.id).hold is Hold.NONE
    hall.world.run(unsign_call_in, UnsignCallIn(call_in), hall.actor("beck"))
    hall.world.run(sign_call_in, SignCallIn(call_in), hall.actor("carr"))
    assert hall.call(call_in).state is CallInState.COLLECTING
    hall.world.run(sign_call_in, SignCallIn(call_in), hall.actor("dean"))
    assert hall.call(call_in).state is CallInState.LODGED
    after = hall.row(row.id)
    assert (after.standing(PUBLISHED), after.effective_on) == (Standing.CALLED_IN, None)
    with pytest.raises(WrongState):
        hall.world.run(sign_call_in, SignCallIn(call_in), hall.actor("beck"))
    with pytest.raises(WrongState):
        hall.world.run(unsign_call_in, UnsignCallIn(call_in), hall.actor("dean"))


def test_the_executive_cannot_call_its_own_decision_in(hall: Hall) -> None:
    row = hall.published(PUBLISHED)
    for who in ("lead", "monitoring"):
        with pytest.raises(Denied):
            hall.call_in(row, who)


def test_the_chair_of_scrutiny_calls_in_alone_and_nobody_else_does(hall: Hall) -> None:
    row = hall.published(PUBLISHED)
    with pytest.raises(Invalid):
        hall.call_in(row, "ash", alone=True)
    call_in = hall.call_in(row, "scrutineer", alone=True)
    assert hall.call(call_in).state is CallInState.LODGED


@pytest.mark.parametrize(("minute", "in_time"), [(59, True), (61, False)])
def test_the_councils_hour_ends_the_last_day(hall: Hall, minute: int, in_time: bool) -> None:
    row = hall.published(PUBLISHED)
    hall.at(LAST, 16 + minute // 60, minute % 60)
    if in_time:
        assert hall.call(hall.call_in(row, "scrutineer", alone=True)).scrutiny_by is None
        assert hall.row(row.id).hold is Hold.CALLED_IN
    else:
        with pytest.raises(WrongState, match="it ended on Thursday 17 December 2026 at 5pm"):
            hall.call_in(row, "scrutineer", alone=True)


def test_a_paper_call_in_counts_from_when_it_came_in(hall: Hall) -> None:
    row = hall.published(PUBLISHED)
    hall.at(date(2026, 12, 21))
    three = tuple(hall.people[n] for n in ("ash", "beck", "carr"))
    in_time = datetime(2026, 12, 17, 16, 59, tzinfo=UTC)
    for signed, at, error in (
        (three[:2], in_time, Invalid),
        ((*three[:2], hall.people["lead"]), in_time, Invalid),
        (three, datetime(2026, 12, 17, 17, 1, tzinfo=UTC), WrongState),
        (three, datetime(2026, 12, 22, tzinfo=UTC), Invalid),
    ):
        with pytest.raises(error):
            hall.world.run(enter_call_in, EnterCallIn(row.id, "Costs", at, signed))
    call_in = hall.world.run(enter_call_in, EnterCallIn(row.id, "Costs", in_time, three))
    assert hall.call(call_in).lodged_at == in_time


def test_only_the_monitoring_officer_decides_on_validity_and_an_invalid_one_stops_nothing(hall: Hall) -> None:
    row_id, call_in = lodged(hall)
    with pytest.raises(Denied):
        hall.world.run(judge_call_in, JudgeCallIn(call_in, True, "Fine", hall.scrutiny))
    with pytest.raises(Invalid):
        hall.world.run(judge_call_in, JudgeCallIn(call_in, True, "Fine", hall.cabinet), hall.monitoring)
    hall.world.run(judge_call_in, JudgeCallIn(call_in, False, "It names no decision."), hall.monitoring)
    row = hall.row(row_id)
    assert (row.hold, row.effective_on) == (Hold.NONE, date(2026, 12, 18))
    with pytest.raises(WrongState):
        hall.world.run(judge_call_in, JudgeCallIn(call_in, True, "Fine", hall.scrutiny), hall.monitoring)
    assert hall.call(hall.call_in(row, "scrutineer", alone=True)).state is CallInState.LODGED


def test_an_accepted_one_has_a_deadline_an_agenda_item_and_letters(hall: Hall) -> None:
    _, call_in = accepted(hall)
    assert hall.call(call_in).scrutiny_by == date(2026, 12, 30)
    meeting_id = hall.world.run(
        arrange_meeting, ArrangeMeeting(hall.scrutiny, datetime(2026, 12, 22, 18, tzinfo=UTC), place="Hall")
    )
    hall.world.run(take_usual_order, TakeUsualOrder(hall.scrutiny))
    hall.world.run(begin_agenda, BeginAgenda(meeting_id))
    with hall.world.runner.read() as session:
        titles = list(session.scalars(select(AgendaItem.title).where(AgendaItem.meeting_id == meeting_id)))
        dues = dues_between(session, PUBLISHED, date(2027, 1, 31), hall.world.officer)
        told = set(
            session.scalars(select(StoredLetter.name).where(StoredLetter.subject.startswith("Call-in")))
        )
    assert titles.count("Call-in: Swimming baths: new boilers") == 1
    assert hall.call(call_in).meeting_id == meeting_id
    assert ("Scrutiny meets on the call-in of D2026/001", date(2026, 12, 30)) in [
        (d.title, d.on) for d in dues
    ]
    assert {"Councillor Leader", "Councillor Beck", "Councillor Scrutineer", "Imran Shah"} <= told
    with pytest.raises(WrongState):
        hall.world.run(list_call_in, ListCallIn(call_in, meeting_id))


def test_it_can_be_put_on_an_agenda_that_was_begun(hall: Hall) -> None:
    _, call_in = accepted(hall)
    start = datetime(2026, 12, 22, 18, tzinfo=UTC)
    other = hall.world.run(arrange_meeting, ArrangeMeeting(hall.cabinet, start, place="Hall"))
    with pytest.raises(WrongState):
        hall.world.run(list_call_in, ListCallIn(call_in, other))
    meeting_id = hall.world.run(arrange_meeting, ArrangeMeeting(hall.scrutiny, start, place="Hall"))
    assert hall.world.run(list_call_in, ListCallIn(call_in, meeting_id)) == hall.call(call_in).item_id


def test_scrutiny_lets_it_stand(hall: Hall) -> None:
    row_id, call_in = accepted(hall)
    hall.at(date(2026, 12, 22), 20)
    command = ConcludeCallIn(call_in, Outcome.LET_STAND, "The costs are in the report.", date(2026, 12, 22))
    with pytest.raises(Invalid) as too_early:
        hall.world.run(conclude_call_in, replace(command, on=date(2026, 12, 9)))
    assert "cannot lie before" in too_early.value.fields["on"]
    hall.world.run(conclude_call_in, command)
    row = hall.row(row_id)
    assert (row.standing(date(2026, 12, 22)), row.effective_on) == (Standing.EFFECTIVE, date(2026, 12, 22))
    with pytest.raises(WrongState):
        hall.world.run(conclude_call_in, command)
    with pytest.raises(WrongState, match="called in before"):
        hall.call_in(row)


@pytest.mark.parametrize(
    ("result", "standing", "decision"),
    [
        (Reconsidered.CONFIRMED, Standing.EFFECTIVE, "That the boilers be replaced."),
        (Reconsidered.CHANGED, Standing.EFFECTIVE, "That the boilers be repaired."),
        (Reconsidered.ENDED, Standing.ENDED, "That the boilers be replaced."),
    ],
)
def test_what_is_referred_back_is_looked_at_again_and_not_called_in_twice(
    hall: Hall, result: Reconsidered, standing: Standing, decision: str
) -> None:
    row_id, call_in = accepted(hall)
    hall.at(date(2026, 12, 22), 20)
    text, on = "Cost both ways.", date(2026, 12, 22)
    hall.world.run(conclude_call_in, ConcludeCallIn(call_in, Outcome.REFERRED_BACK, text, on))
    assert hall.row(row_id).standing(on) is Standing.REFERRED_BACK
    assert hall.call(call_in).reconsider_by == date(2027, 1, 8)
    again = Reconsider(call_in, result, "Looked at both.", on, "That the boilers be repaired.")
    hall.world.run(reconsider, again)
    row = hall.row(row_id)
    assert (row.standing(on), row.record.decision) == (standing, decision)
    assert (row.published_version > 2) is (result is Reconsidered.CHANGED)
    with pytest.raises(WrongState):
        hall.world.run(reconsider, again)
    with pytest.raises(WrongState, match="called in before"):
        hall.call_in(row)


def test_it_can_be_withdrawn(hall: Hall) -> None:
    row_id, call_in = accepted(hall)
    hall.world.run(withdraw_call_in, WithdrawCallIn(call_in, "All three wrote that they are content"))
    assert hall.row(row_id).effective_on == date(2026, 12, 18)


def test_one_taken_back_before_it_was_complete_takes_nobodys_right_away(hall: Hall) -> None:
    row = hall.published(PUBLISHED)
    hall.world.run(withdraw_call_in, WithdrawCallIn(hall.call_in(row), "Begun by mistake"))
    assert hall.call(hall.call_in(row, "beck")).state is CallInState.COLLECTING


def test_only_the_call_in_that_sent_a_decision_back_settles_it(hall: Hall) -> None:
    row_id, first = lodged(hall)
    hall.world.run(judge_call_in, JudgeCallIn(first, False, "It names no decision."), hall.monitoring)
    second = hall.call_in(hall.row(row_id), "scrutineer", alone=True)
    hall.world.run(judge_call_in, JudgeCallIn(second, True, "In time.", hall.scrutiny), hall.monitoring)
    hall.at(date(2026, 12, 22), 20)
    on = date(2026, 12, 22)
    hall.world.run(conclude_call_in, ConcludeCallIn(second, Outcome.REFERRED_BACK, "Cost both ways.", on))
    with pytest.raises(WrongState):
        hall.world.run(reconsider, Reconsider(first, Reconsidered.CONFIRMED, "Looked at both.", on))
    assert hall.row(row_id).standing(on) is Standing.REFERRED_BACK


def test_northern_ireland_asks_for_fifteen_per_cent_and_a_lawyer(hall: Hall) -> None:
    command = ChooseProfile(Profile.NORTHERN_IRELAND)
    hall.world.run(choose_profile, command)
    with hall.world.runner.read() as session:
        assert session.scalar(select(CouncilLaw.profile)) is Profile.NORTHERN_IRELAND
    row = hall.published(PUBLISHED)
    with pytest.raises(Invalid, match="ground"):
        hall.call_in(row)
    call_in = hall.call_in(row, "lead", grounds=("adverse",))
    # 15 per cent of seven members is 1.05: two.
    hall.world.run(sign_call_in, SignCallIn(call_in), hall.actor("beck"))
    assert hall.call(call_in).state is CallInState.LODGED
    judge = JudgeCallIn(call_in, True, "In order.", hall.scrutiny)
    with pytest.raises(Invalid, match="barrister or solicitor"):
        hall.world.run(judge_call_in, judge, hall.monitoring)
    opinion = RecordOpinion(call_in, "Orla Kane BL", PUBLISHED, "No section is affected.", supports=False)
    hall.world.run(record_opinion, opinion, hall.monitoring)
    with pytest.raises(Invalid, match="does not support"):
        hall.world.run(judge_call_in, judge, hall.monitoring)


def test_a_council_without_call_in_publishes_without_a_period(hall: Hall) -> None:
    hall.world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PARISH))
    row = hall.complete(hall.decided()[0])
    hall.world.run(publish_decisions, PublishDecisions((row.id,)))
    assert hall.row(row.id).until is None
