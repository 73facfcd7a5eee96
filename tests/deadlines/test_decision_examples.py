"""Worked examples of meetings called, executive decisions, call-in, hearings and the nations' own rules."""

from __future__ import annotations

from typing import Any

import pytest

from meetings.deadlines.rules.executive import Statement
from tests.deadlines.asking import asked

_2012 = "SI 2012/2089"
CALLING: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    # Poll on 6 May 2027, councillors retire on the 10th: the eighth day after, and the last of 21.
    (
        "ME-1",
        "Schedule 12 paragraph 1",
        "annual-meeting EP --retirement 2027-05-10",
        {"default": "2027-05-18", "first": "2027-05-11", "last": "2027-05-31"},
    ),
    (
        "ME-1",
        "paragraph 1",
        "annual-meeting EP --meeting 2026-06-02",
        {"lawful": False, "last": "2026-05-31"},
    ),
    (
        "ME-1",
        "paragraph 1",
        "annual-meeting WA --meeting 2026-05-19",
        {"lawful": True, "first": "2026-03-01"},
    ),
    ("ME-1-P", "paragraphs 7 and 8", "annual-meeting PA --retirement 2027-05-10", {"last": "2027-05-24"}),
    ("ME-1-P", "paragraphs 7 and 8", "annual-meeting PA --meeting 2026-04-30", {"lawful": False}),
    (
        "ME-2",
        "Schedule 12 paragraph 3",
        "requisition EP --received 2026-12-01",
        {"chair_by": "2026-12-08", "members_from": "2026-12-09", "earliest_meeting": "2026-12-17"},
    ),
    ("ME-2", "paragraph 3", "requisition EP --received 2026-12-01 --signatures 4", {"valid": False}),
    (
        "ME-2",
        "paragraph 3",
        "requisition EP --received 2026-12-01 --refused 2026-12-03 --signatures 5",
        {"valid": True, "members_from": "2026-12-03"},
    ),
    # Refused when the seven days were over already: they may call it all the same.
    (
        "ME-2",
        "paragraph 3",
        "requisition EP --received 2026-12-01 --refused 2026-12-20",
        {"members_from": "2026-12-09", "earliest_meeting": "2026-12-17"},
    ),
    ("ME-2-P", "paragraphs 9 and 25", "requisition PA --received 2026-12-01 --signatures 2", {"valid": True}),
    ("ME-2-S", "Schedule 7", "requisition SC --received 2026-12-01", {"hold_by": "2026-12-15"}),
    (
        "ME-2-S",
        "Schedule 7",
        "requisition SC --received 2026-12-01 --seats 30 --signatures 7",
        {"valid": False, "signatures_needed": 8},
    ),
    (
        "ME-2-NI",
        "Schedule 5",
        "requisition NI --received 2026-12-01",
        {"hold_by": "2026-12-15", "members_from": "2026-12-09", "signatures_needed": 5},
    ),
    ("ME-2-L", "Your own rules", "requisition GE --received 2026-12-01", {"members_from": "2026-12-09"}),
    # First by 9 November, second by 30 November.
    (
        "EX-4",
        "regulation 5",
        "private-meeting EP --meeting 2026-12-08",
        {"first": "2026-11-09", "second": "2026-11-30"},
    ),
    (
        "SC-1",
        "9F(4)",
        "call-in EP --published 2026-12-10 --lodged 2026-12-17",
        {"valid": True, "frozen": True, "scrutiny_by": "2027-01-05"},
    ),
    ("SC-1", "9F(4)", "call-in EP --published 2026-12-10 --lodged 2026-12-17 --again", {"valid": False}),
    ("SC-1", "9F(4)", "call-in EP --published 2026-12-10 --lodged 2026-12-18", {"valid": False}),
    (
        "SC-1",
        "9F(4)",
        "call-in EP --published 2026-12-10 --lodged 2026-12-14 --urgent 'Flood defence'",
        {"valid": False},
    ),
    (
        "LI-1",
        "2005",
        "licensing-hearing EP --hearing 2026-12-08",
        {"notice": "2026-11-24", "reply": "2026-12-01"},
    ),
    (
        "LI-1",
        "2005",
        "licensing-hearing EP --hearing 2026-12-08 --kind temporary-event",
        {"notice": "2026-12-04"},
    ),
    (
        "LI-1",
        "2005",
        "licensing-hearing WA --hearing 2026-12-08 --kind closure-review",
        {"notice": "2026-12-01"},
    ),
    ("PL-1-D", "noon", "planning-speakers EP --meeting 2026-12-08", {"day": "2026-12-07", "time": "12:00"}),
)


