"""A whole meeting before the law: what is met, what is not, who may let it pass, and what falls due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from meetings.deadlines.rules.base import Closure, Finding, Law, Profile, State
from meetings.deadlines.rules.meeting import (
    Attendance,
    Background,
    BodyForm,
    ItemFacts,
    KeyDecisionFacts,
    LaterMeeting,
    MeetingFacts,
    MeetingForm,
    Override,
    PaperFacts,
    PrivateNotice,
    RequisitionFacts,
    deadlines_of,
    findings_of,
    with_overrides,
)
from meetings.kernel.secrecy import Sensitivity

EP, PA, WA = Law(Profile.ENGLAND_PRINCIPAL), Law(Profile.ENGLAND_PARISH), Law(Profile.WALES)
SC, NI, GE = Law(Profile.SCOTLAND), Law(Profile.NORTHERN_IRELAND), Law(Profile.GENERIC)
COUNCIL, EXECUTIVE = BodyForm.COUNCIL, BodyForm.EXECUTIVE
GRANT = "The grant offer lapses on 11 December; it was received on the 3rd"
EXEMPT = Sensitivity.EXEMPT
ANNEX = PaperFacts("p", "Prices", sensitivity=EXEMPT, paragraphs=("3",), interest_test="Bids are open.")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ON_TIME = at("2026-11-30T10:00")
LATE = at("2026-12-04T10:00")


def meeting(*items: ItemFacts, body: BodyForm = BodyForm.COMMITTEE, **more: Any) -> MeetingFacts:
    plain: dict[str, Any] = {
        "notice_at": ON_TIME,
        "agenda_at": ON_TIME,
        "summons_at": ON_TIME,
        "items": items,
    }
    on = more.pop("on", date(2026, 12, 8))
    starts = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
    return MeetingFacts("m", "Meeting", "b", "Body", body, on, starts, **{**plain, **more})


def item(public: datetime | None = ON_TIME, **more: Any) -> ItemFacts:
    return ItemFacts("i", more.pop("title", "Bus shelters"), "6", public, **more)


def found(law: Law, facts: MeetingFacts, rule: str, today: date | None = None) -> list[Finding]:
    return [each for each in findings_of(law, facts, today) if each.rule.id == rule]


#: rule, law, meeting, state, and whether it stops what was asked or waits for a reason
ONE: tuple[tuple[str, Law, MeetingFacts, State, str], ...] = (
    ("CD-1", EP, meeting(), State.MET, ""),
    (
        "CD-1",
        EP,
        meeting(notice_at=at("2026-12-01T10:00"), agenda_at=at("2026-12-01T10:00")),
        State.DOUBTFUL,
        "",
    ),
    # Half past five on the last day: the offices have closed, it counts from Tuesday.
    (
        "CD-1",
        EP,
        meeting(notice_at=at("2026-11-30T17:30"), agenda_at=at("2026-11-30T17:30")),
        State.DOUBTFUL,
        "",
    ),
    ("CD-1", EP, meeting(notice_at=LATE, agenda_at=LATE), State.NOT_MET, "gate"),
    ("CD-1", EP, meeting(notice_at=None, agenda_at=None), State.WAITING, ""),
    ("CD-1", EP, meeting(notice_at=LATE, agenda_at=LATE, convened_at=LATE), State.MET, ""),
    ("CD-2", EP, meeting(item(LATE), notice_at=LATE, agenda_at=LATE, convened_at=LATE), State.MET, ""),
    (
        "CD-2",
        EP,
        meeting(item(at("2026-12-04T12:00")), notice_at=LATE, agenda_at=LATE, convened_at=LATE),
        State.NOT_MET,
        "",
    ),
    ("CD-1-M", EP, meeting(body=COUNCIL, summons_at=at("2026-12-03T10:00")), State.NOT_MET, "gate"),
    ("CD-1-M", EP, meeting(body=COUNCIL, summons_at=LATE, convened_at=LATE), State.NOT_MET, "gate"),
    ("CD-1-M-W", WA, meeting(body=COUNCIL, summons_at=LATE, convened_at=LATE), State.MET, ""),
    ("CD-1-M-P", PA, meeting(body=COUNCIL, summons_at=at("2026-12-05T10:00")), State.NOT_MET, "gate"),
    ("CD-1-M-P", PA, meeting(body=COUNCIL, summons_at=LATE), State.DOUBTFUL, ""),
    ("CD-2-P", PA, meeting(notice_at=LATE, agenda_at=LATE, convened_at=LATE), State.NOT_MET, ""),
    ("HD-1", EP, meeting(on=date(2026, 12, 28)), State.DOUBTFUL, ""),
    ("HD-1", EP, meeting(on=date(2026, 12, 13)), State.DOUBTFUL, ""),
    ("HD-1", SC, meeting(on=date(2026, 11, 30)), State.DOUBTFUL, ""),
    ("HD-1", replace(EP, closures=(Closure(date(2026, 12, 8), "Move"),)), meeting(), State.DOUBTFUL, ""),
    ("HD-2", EP, meeting(on=date(2027, 3, 28)), State.DOUBTFUL, ""),
    ("AG-1", EP, meeting(item()), State.MET, ""),
    ("AG-1", EP, meeting(item(LATE, urgent_reason=GRANT, urgent_by="Cllr Penhale")), State.MET, ""),
    ("AG-1", EP, meeting(item(LATE, urgent_reason="urgent")), State.DOUBTFUL, ""),
    ("AG-1", EP, meeting(item(LATE)), State.NOT_MET, "block"),
    ("AG-1", EP, meeting(item(None)), State.WAITING, ""),
    # A late report on an item that was in time does not touch the item.
    ("AG-1", EP, meeting(item(papers=(PaperFacts("p", "Update", public_at=LATE),))), State.MET, ""),
    ("AG-1-P", PA, meeting(item(at("2026-12-07T10:00"), urgent_reason=GRANT)), State.NOT_MET, "block"),
    ("AG-1-C", EP, meeting(item(in_summons=False), body=COUNCIL), State.NOT_MET, "gate"),
    ("AG-1-C", EP, meeting(item(in_summons=False, urgent_reason=GRANT), body=COUNCIL), State.MET, ""),
    # The executive: added two clear days before, even with a reason; then a meeting convened for it.
    ("AG-2", EP, meeting(item(LATE, urgent_reason=GRANT), body=EXECUTIVE), State.NOT_MET, "gate"),
    (
        "AG-2",
        EP,
        meeting(item(LATE), body=EXECUTIVE, notice_at=LATE, agenda_at=LATE, convened_at=LATE),
        State.MET,
        "",
    ),
    ("AG-3", EP, meeting(item(papers=(PaperFacts("p", "Report", True),))), State.NOT_MET, "block"),
    (
        "AG-3",
        EP,
        meeting(item(papers=(PaperFacts("p", "Report", True, background=Background.NONE),))),
        State.MET,
        "",
    ),
    (
        "AG-3-E",
        EP,
        meeting(item(papers=(PaperFacts("p", "R", True),)), body=EXECUTIVE),
        State.NOT_MET,
        "block",
    ),
    ("AG-5", EP, meeting(item(sensitivity=EXEMPT)), State.NOT_MET, "block"),
    ("AG-5", EP, meeting(item(sensitivity=EXEMPT, paragraphs=("3",))), State.WAITING, ""),
    ("AG-5", EP, meeting(item(sensitivity=Sensitivity.CONFIDENTIAL)), State.MET, ""),
    ("AG-5", EP, meeting(item(papers=(ANNEX,))), State.WAITING, ""),
    ("AG-5", EP, meeting(item(papers=(replace(ANNEX, paragraphs=()),))), State.NOT_MET, "block"),
    ("AC-2", EP, meeting(item(papers=(PaperFacts("p", "Plan", scanned=True),))), State.NOT_MET, "gate"),
    ("ME-1", EP, meeting(body=COUNCIL, form=MeetingForm.ANNUAL, on=date(2026, 6, 2)), State.NOT_MET, "block"),
    ("ME-1", EP, meeting(body=COUNCIL, form=MeetingForm.ANNUAL, on=date(2026, 5, 19)), State.MET, ""),
    ("ME-2", EP, meeting(requisition=RequisitionFacts(date(2026, 12, 1), 4)), State.NOT_MET, ""),
    ("ME-2-NI", NI, meeting(requisition=RequisitionFacts(date(2026, 11, 20), 5)), State.NOT_MET, ""),
    ("ME-8", EP, meeting(closed_at=at("2026-12-08T21:00")), State.NOT_MET, "block"),
    ("ME-9", EP, meeting(closed_at=at("2026-12-08T21:00")), State.DOUBTFUL, ""),
    ("RM-2", EP, meeting(mode=Attendance.HYBRID), State.DOUBTFUL, ""),
    ("RM-2", EP, meeting(mode=Attendance.REMOTE), State.NOT_MET, "block"),
    ("RM-1", EP, meeting(mode=Attendance.REMOTE, on=date(2020, 9, 1)), State.MET, ""),
    ("RM-3", WA, meeting(), State.DOUBTFUL, ""),
    ("RM-3-B", WA, meeting(body=COUNCIL), State.NOT_MET, ""),
    ("RM-3-J", WA, meeting(mode=Attendance.HYBRID), State.NOT_MET, ""),
    ("RM-3-N", WA, meeting(note_at=at("2026-12-16T12:00")), State.MET, ""),
    ("RM-3-N", WA, meeting(note_at=at("2026-12-17T12:00")), State.NOT_MET, ""),
    ("RM-4", SC, meeting(mode=Attendance.REMOTE), State.NOT_MET, "block"),
    ("RM-4", SC, meeting(mode=Attendance.REMOTE, remote_direction_at=ON_TIME), State.MET, ""),
    ("RM-5", NI, meeting(mode=Attendance.REMOTE), State.NOT_MET, "block"),
    ("RM-5", NI, meeting(mode=Attendance.REMOTE, remote_arrangements=True), State.MET, ""),
    ("RM-5-GAP", NI, meeting(mode=Attendance.REMOTE, on=date(2024, 5, 1)), State.NOT_MET, "block"),
    ("AC-1", EP, meeting(recording_posted_on=date(2026, 12, 9)), State.WAITING, ""),
)


@pytest.mark.parametrize(("rule", "law", "facts", "state", "stops"), ONE)
def test_finding(rule: str, law: Law, facts: MeetingFacts, state: State, stops: str) -> None:
    (finding,) = found(law, facts, rule)
    assert finding.state is state
    assert (finding.blocks, finding.gates) == (stops == "block", stops == "gate")
    assert finding.sentence.endswith((".", GRANT))


def test_the_same_item_at_a_planning_committee_is_taken_with_its_reason() -> None:
    late = item(LATE, urgent_reason=GRANT, urgent_by="Cllr Penhale")
    executive = findings_of(EP, meeting(late, body=EXECUTIVE))
    assert not [each for each in executive if each.rule.id == "AG-1"]
    assert "shorter notice" in next(each for each in executive if each.rule.id == "AG-2").sentence
    (finding,) = found(EP, meeting(late, functions=frozenset({"planning"})), "AG-1")
    assert GRANT in finding.sentence
    assert "Cllr Penhale" in finding.sentence


KEY = KeyDecisionFacts(notice_at=at("2026-11-10T10:00"))
IN_TIME = KeyDecisionFacts(notice_at=at("2026-11-09T10:00"))
KEYS = (
    ("EX-1", IN_TIME, State.MET),
    ("EX-1", KEY, State.NOT_MET),
    ("EX-1", replace(IN_TIME, missing=("the documents",)), State.NOT_MET),
    ("EX-1", replace(KEY, exception_at=at("2026-11-27T10:00"), exception_reason=GRANT), State.MET),
    ("EX-2", replace(KEY, exception_at=at("2026-11-27T10:00"), exception_reason=GRANT), State.MET),
    ("EX-2", replace(KEY, exception_at=at("2026-11-27T10:00")), State.NOT_MET),
    ("EX-2", replace(KEY, exception_at=at("2026-12-04T10:00"), exception_reason=GRANT), State.NOT_MET),
    ("EX-1", replace(KEY, agreed_by="chair of scrutiny", agreed_reason=GRANT), State.MET),
    ("EX-3", replace(KEY, agreed_by="chair of scrutiny", agreed_reason=GRANT), State.MET),
    ("EX-3", replace(KEY, agreed_by="leader of the opposition", agreed_reason=GRANT), State.NOT_MET),
    ("EX-1", replace(KEY, agreed_by="leader of the opposition", agreed_reason=GRANT), State.NOT_MET),
    ("EX-1", KeyDecisionFacts(), State.WAITING),
)


@pytest.mark.parametrize(("rule", "key", "state"), KEYS)
def test_key_decisions(rule: str, key: KeyDecisionFacts, state: State) -> None:
    (finding,) = found(EP, meeting(item(key_decision=key), body=EXECUTIVE), rule)
    assert finding.state is state
    assert finding.blocks == (state is State.NOT_MET)


FULL = PrivateNotice(at("2026-11-09T10:00"), "Open tenders.", ON_TIME, "None received.")
PRIVATE = (
    (FULL, State.MET),
    (replace(FULL, response=""), State.NOT_MET),
    (replace(FULL, first_at=at("2026-11-10T10:00")), State.NOT_MET),
    (replace(FULL, second_at=at("2026-12-01T10:00")), State.DOUBTFUL),
    (PrivateNotice(), State.WAITING),
    (PrivateNotice(agreed_by="chair of scrutiny"), State.DOUBTFUL),
    (PrivateNotice(agreed_by="chair of scrutiny", agreed_reason=GRANT), State.MET),
    (PrivateNotice(agreed_by="leader of the opposition", agreed_reason=GRANT), State.NOT_MET),
)


@pytest.mark.parametrize(("given", "state"), PRIVATE)
def test_ex_4_private_meetings(given: PrivateNotice, state: State) -> None:
    exempt = item(sensitivity=EXEMPT, paragraphs=("3",), private_notice=given)
    (finding,) = found(EP, meeting(exempt, body=EXECUTIVE), "EX-4")
    assert finding.state is state


def test_what_was_missed_is_told_from_the_day_on_which_it_is_asked() -> None:
    facts = meeting(notice_at=None, agenda_at=None)
    states = [found(EP, facts, "CD-1", date(2026, *day))[0].state for day in ((11, 30), (12, 1), (12, 3))]
    assert states == [State.WAITING, State.DOUBTFUL, State.NOT_MET]


def test_a_named_person_lets_a_gate_pass_but_nothing_that_blocks() -> None:
    facts = meeting(item(LATE), notice_at=LATE, agenda_at=LATE)
    given = [
        Override("CD-1", "", "The flood could not wait.", "A. Proper", LATE),
        Override("AG-1", "i", "Because.", "A. Proper", LATE),
    ]
    after = {each.rule.id: each for each in with_overrides(findings_of(EP, facts), given)}
    assert after["CD-1"].state is State.OVERRIDDEN
    assert "A. Proper: The flood could not wait." in after["CD-1"].sentence
    assert after["AG-1"].blocks


def test_deadlines_of_an_executive_meeting() -> None:
    facts = meeting(
        item(key_decision=KeyDecisionFacts(), sensitivity=EXEMPT),
        body=EXECUTIVE,
        decisions_at=at("2026-12-10T09:00"),
        later=(LaterMeeting("x", date(2027, 1, 12)),),
    )
    due = [(each.rule.id, each.due.isoformat(), each.done) for each in deadlines_of(EP, facts)]
    assert due == [
        ("EX-1", "2026-11-09", False),
        ("EX-4", "2026-11-09", False),
        ("CD-1", "2026-11-30", True),
        ("EX-4", "2026-11-30", False),
        ("EX-5", "2026-12-10", True),
        ("SC-1", "2026-12-17", False),
        ("ME-9", "2027-01-12", False),
    ]


def test_deadlines_of_hearings_planning_and_wales() -> None:
    planning = deadlines_of(EP, meeting(functions=frozenset({"planning"})))
    assert [each.due for each in planning if each.rule.id == "PL-1-D"] == [date(2026, 12, 7)]
    hearing = deadlines_of(EP, meeting(functions=frozenset({"licensing-hearing"})))
    assert [each.due for each in hearing if each.rule.id == "LI-1"] == [date(2026, 11, 24), date(2026, 12, 1)]
    wales = deadlines_of(WA, meeting(body=COUNCIL))
    assert [each.due for each in wales] == [date(2026, 12, 2), date(2026, 12, 2), date(2026, 12, 16)]
    sound = deadlines_of(NI, meeting(body=COUNCIL, closed_at=at("2026-12-08T21:00")))
    assert [each.due for each in sound if each.rule.id == "CD-3-R"] == [date(2028, 12, 7)]


@pytest.mark.parametrize("law", [EP, PA, WA, SC, NI, GE])
@pytest.mark.parametrize("on", [date(1999, 5, 4), date(2012, 1, 10), date(2021, 3, 2), date(2026, 12, 8)])
def test_every_year_and_nation_has_an_answer(law: Law, on: date) -> None:
    facts = meeting(
        item(None, sensitivity=EXEMPT), body=COUNCIL, on=on, mode=Attendance.HYBRID, notice_at=None
    )
    told = findings_of(law, facts, on)
    assert any(each.rule.id.startswith("CD-1") for each in told)
    assert all(each.rule.in_force(law.profile, on) for each in told)
    assert deadlines_of(law, facts)
