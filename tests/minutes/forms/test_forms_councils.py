"""Minutes of big councils in the forms they really have: numbers, votes, resolutions, attendance."""

from __future__ import annotations

from datetime import date

from meetings.documents.pack_sheets import FrontLine, FrontPaper, FrontSheet, front_page
from meetings.minutes.style import (
    AttendanceLayout,
    Declared,
    HouseStyle,
    MinuteNumbers,
    Moved,
    SubNumbers,
    VoteLayout,
    VotePlace,
)
from meetings.minutes.style_numbers import Numbers
from meetings.motions.rules import Effect, MotionKind
from meetings.room import events as room
from meetings.room.rules import Capacity, Presence
from tests.minutes.forms.making import PEOPLE, Making, person, titled
from tests.minutes.reading import words


def test_form_01_annual_council_front_sheet_and_members_by_ward() -> None:
    style = HouseStyle(
        attendance=AttendanceLayout.BY_WARD, short_groups=True, pack_pages=True, remote_apart=True
    )
    making = Making(
        style,
        kind="annual",
        place="Held remotely",
        agenda=[("1", "Election of the Mayor"), ("2", "Minutes"), ("3", "Roll call and declarations")],
        more={"pages": {"i2": "pages 5 to 16 of the agenda pack"}},
        held_on=date(2020, 11, 25),
    )
    making.arrives("Finn Fox", "18:20", presence=Presence.REMOTE).opened("18:30").item("2").item("3").closed(
        "19:00"
    )
    lines = making.lines()
    assert lines[lines.index("Councillors present (5)") :][:9] == [
        "Councillors present (5)",
        "Abbey",
        "Ann Ash, Chair (L)",
        "Bridge",
        "Bob Bell (C)",
        "Castle",
        "Cat Cray (LD)",
        "Dene",
        "Dan Dee (L)",
    ]
    assert lines[lines.index("Present remotely (1)") :][:3] == [
        "Present remotely (1)",
        "Abbey",
        "Finn Fox (LD)",
    ]
    assert making.under("Minutes")[0] == "(pages 5 to 16 of the agenda pack)"


def test_form_01_front_sheet_summons_members_ward_by_ward() -> None:
    sheet = FrontSheet(
        council="Northmoor",
        body="Annual Council",
        meeting_title="Annual meeting",
        day="Wednesday 25 November 2020",
        time="7pm",
        place="Held remotely",
        published_on="17 November 2020",
        signed_by="Kim West, Chief Executive",
        summoned=(
            ("Abbey", ("Councillor Ann Ash (L)", "Councillor Finn Fox (LD)")),
            ("Bridge", ("Councillor Bob Bell (C)",)),
        ),
        broadcast="https://example.org/live",
        lines=(
            FrontLine(
                number="2",
                title="Minutes",
                papers=(FrontPaper(title="Minutes", key="p", pages="pages 5 to 16"),),
            ),
        ),
    )
    front = words(front_page(sheet))
    assert "Published on 17 November 2020 by Kim West, Chief Executive." in front
    assert front[front.index("Summons") :][:6] == [
        "Summons",
        "You are summoned to this meeting, to deal with the business set out below.",
        "Abbey",
        "Councillor Ann Ash (L)",
        "Councillor Finn Fox (LD)",
        "Bridge",
    ]
    assert "Watch live: https://example.org/live" in front
    assert "pages 5 to 16" in " ".join(front)


def test_form_02_times_three_lines_lateness_and_numbers_over_the_year() -> None:
    style = HouseStyle(
        numbers=MinuteNumbers.CONTINUOUS,
        sub_numbers=SubNumbers.ITEMS,
        votes=VoteLayout.LINES,
        capital_headings=True,
        time_before_resolution=True,
        say_unanimous=False,
    )
    agenda = [("3", "Minutes"), ("7.1", "Special motion 1"), ("7.2", "Special motion 2"), ("8", "Close")]
    making = Making(style, agenda, more={"numbers": Numbers(37, 2018)})
    making.apology("Dan Dee", "lateness").opened("19:00", absent=["Dan Dee"])
    making.item("3", "19:02").adjourned("19:03", "19:06")
    making.moves("That the minutes be agreed.").at("19:06").voted(5)
    making.item("7.2", "19:10").moves("That the House be thanked.").at("19:20").voted(3, 2, 1)
    making.arrives("Dan Dee", "19:21").item("7.1", "19:22").item("8", "19:30").closed("19:40")
    lines = making.lines()
    assert [line for line in lines if line[:2] in ("37", "38", "39")] == [
        "37. MINUTES",
        "38.1. SPECIAL MOTION 2",
        "38.2. SPECIAL MOTION 1",
        "39. CLOSE",
    ]
    assert making.under("Special motion 2")[0] == "(Agenda item 7.2)"
    assert making.under("MINUTES") == [
        "(Agenda item 3)",
        "(The meeting was adjourned at 7.03pm and resumed at 7.06pm)",
        "It was moved by Councillor Bob Bell, seconded by Councillor Cat Cray, that the minutes be agreed.",
        "FOR Unanimous",
        "AGAINST 0",
        "ABSTENTIONS 0",
        "The motion was declared CARRIED unanimously.",
        "7.06pm – RESOLVED – That the minutes be agreed.",
    ]
    assert making.under("SPECIAL MOTION 2")[2:5] == ["FOR 3", "AGAINST 2", "ABSTENTIONS 1"]
    assert "Apologies for lateness (1)" in lines
    assert "Dan Dee (Labour), arrived 7.21pm, during agenda item 7.2" in lines