@pytest.mark.parametrize(("rule", "cited", "question", "result"), CALLING)
def test_several_days(rule: str, cited: str, question: str, result: dict[str, Any]) -> None:
    answer = asked(question)
    assert answer["rule"] == rule
    assert cited in answer["citation"]
    assert {name: answer["result"][name] for name in result} == result


def test_the_last_day_of_the_annual_meeting_is_a_bank_holiday() -> None:
    steps = asked("annual-meeting EP --retirement 2027-05-10")["steps"]
    assert any("Monday 31 May 2027 is a bank holiday" in step for step in steps)


DAYS: tuple[tuple[str, str, str, Any, str | None], ...] = (
    ("EX-1", "regulation 9", "forward-plan EP --meeting 2026-12-08", "2026-11-09", None),
    ("EX-1", "regulation 9", "forward-plan EP --meeting 2027-01-12", "2026-12-14", None),
    # One day late: 27 clear days, so the general exception.
    ("EX-1", _2012, "forward-plan EP --meeting 2026-12-08 --published 2026-11-10", "2026-11-09", "SHORT"),
    ("EX-1", _2012, "forward-plan EP --meeting 2026-12-08 --published 2026-11-09", "2026-11-09", "SAFE"),
    ("EX-2", "regulation 10", "general-exception EP --published 2026-12-01", "2026-12-09", None),
    (
        "EX-2",
        _2012,
        "general-exception EP --published 2026-12-01 --meeting 2026-12-08",
        "2026-12-09",
        "ARGUABLE",
    ),
    (
        "EX-2",
        _2012,
        "general-exception EP --published 2026-12-01 --meeting 2026-12-04",
        "2026-12-09",
        "SHORT",
    ),
    (
        "EX-2",
        _2012,
        "general-exception EP --published 2026-12-01 --choice day_mode=calendar",
        "2026-12-07",
        None,
    ),
    (
        "EX-3",
        "regulation 11",
        "special-urgency EP --meeting 2026-12-08 --agreed-by 'chair of scrutiny'",
        True,
        None,
    ),
    (
        "EX-3",
        "regulation 11",
        "special-urgency EP --meeting 2026-12-08 --agreed-by 'chair of the council'"
        " --in-office 'chair of the council'",
        True,
        None,
    ),
    (
        "EX-3",
        "regulation 11",
        "special-urgency EP --meeting 2026-12-08 --agreed-by 'chair of the council'",
        False,
        None,
    ),
    (
        "EX-3",
        "regulation 11",
        "special-urgency EP --meeting 2026-12-08 --agreed-by 'leader of the opposition'",
        False,
        None,
    ),
    ("EX-5", "regulations 12 to 14", "decision-statement EP --taken 2026-12-08", "2026-12-10", None),
    ("EX-6", "regulation 18", "not-key EP --required 2026-12-14 --period 10", "2026-12-30", None),
    ("OS-1", "9FE", "scrutiny-response EP --received 2026-12-08", "2027-02-08", None),
    ("OS-1", "9FC", "scrutiny-response EP --received 2026-12-31", "2027-02-28", None),
    ("OS-1-NI", "section 32", "scrutiny-response NI --received 2026-12-08", "2027-02-08", None),
    ("OS-1-NI", "section 32", "scrutiny-response NI --received 2026-12-08 --prompt", "2027-01-08", None),
    ("AG-6-E", "16 and 17", "scrutiny-papers EP --requested 2026-12-01", "2026-12-11", None),
    # Monday: the 28 days are full on a Sunday, which the steps move to the Friday before.
    ("EX-1", "regulation 9", "forward-plan EP --meeting 2026-12-07", "2026-11-08", None),
    ("SC-1", "five working days", "call-in EP --published 2026-12-10", "2026-12-17", None),
    ("SC-1", "five working days", "call-in EP --published 2026-12-22", "2026-12-31", None),
    ("SC-1", "9F(4)", "call-in EP --published 2026-12-10 --choice call_in=3", "2026-12-15", None),
    ("SC-1-W", "five working days", "call-in WA --published 2026-12-10", "2026-12-17", None),
    ("SC-1-S", "five working days", "call-in SC --published 2026-12-10", "2026-12-17", None),
    ("SC-1-NI", "section 41", "call-in NI --published 2026-12-10 --members 41", "2026-12-17", None),
    ("SC-1-L", "Your own rules", "call-in GE --published 2026-12-10 --choice call_in=5", "2026-12-17", None),
    (
        "LI-1-T",
        "regulation 24",
        "hearing-time EP --hearing 2026-12-08 --minutes 10 --parties 3",
        [10] * 3,
        None,
    ),
    # An extraordinary meeting comes first: the ordinary one after it will do.
    (
        "ME-9",
        "paragraph 41",
        "next-minutes EP --meeting 2026-12-08 --later 2027-02-24 --later 2026-12-17=extraordinary",
        "2027-02-24",
        None,
    ),
    ("ME-9-L", "not verified", "next-minutes SC --meeting 2026-12-08 --later 2026-12-17", "2026-12-17", None),
    ("ME-9", "paragraph 41", "next-minutes EP --meeting 2026-12-08", None, None),
    ("RM-3-N", "100C(1C)", "welsh-note --meeting 2026-12-08", "2026-12-16", None),
    ("RM-3-N", "100C(1C)", "welsh-note --meeting 2026-12-21", "2026-12-31", None),
    ("RM-3-N", "100C(1C)", "welsh-note --meeting 2026-12-12", "2026-12-22", None),
    ("AC-1", "SI 2018/952", "captions EP --posted 2026-12-09", "2026-12-23", None),
    ("AC-1", "SI 2018/952", "captions EP --posted 2026-12-09 --live-only", None, None),
)


