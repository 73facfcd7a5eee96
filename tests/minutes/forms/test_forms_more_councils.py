"""Further forms: votes in sentences, leads, decisions first, another order of business, names on demand."""

from __future__ import annotations

from dataclasses import replace

from meetings.deadlines.rules.base import Law, Profile
from meetings.minutes.style import (
    Declared,
    HouseStyle,
    MinuteNumbers,
    Moved,
    PartMarks,
    VoteLayout,
)
from meetings.minutes.style_numbers import Numbers
from meetings.room import events as room
from meetings.voting.policy import names_forced, usual
from meetings.voting.rules import Choice
from tests.minutes.forms.making import Making, agenda_heading, agenda_item, report


def test_form_08_an_amendment_carried_by_a_majority_and_the_substantive_motion_by_its_figures() -> None:
    new = "That the plan be adopted with the cycle path."
    style = HouseStyle(votes=VoteLayout.SENTENCE, number_amendments=True, resolved="RESOLVED that")
    making = Making(style).opened().item("2").moves("That the plan be adopted.")
    making.amends(new, by="Dan Dee", seconded="Eve Elder").voted(15, 12, 1).amended("m1", new)
    making.voted(20, 5, 3).closed()
    assert making.under("Library hours") == [
        "It was moved by Councillor Bob Bell, seconded by Councillor Cat Cray, that the plan be adopted.",
        "Amendment 1 was moved by Councillor Dan Dee, seconded by Councillor Eve Elder, that the plan be adopted "
        "with the cycle path.",
        "Amendment 1 was carried by 15 votes to 12, with one abstention.",
        "The motion as amended became the substantive motion.",
        "The motion as amended was carried by 20 votes to five, with three abstentions.",
        "RESOLVED that the plan be adopted with the cycle path.",
    ]
    by_majority = Making(HouseStyle(declared=Declared.BY_MAJORITY)).opened().item("2")
    by_majority.moves("That it be done.").voted(15, 12).closed()
    assert "The motion was carried by a majority." in by_majority.lines()


def test_form_09_adjournment_and_votes_in_a_sentence() -> None:
    style = HouseStyle(votes=VoteLayout.SENTENCE, duration=True)
    making = Making(style).opened("19:30").item("2").moves("That the rule be kept.")
    making.amends("That the rule be dropped.").voted(1, 22).adjourned("21:10", "21:15")
    making.motion = "m1"
    making.voted(22, 1, 2).closed("22:10")
    lines = making.lines()
    assert "The amendment was not carried: one vote for and 22 against." in lines
    assert "The motion was carried by 22 votes to one, with two abstentions." in lines
    assert "(The meeting was adjourned at 9.10pm and resumed at 9.15pm)" in lines
    assert lines[-1] == "The meeting ended at 10.10pm (2 hours 40 minutes)."


def test_form_10_on_a_motion_it_was_resolved_unanimously_with_a_cross_reference() -> None:
    style = HouseStyle(
        moved=Moved.ON_A_MOTION,
        resolved="Resolved",
        capital_headings=True,
        cross_references=True,
        numbers=MinuteNumbers.CONTINUOUS,
    )
    making = Making(
        style,
        [("5", "Financial monitoring")],
        more={"numbers": Numbers(30, 2019), "references": {"i5": "Minute 27 refers"}},
    )
    making.opened().item("5").moves("That the report be noted.").voted(10).closed()
    assert making.under("FINANCIAL MONITORING") == [
        "(Agenda item 5)",
        "(Minute 27 refers)",
        "On a motion by Councillor Bob Bell, seconded by Councillor Cat Cray, it was –",
        "Resolved (unanimously) – That the report be noted.",
        "For 10, against 0, abstained 0.",
    ]
    assert "30. FINANCIAL MONITORING" in making.lines()


def test_form_11_totals_by_default_and_no_vote_cast_is_no_abstention() -> None:
    making = Making().opened().item("2").moves("That the fees be kept.")
    making.voted(12, 6, 2, none=13).closed()
    assert making.under("Library hours")[1] == "For 12, against 6, abstained 2. Abstained (no vote cast) 13."
    prose = Making(HouseStyle(votes=VoteLayout.PROSE)).opened().item("2").moves("That the fees be kept.")
    prose.voted(12, 6, 2, none=13).closed()
    assert "There voted for the motion 12, against 6, abstained 2. No vote was cast by 13." in prose.lines()


