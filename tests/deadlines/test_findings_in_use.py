"""Findings an officer can act on: no rule judged on what nobody did, no gate that nobody can pass."""

from __future__ import annotations

from datetime import date

import pytest

from meetings.deadlines.rules.base import Law, Profile, State
from meetings.deadlines.rules.book import rule
from meetings.deadlines.rules.meeting import (
    Attendance,
    KeyDecisionFacts,
    MeetingForm,
    deadlines_of,
    findings_of,
)
from meetings.deadlines.rules.overriding import why_not_passed
from meetings.kernel.permissions import Role
from tests.deadlines.test_meeting_findings import (
    COUNCIL,
    EP,
    EXECUTIVE,
    EXEMPT,
    GE,
    LATE,
    NI,
    PA,
    SC,
    WA,
    at,
    found,
    item,
    meeting,
)


def test_a_meeting_called_long_before_was_not_called_at_shorter_notice() -> None:
    called = at("2026-09-01T09:00")
    for law in (EP, PA, WA, SC, NI, GE):
        waiting = findings_of(law, meeting(item(None), notice_at=None, agenda_at=None, convened_at=called))
        late = findings_of(law, meeting(item(LATE), notice_at=LATE, agenda_at=LATE, convened_at=called))
        assert not [each for each in (*waiting, *late) if each.rule.id.startswith("CD-2")]


def test_the_clerk_lets_a_parish_meet_on_a_short_summons_as_there_is_no_monitoring_officer() -> None:
    assert rule("CD-1-M-P").override == "the clerk (proper officer)"
    assert not why_not_passed(rule("CD-1-M-P"), [Role.OFFICER])
    assert not why_not_passed(rule("CD-1-M-NI"), [Role.OFFICER])
    assert not why_not_passed(rule("CD-1-M-L"), [Role.OFFICER])
    for id_ in ("CD-1-M", "CD-1-M-W", "CD-1-M-S"):
        assert "monitoring officer" in why_not_passed(rule(id_), [Role.OFFICER])


def test_ex_1_a_notice_put_up_when_the_offices_are_closed_counts_from_the_next_open_day() -> None:
    for moment in ("2026-11-09T17:30", "2026-11-09T23:30"):
        late = item(key_decision=KeyDecisionFacts(notice_at=at(moment)))
        (finding,) = found(EP, meeting(late, body=EXECUTIVE), "EX-1")
        assert finding.state is State.DOUBTFUL
        assert "counts as Tuesday 10 November 2026" in finding.sentence
    monday = meeting(item(key_decision=KeyDecisionFacts()), body=EXECUTIVE, on=date(2026, 12, 7))
    (finding,) = found(EP, monday, "EX-1")
    assert "by Friday 6 November 2026" in finding.sentence
    assert date(2026, 11, 6) in [each.due for each in deadlines_of(EP, monday) if each.rule.id == "EX-1"]


@pytest.mark.parametrize(
    ("rule_id", "profile"),
    [("RM-3", Profile.WALES), ("RM-4", Profile.SCOTLAND), ("RM-5", Profile.NORTHERN_IRELAND)],
)
def test_what_the_council_recorded_of_remote_meetings_is_taken(rule_id: str, profile: Profile) -> None:
    (finding,) = found(
        Law(profile, {"remote_arrangements": "in_force"}), meeting(mode=Attendance.HYBRID), rule_id
    )
    assert finding.state is State.MET


def test_before_there_is_an_agenda_its_day_stands_for_its_items() -> None:
    facts = meeting(item(None), notice_at=None, agenda_at=None, body=COUNCIL)
    assert [each.rule.id for each in deadlines_of(EP, facts)] == ["CD-1", "CD-1-M"]


def test_after_the_meeting_nobody_is_told_to_move_or_to_remind() -> None:
    private = item(sensitivity=EXEMPT, paragraphs=("3",), tags=frozenset({"budget"}))
    after = findings_of(EP, meeting(private, closed_at=at("2026-12-08T21:00")))
    assert not [each for each in after if each.rule.id == "ME-10"]
    (resolution,) = [each for each in after if each.rule.id == "AG-5"]
    assert resolution.sentence.startswith(
        "The minutes say whether this was carried: That, under section 100A(4)"
    )


def test_the_annual_meeting_says_for_which_years_its_season_is() -> None:
    annual = meeting(body=COUNCIL, form=MeetingForm.ANNUAL, on=date(2026, 6, 2))
    (finding,) = found(EP, annual, "ME-1")
    assert finding.sentence.endswith("to Sunday 31 May 2026, in a year without ordinary elections.")