@pytest.mark.parametrize(("rule", "cited", "question", "result", "verdict"), DAYS)
def test_days(rule: str, cited: str, question: str, result: Any, verdict: str | None) -> None:
    answer = asked(question)
    assert (answer["rule"], answer["result"], answer.get("verdict")) == (rule, result, verdict)
    assert cited in answer["citation"]


PRESENCE = (
    ("RM-1", "regulations 4 to 6", "presence EP --on 2020-06-01", True),
    ("RM-1", "2020/392", "presence PA --on 2021-05-06", True),
    ("RM-1", "2020/392", "presence EP --on 2020-06-01 --without heard", False),
    ("RM-2", "EWHC 1093", "presence EP --on 2021-05-07", False),
    ("RM-2", "EWHC 1093", "presence EP --on 2026-12-01", False),
    ("RM-1-W", "before 1 May 2021", "presence WA --on 2021-04-30", True),
    ("RM-3", "section 47", "presence WA --on 2026-12-08", True),
    # Sound alone is enough at an ordinary committee, not where it must be broadcast.
    ("RM-3", "section 47", "presence WA --on 2026-12-08 --without sees --without seen", True),
    ("RM-3", "section 47", "presence WA --on 2026-12-08 --broadcast --without sees --without seen", False),
    ("RM-4", "section 43", "presence SC --on 2026-12-03", False),
    ("RM-4", "section 43", "presence SC --on 2026-12-03 --directed", True),
    ("RM-5", "2024/140", "presence NI --on 2024-06-25 --standing-orders", True),
    ("RM-5", "2024/140", "presence NI --on 2026-12-08", False),
    ("RM-5-GAP", "lapsed", "presence NI --on 2024-05-01 --standing-orders", False),
    ("RM-5-2020", "2020/74", "presence NI --on 2024-03-06 --standing-orders", True),
    ("RM-L", "Your own rules", "presence GE --on 2026-12-08", True),
)


@pytest.mark.parametrize(("rule", "cited", "question", "present"), PRESENCE)
def test_who_is_present(rule: str, cited: str, question: str, present: bool) -> None:
    answer = asked(question)
    assert (answer["rule"], answer["result"]["present"]) == (rule, present)
    assert answer["result"]["votes"] == answer["result"]["in_quorum"] == present
    assert cited in answer["citation"]


def test_ex_5_c_a_statement_says_none_where_there_is_none() -> None:
    assert Statement("Agreed.", "Cheaper.", "").missing() == ("alternatives considered and rejected",)
    assert Statement("Agreed.", "Cheaper.", "none").missing() == ()


def test_ex_6_the_report_says_why_it_was_not_treated_as_key() -> None:
    answer = asked("not-key EP --required 2026-12-14 --missing 'why it was not treated as key'")
    assert answer["rule"] == "EX-6"
    assert answer["also"]["complete"] is False
    assert answer["result"] == "2026-12-30"


def test_sc_1_ni_fifteen_per_cent_rounded_up() -> None:
    assert asked("call-in NI --published 2026-12-10 --members 41")["also"]["members"] == 7
    assert asked("call-in NI --published 2026-12-10 --members 40")["also"]["members"] == 6
