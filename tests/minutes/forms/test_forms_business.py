"""Forms 17 to 20, 22, 32 and 33: standard items, substitutes, interests, hearings, ratification, suspended rules."""

from __future__ import annotations

from meetings.deadlines.rules.standing_orders import Source
from meetings.debate.events import FloorGiven, PointRuled, SpeechAsked
from meetings.debate.rules import Ruling, SpeechKind
from meetings.interests.events import InterestDeclared, LeftForInterest
from meetings.interests.rules import ACTIONS, Action, Kind, effect_of
from meetings.minutes.ratifying import ratification
from meetings.minutes.rules import public_rendition
from meetings.minutes.style import HouseStyle, MinuteNumbers
from meetings.minutes.style_numbers import Numbers
from meetings.motions.procedural import RULES_BY_KEY
from meetings.motions.rules import Effect, MotionKind
from meetings.room.rules import Capacity
from tests.minutes.forms.making import Making, agenda_item, exempt_item, person, titled


def asks(
    told: Making, name: str, subject: str, behalf: str = "", kind: SpeechKind = SpeechKind.PUBLIC
) -> None:
    """One of the public puts a question; `name` empty: not to be named."""
    key = f"s-{subject}"
    told.tell(SpeechAsked(key, None, name, kind, told.current, 180, "", behalf, True, subject))
    told.tell(FloorGiven(key, None, name, kind, told.current, None, 180))


def declares(
    told: Making, name: str, kind: Kind, nature: str, action: Action, *, dispensed: str = "", before: str = ""
) -> Making:
    """A declaration on the item being taken."""
    item_id = before or told.current or ""
    key, who = f"d-{name}-{kind.value}-{item_id}", person(name)
    return told.tell(
        InterestDeclared(
            key, item_id, item_id[1:], who, titled(name), kind, nature, action, dispensed=dispensed
        )
    )


def test_form_17_decision_before_minutes_and_the_list_of_public_questions() -> None:
    style = HouseStyle(resolved="RESOLVED:", decision_first=True, discussion_heading="Minutes")
    told = (
        Making(style=style, agenda=[("1", "Public question time"), ("2", "Winter plan")]).opened().item("1")
    )
    asks(told, "Vera Voss", "Gritting of village roads", "the Friends of Elm Lane")
    asks(told, "", "Bus times")
    asks(told, "Will Wood", "A crossing at the school", kind=SpeechKind.PETITIONER)
    declares(
        told.item("2"), "Dan Dee", Kind.REGISTRABLE, "a member of the Elm Drainage Board", Action.TOOK_PART
    )
    told.note("Members discussed the plan.").moves("That the plan be approved.").agreed().closed()
    assert told.under("Public question time") == [
        "(Vera Voss, on behalf of the Friends of Elm Lane, put a question: Gritting of village roads)",
        "(A member of the public put a question: Bus times)",
        "(Will Wood presented a petition: A crossing at the school)",
    ]
    plan = told.under("Winter plan")
    assert plan[0] == "RESOLVED: That the plan be approved."
    assert plan[1] == "Minutes"
    assert plan.index("Members discussed the plan.") > 1
    declared = "another registrable interest in this item: a member of the Elm Drainage Board; they stayed"
    assert f"Councillor Dan Dee declared {declared} and took part" in " ".join(plan)


def test_form_18_numbers_run_on_a_facilitator_and_the_open_forum() -> None:
    style = HouseStyle(numbers=MinuteNumbers.CONTINUOUS, visitors_apart=True)
    agenda = [("1", "Welcome and meeting facilitation"), ("2", "Open forum"), ("3", "Local plan")]
    told = Making(style=style, agenda=agenda, more={"numbers": Numbers(first=177, year=2020)})
    told.officer("Ruth Rae", "Democratic Services Officer (facilitator)")
    told.arrives("Councillor Xan Xavier", capacity=Capacity.VISITOR).opened("18:00")
    told.item("1").note("The Chair welcomed everybody; Ruth Rae would facilitate the meeting.")
    told.item("2", "18:05").note(
        "Councillor Xavier, who is not a member of the Cabinet, spoke about flooding."
    )
    told.item("3", "18:20")
    declares(told, "Eve Elder", Kind.PERSONAL, "she lives in the area of the plan", Action.TOOK_PART)
    lines = told.closed("19:00").lines()
    assert [line for line in lines if line.startswith("17")] == [
        "177. Welcome and meeting facilitation",
        "178. Open forum",
        "179. Local plan",
    ]
    said = " ".join(lines)
    assert "Ruth Rae, Democratic Services Officer (facilitator)" in said
    assert "Visiting members" in said
    assert "she lives in the area of the plan" in " ".join(told.under("Local plan"))
    assert "she lives" not in " ".join(told.under("Open forum"))


def test_form_19_an_apology_and_the_substitute_and_an_item_deferred() -> None:
    agenda = [("1", "Minutes (to follow)"), ("2", "NEW – Land at Dene Farm"), ("3", "Broadcasts")]
    told = Making(agenda=agenda, people=("Ann Ash", "Bob Bell", "Cat Cray", "Dan Dee"))
    told.apology("Dan Dee").substitutes("Amy Abel", "Dan Dee").opened(absent=("Dan Dee",))
    told.item("1").item("2").moves("That the application be deferred for a visit.").agreed().item(
        "3"
    ).closed()
    said = told.text()
    assert "Councillor Dan Dee" in said
    assert "substitute" in said
    assert "Amy Abel" in said
    assert "RESOLVED – That the application be deferred for a visit." in told.under("NEW – Land at Dene Farm")
    assert "2. NEW – Land at Dene Farm" in told.lines()