def test_form_21_chair_for_the_day_and_pages_of_the_pack() -> None:
    style = HouseStyle(declared=Declared.PUT, resolved="RESOLVED – that", pack_pages=True)
    making = Making(style, [("1", "Chair for the day"), ("2", "Licence")], body="Licensing Sub-Committee")
    making.more["pages"] = {"i2": "pages 6 to 12 of the agenda pack"}
    making.opened().item("1").moves("That Councillor Ann Ash be elected chair.").voted(3).item("2").closed()
    assert making.under("Chair for the day")[2:] == [
        "After being put to the meeting, and a vote taken, the motion was declared CARRIED unanimously.",
        "RESOLVED (unanimously) – that Councillor Ann Ash be elected chair.",
    ]
    assert making.under("Licence")[0] == "(pages 6 to 12 of the agenda pack)"


def test_form_27_decision_in_letters_first_and_the_report_by_its_number() -> None:
    style = HouseStyle(
        decision_first=True,
        resolved="Decision:",
        parts=PartMarks.LETTERS,
        capital_headings=True,
        list_reports=True,
        moved=Moved.NOTHING,
        votes=VoteLayout.PROSE,
    )
    making = Making(
        style,
        [agenda_heading("Part A"), agenda_item("1", "Budget", papers=(report("CFM358 Budget 2016/17"),))],
    )
    making.opened().item("1").note("The portfolio holder spoke to the report.")
    making.moves("That the budget be set.\nThat the tax be frozen.").agreed().closed()
    assert making.under("BUDGET") == [
        "CFM358 Budget 2016/17",
        "Decision:",
        "That the budget be set.",
        "That the tax be frozen.",
        "The portfolio holder spoke to the report.",
    ]
    assert '<ol class="resolution-parts" type="a">' in making.html()
    assert "PART A" in making.lines()


def test_form_28_another_order_and_a_supplement() -> None:
    style = HouseStyle(list_reports=True)
    agenda = [
        agenda_item("5.1", "Site A"),
        agenda_item("5.2", "Site B", papers=(report("Addendum", supplement=1),)),
    ]
    making = Making(style, agenda, kind="extraordinary").opened()
    order = ("i5.2", "i5.1")
    making.tell(
        room.OrderChanged(order, "i5.2", "5.2", "Councillor Ann Ash", by_chair=True, reason="an expert waits")
    )
    making.item("5.2").item("5.1").closed()
    assert [i.number for i in making.document().items if i.number] == ["5.2", "5.1"]
    assert making.under("Site B") == ["Addendum (supplement 1)"]
    assert "Extraordinary meeting" in making.lines()[0]
    assert "varied the order of business so that item 5.2 was taken next: an expert waits" in making.text()


def test_form_31_enough_members_demand_the_names() -> None:
    law = Law(Profile.ENGLAND_PRINCIPAL)
    policy = replace(usual(law), demand=6)
    assert names_forced(law, policy, budget=False, demanded=5) == ""
    who = names_forced(law, policy, budget=False, demanded=6)
    assert who.startswith("6 members asked before the vote, 6 can demand it: every name.")
    making = Making(HouseStyle(votes=VoteLayout.LINES)).opened().item("2").moves("That the fees be kept.")
    making.voted(["Ann Ash", "Bob Bell"], ["Cat Cray"], reason=who).closed()
    assert making.under("Library hours")[1:] == [
        f"Names were recorded. {who}",
        "Recorded vote",
        "FOR 2: Ann Ash, Bob Bell",
        "AGAINST 1: Cat Cray",
        "ABSTENTIONS 0",
        "The motion was declared CARRIED.",
        "RESOLVED – That the fees be kept.",
    ]
    tie = Making().opened().item("2").moves("That the fees be kept.")
    tie.voted(2, 2, casting=("Ann Ash", Choice.FOR)).closed()
    assert "The votes being equal, Councillor Ann Ash gave a casting vote for the motion." in tie.lines()
