"""What the steps say beside the answer: offices closed on the last day, who shares a time, who may not agree."""

from __future__ import annotations

from tests.deadlines.asking import asked


def test_ex_1_and_ex_4_say_when_the_last_day_finds_the_offices_closed() -> None:
    plan = asked("forward-plan EP --meeting 2026-12-07")
    assert plan["also"]["open"] == "2026-11-06"
    assert "The offices are closed that day, a Sunday: put it up by Friday 6 November 2026." in plan["steps"]
    assert asked("forward-plan EP --meeting 2026-12-08")["also"]["open"] == "2026-11-09"
    private = asked("private-meeting EP --meeting 2026-12-07")
    assert (private["result"]["first"], private["also"]["first_open"]) == ("2026-11-08", "2026-11-06")


def test_ex_5_a_member_who_decides_alone_states_the_same() -> None:
    assert any("regulation 13" in step for step in asked("decision-statement EP --taken 2026-12-08")["steps"])


def test_li_1_t_joint_objectors_share_one_time() -> None:
    steps = asked("hearing-time EP --hearing 2026-12-08 --minutes 10 --parties 3")["steps"]
    assert any("Objectors who join" in step for step in steps)


def test_ex_3_an_office_outside_the_chain_is_told_so() -> None:
    steps = asked("special-urgency EP --meeting 2026-12-08 --agreed-by 'leader of the opposition'")["steps"]
    assert "The leader of the opposition is not one of them: that agreement counts for nothing." in steps


def test_me_2_says_when_the_first_day_is_a_sunday_and_when_the_seats_are_not_known() -> None:
    parish = asked("requisition PA --received 2026-12-01")
    assert parish["result"]["earliest_meeting"] == "2026-12-13"
    assert any("a Sunday" in step for step in parish["steps"])
    assert any(
        "number of seats" in step
        for step in asked("requisition SC --received 2026-12-01 --signatures 3")["steps"]
    )