def test_form_03_moved_and_resolved_run_on() -> None:
    style = HouseStyle(numbers=MinuteNumbers.CONTINUOUS, moved=Moved.MOVED_AND, declared=Declared.NOTHING)
    making = Making(style, [("6", "Budget"), ("7", "Rates")], more={"numbers": Numbers(77, 2007)})
    making.opened().item("6").moves("That the report be noted.").agreed()
    making.item("7").moves("That rates be cut.").voted(2, 4).closed()
    assert making.under("Budget") == [
        "(Agenda item 6)",
        "It was moved by Councillor Bob Bell, seconded by Councillor Cat Cray and",
        "RESOLVED – That the report be noted.",
    ]
    # A lost motion resolves nothing and keeps its text.
    assert making.under("Rates")[1:] == [
        "It was moved by Councillor Bob Bell, seconded by Councillor Cat Cray, that rates be cut.",
        "For 2, against 4, abstained 0.",
        "The motion was declared LOST.",
    ]
    assert "77. Budget" in making.lines()
    assert "78. Rates" in making.lines()


def test_form_04_there_voted_for_by_name_with_counts() -> None:
    style = HouseStyle(votes=VoteLayout.NAMED_PROSE, resolved="Resolved -", declared=Declared.NOTHING)
    making = Making(style, people=PEOPLE[:12]).opened().item("2").moves("That the plan be adopted.")
    making.voted(["Hugh Hart", "Ann Ash", "Gwen Gale"], ["Dan Dee", "Cat Cray"], ["Eve Elder"]).closed()
    assert making.under("Library hours") == [
        "It was moved by Councillor Bob Bell, seconded by Councillor Cat Cray, that the plan be adopted.",
        "There voted for the motion:",
        "Ann Ash, Gwen Gale, Hugh Hart – 3",
        "There voted against the motion:",
        "Cat Cray, Dan Dee – 2",
        "There abstained from voting:",
        "Eve Elder – 1",
        "Resolved - That the plan be adopted.",
    ]
    totals = Making(style).opened().item("2").moves("That it be done.").voted(24, 10, 1).closed()
    assert "There voted for the motion 24, against 10, abstained 1." in totals.lines()


def test_form_05_decision_and_minutes_with_a_voting_record() -> None:
    style = HouseStyle(
        decision_first=True,
        decision_heading="Decision",
        discussion_heading="Minutes",
        votes=VoteLayout.RECORD,
        vote_place=VotePlace.AFTER,
        resolved="RESOLVED:",
    )
    making = Making(style, body="Cabinet").opened().item("2").note("The Leader introduced the report.")
    making.moves("That Cabinet approve the plan.").voted(5, 0, 1).closed()
    assert making.under("Library hours") == [
        "Decision",
        "RESOLVED: That Cabinet approve the plan.",
        "Voting record",
        "Type",
        "Votes",
        "Result",
        "Motion",
        "5 For, 0 Against, 1 Abstention",
        "Carried",
        "The motion was declared CARRIED.",
        "Minutes",
        "The Leader introduced the report.",
        "It was moved by Councillor Bob Bell, seconded by Councillor Cat Cray, that Cabinet approve the plan.",
    ]


def test_form_06_visiting_members_substitutes_and_the_count_below_the_resolution() -> None:
    style = HouseStyle(
        numbers=MinuteNumbers.CONTINUOUS,
        votes=VoteLayout.ONE_LINE,
        vote_place=VotePlace.AFTER,
        moved=Moved.NOTHING,
        procedure_resolved=True,
        visitors_apart=True,
    )
    agenda = [("1", "Apologies"), ("2", "Visiting members"), ("3", "Work programme"), ("4", "Parish charter")]
    making = Making(style, agenda, body="Democracy Committee", more={"numbers": Numbers(31, 2016)})
    making.substitutes("Gwen Gale", "Finn Fox").apology("Finn Fox").opened("18:30", absent=["Finn Fox"])
    making.item("1", "18:31").arrives(
        "Councillor Hugh Hart", "18:37", capacity=Capacity.VISITOR, post="item 4"
    )
    making.moves(
        "That item 4 be taken next.", kind=MotionKind.PROCEDURAL, effect=Effect.ORDER_OF_BUSINESS
    ).agreed()
    making.item("4", "18:40").tell(room.ChairTaken(person("Bob Bell"), titled("Bob Bell")))
    making.moves("That the charter be adopted.").voted(9).closed()
    lines = making.lines()
    assert lines[lines.index("Visiting members (1)") + 1].startswith(
        "Councillor Hugh Hart, item 4, arrived 6.37pm"
    )
    assert "Gwen Gale, substitute for Councillor Finn Fox" in lines
    assert "Councillor Finn Fox (substitute: Councillor Gwen Gale)" in lines
    assert making.under("Apologies") == ["(Agenda item 1)", "RESOLVED – That item 4 be taken next."]
    assert making.under("Parish charter") == [
        "(Agenda item 4)",
        "(Councillor Bob Bell took the chair at 6.40pm)",
        "RESOLVED (unanimously) – That the charter be adopted.",
        "For – 9 Against – 0 Abstain – 0",
    ]
    assert [i.number for i in making.document().items] == ["31", "32", "33", "34"]


def test_form_07_a_lost_change_of_the_order_is_not_agreed() -> None:
    style = HouseStyle(votes=VoteLayout.FIGURES)
    making = Making(style).opened().item("1")
    making.moves("That item 2 be taken next.", kind=MotionKind.PROCEDURAL, effect=Effect.ORDER_OF_BUSINESS)
    making.voted(26, 32).closed()
    assert making.under("Apologies")[1:] == [
        "For: 26",
        "Against: 32",
        "Abstention: 0",
        "The motion was not agreed.",
    ]
    assert "RESOLVED" not in making.text()
