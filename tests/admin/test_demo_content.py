"""The demonstration council: the people add up, and any day it is loaded on has a believable year around it."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import Any

import pytest

from meetings.admin.demo.agenda import DemoItem, DemoItemKind, DemoMeeting, DemoMotion, DemoState
from meetings.admin.demo.calendar import easter, is_recess
from meetings.admin.demo.content import demo_content, first_elected, term_of_office
from meetings.admin.demo.dates import ready_at
from meetings.admin.demo.schedule import schedule
from meetings.kernel.permissions import Role

CONTENT = demo_content()
SATURDAY = date(2026, 11, 21)
TODAYS = [
    SATURDAY,
    date(2026, 11, 22),
    date(2026, 12, 24),
    date(2027, 1, 1),
    date(2027, 2, 16),
    date(2027, 3, 26),
    date(2027, 5, 6),
    date(2027, 8, 30),
    date(2028, 2, 29),
    date(2030, 4, 24),
]
_PLACEHOLDER = re.compile(
    r"lorem|ipsum|\btb[ac]\b|\btodo\b|\bxxx|\bfoo\b|\bbar baz|placeholder|example text|[{}@]", re.I
)


@pytest.fixture(scope="module")
def year() -> list[DemoMeeting]:
    """The meetings around one day."""
    return schedule(SATURDAY)


def business(meetings: list[DemoMeeting]) -> Iterator[tuple[DemoMeeting, DemoItem]]:
    """The items of meetings that are more than routine."""
    routine = (DemoItemKind.STANDING, DemoItemKind.EXCLUSION)
    return ((m, i) for m in meetings for i in m.items if i.kind not in routine)


def motions(meetings: list[DemoMeeting]) -> Iterator[tuple[DemoMeeting, DemoItem, DemoMotion]]:
    """Every motion put at a meeting in the past."""
    return ((m, i, x) for m in meetings for i in m.items if i.outcome for x in i.outcome.motions)


def test_the_council_adds_up() -> None:
    groups = Counter(c.group for c in CONTENT.councillors)
    wards = Counter(c.ward for c in CONTENT.councillors)
    assert groups == {"alliance": 20, "forward": 15, "independent": 7, "rural": 3}
    assert wards == {w.key: w.seats for w in CONTENT.wards}
    assert len(CONTENT.wards) == 17
    assert {b.key: len(b.members) for b in CONTENT.bodies} == {
        "council": 45,
        "cabinet": 8,
        "planning": 11,
        "licensing": 10,
        "scrutiny": 12,
        "audit": 8,
        "health": 9,
        "standards": 7,
    }
    assert (len(CONTENT.co_opted), sum(bool(c.votes_on) for c in CONTENT.co_opted)) == (6, 2)
    roles = Counter(role for o in CONTENT.officers for role in o.roles)
    assert (roles[Role.OFFICER], roles[Role.MONITORING], roles[Role.ADMINISTRATOR]) == (3, 1, 1)


def test_nobody_shares_a_name_a_key_or_an_address() -> None:
    everybody = [*CONTENT.councillors, *CONTENT.co_opted, *CONTENT.officers]
    for field in ("key", "family", "full_name", "email"):
        assert [v for v, n in Counter(getattr(p, field) for p in everybody).items() if n > 1] == []


def test_everybody_referred_to_exists() -> None:
    councillors = {c.key for c in CONTENT.councillors}
    assert {g.leader for g in CONTENT.groups} <= councillors
    for group in CONTENT.groups:
        assert CONTENT.councillor(group.leader).group == group.key
    for body in CONTENT.bodies:
        assert set(body.members) <= councillors
        assert len(set(body.members)) == len(body.members)
        assert {body.chair, body.vice_chair} <= set(body.members)
        assert CONTENT.clerk(body.key).roles[0] is Role.OFFICER
    assert {c.body for c in CONTENT.co_opted} <= {b.key for b in CONTENT.bodies}
    assert {m.person for m in CONTENT.memberships} <= set(CONTENT.people)


def test_committees_are_in_proportion_to_the_groups() -> None:
    size = Counter(c.group for c in CONTENT.councillors)
    group = {c.key: c.group for c in CONTENT.councillors}
    seats: Counter[str] = Counter()
    for body in (b for b in CONTENT.bodies if b.proportional):
        here = Counter(group[m] for m in body.members)
        assert all(abs(here[g] - size[g] * len(body.members) / 45) < 1 for g in size)
        seats += here
    assert seats == {"alliance": 25, "forward": 19, "independent": 9, "rural": 4}
    assert all(abs(seats[g] - size[g] * 57 / 45) < 0.5 for g in size)


def test_the_quorum_is_a_quarter_and_at_least_three() -> None:
    wanted = {b.key: max(3, ceil(len(b.members) / 4)) for b in CONTENT.bodies} | {"cabinet": 3}
    assert {b.key: b.quorum for b in CONTENT.bodies} == wanted


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_terms_hold_for_all_that_is_shown(today: date) -> None:
    first, last = term_of_office(today)
    assert first.weekday() == 0
    assert first <= min(m.day for m in schedule(today))
    assert last >= today + timedelta(days=365)
    assert max(first_elected(c, today) for c in CONTENT.councillors) == first


def test_easter_is_found() -> None:
    found = [easter(y) for y in (2024, 2027, 2038)]
    assert found == [date(2024, 3, 31), date(2027, 3, 28), date(2038, 4, 25)]


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_the_year_stands_around_any_day(today: date) -> None:
    meetings = schedule(today)
    assert meetings == schedule(today)
    assert len({m.key for m in meetings}) == len(meetings)
    states = Counter(m.state for m in meetings)
    assert (states[DemoState.PAST], states[DemoState.READY], states[DemoState.CANCELLED]) == (57, 1, 1)
    assert 24 <= len(meetings) - 57 <= 38
    for meeting in meetings:
        assert (meeting.state is DemoState.PAST) == (meeting.day < today)
        if meeting.state is not DemoState.READY:
            assert meeting.day.weekday() in (1, 2, 3)
            assert not is_recess(meeting.day)


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_there_is_a_meeting_to_open_and_a_council_to_prepare_for(today: date) -> None:
    meetings = schedule(today, time(9, 45))
    ready = next(m for m in meetings if m.state is DemoState.READY)
    assert (ready.body, ready.starts) == ("scrutiny", datetime.combine(today, time(9, 45)))
    assert sum(i.prepared is not None for i in ready.items) == 1
    assert sum(i.report is not None for i in ready.items) == 4
    council = next(m for m in meetings if m.body == "council" and m.day > today)
    assert council.state is DemoState.PUBLISHED
    assert council.day.weekday() == 2
    assert council.day - today <= timedelta(days=24)
    assert council.published_on is not None


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_nobody_is_summoned_to_two_meetings_at_once(today: date) -> None:
    on = Counter(m.day for m in schedule(today) if m.body != "licensing")
    assert [str(d) for d, n in on.items() if n > 1] == []


def test_ready_meeting_begins_within_the_hour() -> None:
    assert ready_at(datetime(2026, 11, 21, 20, 5)) == datetime(2026, 11, 21, 20, 15)
    assert ready_at(datetime(2026, 11, 21, 20, 6)) == datetime(2026, 11, 21, 20, 30)
    assert ready_at(datetime(2026, 11, 21, 23, 58)) == datetime(2026, 11, 22, 0, 15)


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_meetings_held_were_quorate_and_in_order(today: date) -> None:
    for meeting in (m for m in schedule(today) if m.state is DemoState.PAST):
        body = CONTENT.body(meeting.body)
        seated = [a for a in meeting.attendance if a.capacity in ("member", "substitute")]
        assert {a.person for a in seated if a.capacity == "member"} == set(body.members)
        assert sum(a.status == "present" for a in seated) >= body.quorum
        assert sum(a.status == "present" for a in seated) <= len(body.members)
        assert len({a.person for a in meeting.attendance}) == len(meeting.attendance)
        assert meeting.presiding in {a.person for a in seated if a.status == "present"}
        outcomes = [i.outcome for i in meeting.items if i.outcome]
        assert [i.number for i in meeting.items] == list(range(1, len(outcomes) + 1))
        assert all(a.ends == b.starts for a, b in pairwise(outcomes))
        assert (meeting.opened, meeting.closed) == (outcomes[0].starts, outcomes[-1].ends)


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_votes_agree_with_who_was_there(today: date) -> None:
    for meeting, item, motion in motions(schedule(today)):
        here = {a.person for a in meeting.attendance if a.here_at(item.number)}
        movers = {p for p in (motion.mover, motion.seconder) if p}
        assert movers <= here
        assert len(movers) in (0, 2)
        if motion.vote is None:
            continue
        ballots = {b.person: b.choice for b in motion.vote.ballots}
        assert len(ballots) == len(motion.vote.ballots)
        assert set(ballots) <= here
        assert [ballots[m] for m in movers] == ["for"] * len(movers)
        assert motion.vote.is_tied == (motion.vote.casting is not None)
        out = {i.person for i in item.outcome.interests if i.action != "stayed"} if item.outcome else set()
        assert not out & set(ballots)


def test_votes_of_every_sort_were_taken(year: list[DemoMeeting]) -> None:
    put = [(m.body, x) for m, _, x in motions(year) if x.vote]
    amendments = Counter(x.carried for _, x in put if x.kind == "amendment")
    assert amendments == {True: 1, False: 3}
    assert [b for b, x in put if x.vote and x.vote.casting == "for"] == ["planning"]
    assert sum(x.vote is not None and x.vote.totals[1:] == (0, 0) for _, x in put) > 10
    named = [x.vote for b, x in put if x.vote and x.vote.named]
    assert len(named) == 7
    rebels = {b.person for v in named for b in v.ballots if b.person in ("ogunleye", "hollowood")}
    assert rebels == {"ogunleye", "hollowood"}
    assert [x.carried for _, x in put if x.kind == "procedural"] == [False]
    assert all(i.outcome.resolution for _, i, x in motions(year) if i.outcome and x is i.outcome.motions[-1])


def test_co_opted_members_vote_on_education_alone(year: list[DemoMeeting]) -> None:
    voting = {c.key for c in CONTENT.co_opted if c.votes_on}
    items = [i for _, i, x in motions(year) if x.vote and any(b.person in voting for b in x.vote.ballots)]
    assert items
    assert all(i.education for i in items)
    silent = {c.key for c in CONTENT.co_opted} - voting
    assert not any(b.person in silent for _, _, x in motions(year) if x.vote for b in x.vote.ballots)


def test_exempt_items_follow_the_resolution_to_exclude(year: list[DemoMeeting]) -> None:
    exempt = [(m, i) for m, i in business(year) if i.exemption]
    assert len(exempt) >= 8
    for meeting, item in exempt:
        excluded = next(i for i in meeting.items if i.kind is DemoItemKind.EXCLUSION)
        assert excluded.number < item.number
        if excluded.outcome:
            assert str(item.number) in excluded.outcome.resolution[0]


def test_no_two_items_are_the_same(year: list[DemoMeeting]) -> None:
    with_items = [(m, i) for m, i in business(year) if i.report or i.kind is DemoItemKind.MOTION]
    assert len(with_items) > 160
    assert [t for t, n in Counter(i.title for _, i in with_items).items() if n > 1] == []
    said = Counter(p for _, i in with_items if i.outcome for p in i.outcome.discussion)
    assert [p for p, n in said.items() if n > 1] == []
    assert all(i.outcome.discussion for m, i in with_items if i.outcome)
    backgrounds = Counter(s.paragraphs for _, i in with_items if i.report for s in i.report.sections[2:3])
    assert max(backgrounds.values()) == 1
    assert len({i.report.key for _, i in with_items if i.report}) == sum(
        bool(i.report) for _, i in with_items
    )


@pytest.mark.parametrize("today", TODAYS[:3], ids=str)
def test_words_are_finished(today: date) -> None:
    for meeting in schedule(today):
        for text in _texts(dataclasses.asdict(meeting)):
            assert not _PLACEHOLDER.search(text), text
            assert "  " not in text
            assert text == text.strip()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    ):
        yield from _texts(part)


def test_every_report_has_what_reports_have(year: list[DemoMeeting]) -> None:
    for _, item in business(year):
        if item.report:
            headings = [s.heading for s in item.report.sections]
            assert headings[0] == "Purpose of the report"
            assert headings[1].startswith("Recommendation")
            assert headings[-4:] == [
                "Financial implications",
                "Legal implications",
                "Equalities implications",
                "Background papers",
            ]
            assert item.recommendation == item.report.sections[1].points
            assert all(s.paragraphs or s.points for s in item.report.sections)