def test_form_20_notes_before_the_item_on_dispensations_interests_arrears_and_lobbying() -> None:
    budget = agenda_item("1", "Budget", tags=("budget",))
    told = Making(agenda=[budget, ("2", "Farm shop"), ("3", "Parking")]).opened()
    for name in told.people:
        declares(
            told,
            name,
            Kind.DPI,
            "pays council tax here",
            Action.TOOK_PART,
            dispensed="speak and vote",
            before="i1",
        )
    declares(told.item("1"), "Bob Bell", Kind.ARREARS, "", Action.NO_VOTE)
    told.moves("That the budget be approved.").voted(["Ann Ash", "Cat Cray"], ["Dan Dee"], [])
    declares(told.item("2"), "Cat Cray", Kind.DPI, "her husband owns it", Action.LEFT)
    told.at("19:30").tell(LeftForInterest("d-Cat Cray-dpi-i2", "i2", "cat-cray", titled("Cat Cray")))
    declares(told, "Dan Dee", Kind.LOBBIED, "the applicant", Action.TOOK_PART).closed("20:00")
    first, arrears, *_ = told.under("Budget")
    assert first == (
        "(All members present had been granted a dispensation to speak and vote on this item: pays council tax here)"
    )
    assert told.text().count("pays council tax here") == 1
    assert arrears == (
        "(Councillor Bob Bell declared that section 106 of the Local Government Finance Act 1992 applies and did not "
        "vote)"
    )
    assert told.under("Farm shop") == [
        "(Councillor Cat Cray declared a disclosable pecuniary interest in this item: her husband owns it; they left "
        "the room at 7.30pm and took no part in the discussion or the vote)",
        "(Councillor Dan Dee declared that they had been lobbied about this item: the applicant)",
    ]


def test_being_lobbied_bars_nobody() -> None:
    assert ACTIONS[Kind.LOBBIED][0] is Action.TOOK_PART
    assert effect_of(Kind.LOBBIED, Action.TOOK_PART).full


def test_form_22_a_hearing_from_the_parties_to_the_decision() -> None:
    style = HouseStyle(closed_words="was formally closed")
    told = Making(style=style, agenda=[("1", "Premises licence: The Anchor")], body="Licensing Sub-Committee")
    told.arrives("Ms Orla Quinn", capacity=Capacity.VISITOR, post="applicant")
    told.officer("Tomos Hale", "Legal adviser").opened("10:00").item("1", "10:01")
    told.note("The Chair introduced those present.").note(
        "The applicant presented the application.\n- Members asked about noise"
    )
    told.adjourned("10:40", "11:05", "Members retired in private with the legal adviser")
    told.moves("That the licence be granted with conditions 1 to 4.").agreed().closed("11:10")
    lines = told.lines()
    assert "Ms Orla Quinn, applicant" in " ".join(lines)
    assert "(The meeting was adjourned at 10.40am and resumed at 11.05am)" in lines
    assert any("Members retired in private with the legal adviser" in line for line in lines)
    assert lines[-1] == "The meeting was formally closed at 11.10am."


def earlier(numbers: int) -> Making:
    """A virtual meeting that decided something in public and something in private."""
    told = Making(
        style=HouseStyle(numbers=MinuteNumbers.CONTINUOUS),
        agenda=[("1", "Budget"), ("2", "Questions"), exempt_item("3", "Sale of the depot", "3")],
        more={"numbers": Numbers(first=numbers, year=2021)},
    ).opened()
    told.item("1").moves("That the budget be approved.\nThat the tax be set.").agreed().item("2").item("3")
    return told.moves("That Kestrel’s offer be accepted.").agreed().closed()


def test_form_32_earlier_decisions_are_ratified_by_minute_number_and_minutes_are_amended() -> None:
    text = ratification(public_rendition(earlier(12).document()))
    assert text.splitlines() == [
        "That the following decisions of the meeting of Full Council held on 18 July 2018 be ratified:",
        "Minute 12 (Budget): That the budget be approved. That the tax be set.",
        "Minute 14 (Exempt item)",
    ]
    assert ratification(public_rendition(Making().opened().item("1").closed().document())) == ""
    told = Making(agenda=[("1", "Ratification"), ("2", "Minutes of the last meeting")]).opened().item("1")
    told.moves(text).voted(4, 0, 1).item("2")
    told.tell(PointRuled("p1", Ruling.UPHELD, "minute 9 is wrong", titled("Dan Dee"), "Procedure Rule 14"))
    told.moves(
        "That minute 9 be amended to read “£120”.", kind=MotionKind.PROCEDURAL, effect=Effect.NONE
    ).agreed()
    lines = told.closed().lines()
    assert "Minute 12 (Budget): That the budget be approved. That the tax be set." in lines
    assert "Kestrel" not in " ".join(lines)
    assert (
        "(Councillor Dan Dee raised a point of order (Procedure Rule 14). The Chair upheld it: minute 9 is wrong)"
        in lines
    )
    assert "RESOLVED – That minute 9 be amended to read “£120”." in lines


def test_form_33_a_standing_order_is_suspended_for_filming_and_a_statement_is_read() -> None:
    rule = RULES_BY_KEY["filming"]
    assert rule.source is Source.STANDING_ORDER
    told = Making(agenda=[("1", "Filming"), ("2", "Statement of the Monitoring Officer")]).opened().item("1")
    told.moves(
        f"That {rule.title} be suspended for this meeting.",
        kind=MotionKind.PROCEDURAL,
        effect=Effect.SUSPEND_RULES,
    )
    told.agreed().item("2").note(
        "The Monitoring Officer read this statement into the record:\n“Members will know the rules.”"
    )
    lines = told.closed().lines()
    assert (
        "RESOLVED – That the rule on filming and recording the meeting be suspended for this meeting."
        in lines
    )
    assert "“Members will know the rules.”" in lines
