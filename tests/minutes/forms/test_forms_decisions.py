"""Forms 23 to 26 and 30: planning applications, motions to refuse, executive decisions, call-in, the budget by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from meetings.deadlines.rules.base import Law, Profile, Verdict
from meetings.deadlines.rules.executive import (
    Calling,
    call_in,
    called_in,
    decision_statement,
    forward_plan,
    general_exception,
    private_meeting,
    special_urgency,
)
from meetings.deadlines.rules.standing_orders import Source, planning_vote
from meetings.deadlines.rules.votes import named_vote
from meetings.decisions.rules.document import Words, decision_section
from meetings.decisions.rules.record import CallIn, Kind, Record
from meetings.documents.printing import page
from meetings.minutes.style import HouseStyle, MinuteNumbers, VoteLayout
from meetings.minutes.style_numbers import Numbers
from meetings.motions.events import ReasonsGiven
from meetings.motions.procedural import RULES_BY_KEY
from meetings.voting.rules import Choice, Way
from tests.minutes.forms.making import Making, agenda_item, titled

LAW = Law(Profile.ENGLAND_PRINCIPAL)
SITE = "26/00123/FUL: 14 Dene Lane, Northmoor"


def planning(number: str = "3") -> Making:
    """An application that officers advise to approve."""
    item = agenda_item(
        number,
        SITE,
        text="<p>Proposal: three houses</p><p>Reason at Committee: called in</p>",
        recommendation="That the application is recommended to: Approve the application for the reasons in the report.",
        tags=("quasi_judicial",),
    )
    style = HouseStyle(numbers=MinuteNumbers.CONTINUOUS)
    more = {"numbers": Numbers(first=43, year=2026)}
    return Making(style=style, agenda=[item, ("4", "Appeals")], body="Planning Committee", more=more)


def test_form_23_an_application_with_its_reference_and_address_numbered_over_the_year() -> None:
    told = planning().opened("18:00").item("3", "18:05").note("The case officer presented the report.")
    told.moves("That the application be approved for the reasons in the report.").voted(7, 2, 0)
    lines = told.item("4").closed("19:00").lines()
    assert f"43. {SITE}" in lines
    assert "44. Appeals" in lines
    assert "RESOLVED – That the application be approved for the reasons in the report." in lines


def test_form_24_a_lost_motion_to_refuse_permits_nothing_and_reasons_are_given_first() -> None:
    answer = planning_vote(whole_item=True, against_advice=True)
    assert answer.result == {"speak": True, "vote": True, "put": False}
    told = (
        planning()
        .opened("18:00")
        .item("3", "18:05")
        .moves("That the application be refused.", against_advice=True)
    )
    told.tell(ReasonsGiven(told.motion, "The access is unsafe."))
    told.voted(6, 6, casting=("Ann Ash", Choice.AGAINST), way=Way.HANDS)
    told.moves("That the application be approved.").voted(8, 4, 0, way=Way.HANDS)
    said = told.closed("19:00").under(SITE)
    assert "(Reasons given: The access is unsafe)" in said
    assert "On a show of hands: For 6, against 6, abstained 0." in said
    assert "The votes being equal, Councillor Ann Ash gave a casting vote against the motion." in said
    assert said.index("The motion was declared LOST.") < said.index(
        "RESOLVED – That the application be approved."
    )
    assert [line for line in said if line.startswith("RESOLVED")] == [
        "RESOLVED – That the application be approved."
    ]


def executive(**more: Any) -> Record:
    record = Record(
        kind=Kind.MEMBER,
        body_id="b",
        title="Grants to village halls",
        decision="To award the grants in the schedule.",
        reasons="Each hall met the published criteria.",
        alternatives="To award none: rejected, because the budget was set for this.",
        scrutiny="Considered by the Scrutiny Committee on 5 October; no comments.",
        interests="Councillor Eve Elder: other registrable interest, a trustee of one hall.",
        dispensations="None.",
        executive=True,
        maker_name="Councillor Eve Elder",
        maker_post="Executive Councillor for Communities",
        made_on=date(2026, 11, 3),
        is_key=True,
        call_in=CallIn.SUBJECT,
        documents=("Grants to village halls 2026",),
    )
    return replace(record, **more)


def test_form_25_the_page_of_an_executive_decision_has_every_part() -> None:
    section = decision_section(
        Words("D14", executive(), "Cabinet", meeting="Cabinet, Tuesday 3 November 2026")
    )
    assert section.heading == "D14: Grants to village halls"
    facts = {f.label: f.text for f in section.facts}
    assert "Councillor Eve Elder" in facts["Decision maker"]
    assert (facts["Key decision"], facts["Subject to call-in"]) == ("Yes", "Yes")
    assert "3 November 2026" in facts["Date of the decision"]
    assert facts["Meeting"] == "Cabinet, Tuesday 3 November 2026"
    assert [part.heading for part in section.parts] == [
        "Decision",
        "Reasons for the decision",
        "Alternative options considered and rejected",
        "Interests declared",
        "Dispensations",
        "Scrutiny considerations",
        "Accompanying documents",
    ]


def test_form_25_what_is_exempt_of_a_decision_is_not_in_its_page() -> None:
    kept = executive(exempt=True, paragraphs=("3",), exempt_decision="Kestrel", working_title="Kestrel")
    assert "Kestrel" not in str(decision_section(Words("D15", kept, "Cabinet")))


def test_form_26_the_days_of_notices_and_of_call_in() -> None:
    assert decision_statement(LAW, date(2026, 12, 8)).result == "2026-12-10"
    assert call_in(LAW, date(2026, 12, 10)).result == "2026-12-17"
    assert call_in(LAW, date(2026, 12, 22)).result == "2026-12-31"
    in_time = called_in(LAW, date(2026, 12, 10), Calling(date(2026, 12, 17))).result
    assert (in_time["valid"], in_time["frozen"]) == (True, True)
    assert not called_in(LAW, date(2026, 12, 10), Calling(date(2026, 12, 18))).result["valid"]
    assert not called_in(LAW, date(2026, 12, 10), Calling(date(2026, 12, 14), before=True)).result["valid"]
    assert forward_plan(LAW, date(2026, 12, 8)).result == "2026-11-09"
    assert forward_plan(LAW, date(2026, 12, 8), date(2026, 11, 10)).verdict is Verdict.SHORT
    assert general_exception(LAW, date(2026, 12, 1)).result == "2026-12-09"
    assert special_urgency(LAW, date(2026, 12, 8), "scrutiny_chair", reason="the grant lapses").steps
    assert private_meeting(LAW, date(2026, 12, 8)).steps


@pytest.mark.parametrize("layout", list(VoteLayout))
def test_form_30_the_budget_has_every_name_in_every_vote_whatever_the_layout(layout: VoteLayout) -> None:
    assert named_vote(LAW, budget=True).result["all_names"]
    assert RULES_BY_KEY["budget_names"].source is not Source.STANDING_ORDER
    item = agenda_item("1", "Budget 2027/28", tags=("budget",))
    told = (
        Making(style=HouseStyle(votes=layout), agenda=[item])
        .opened()
        .item("1")
        .moves("That Band D be £1,900.")
    )
    first = told.motion
    told.amends("That Band D be £1,890.").voted(
        ["Ann Ash"], ["Bob Bell", "Cat Cray", "Dan Dee"], ["Eve Elder"]
    )
    told.motion = first
    told.voted(["Bob Bell", "Cat Cray", "Dan Dee"], ["Ann Ash"], ["Eve Elder", "Finn Fox"])
    said = " ".join(told.closed().under("Budget 2027/28"))
    for name in ("Ann Ash", "Dan Dee", "Eve Elder"):
        assert said.count(name) == 2, (layout, name)
    assert said.count("Finn Fox") == 1
    assert said.count("That Band D be £1,900.") >= 1
    assert "RESOLVED – That Band D be £1,890." not in said
    assert titled("Gwen Gale") not in said


def test_form_30_the_print_has_the_names_too() -> None:
    told = Making(agenda=[("1", "Budget")]).opened().item("1").moves("That it be approved.")
    told.voted(["Dan Dee", "Eve Elder"], ["Finn Fox"], []).closed()
    printed = page("pdf/minutes.html", doc=told.document()).split('class="vote"')[1]
    assert all(name in printed for name in ("Dan Dee", "Eve Elder", "Finn Fox"))
