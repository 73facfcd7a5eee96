"""Committees and councillors: who sits where, who came, who voted how."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from meetings.bodies.queries import members_of
from meetings.bodies.usecases import EndMembership, end_membership
from meetings.kernel.actor import SYSTEM
from meetings.people.models import Person
from meetings.publicsite.queries import attendance_of, recorded_ballots_of
from meetings.room.usecases import CloseMeeting, Leave, close_meeting, leave
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from meetings.voting.rules import Choice
from tests.factories.site import words
from tests.factories.world import EVENING, Committee, World
from tests.publicsite.town import AGAINST, FOR, RECORDED, TOTALS, Town, decide


def test_committees_tell_their_chair_and_next_meeting(town: Town) -> None:
    text = words(town.site.public.get("/bodies"))
    assert "Planning Committee 6 members, Councillor A. Abara in the chair Next: Tuesday 22 December" in text


def test_a_committee_tells_its_members_and_meetings(town: Town) -> None:
    text = words(town.site.public.get("/bodies/planning-committee"))
    for wanted in (
        "3 voting members must be present",
        "Councillor A. Abara Chair Civic Riverside",
        "Councillor B. Bright Member Progress Old Town",
        "Tue 19 Jan 2027 7pm Planning Committee , Tuesday 19 January 2027 Cancelled",
        "Tue 10 Nov 2026 7pm Planning Committee , Tuesday 10 November 2026 Town Hall · minutes published",
    ):
        assert wanted in text
    assert town.site.public.get("/bodies/nobody").status_code == 404


@pytest.mark.parametrize(
    ("query", "surnames"),
    [
        ("", "ABCDEF"),
        ("?q=bright", "B"),
        ("?q=RIVER", "ACE"),
        ("?q=civic+cole", "C"),
        ("?q=old+town+progress", "BDF"),
        ("?q=nobody", ""),
        ("?ward=riverside", "ACE"),
        ("?ward=riverside&q=eze", "E"),
        ("?group=progress&by=ward", "BDF"),
        ("?ward=nonsense&group=nonsense&by=nonsense", "ABCDEF"),
        ("?q=%3Cscript%3E", ""),
    ],
)
def test_councillors_are_found_by_name_ward_and_group(town: Town, query: str, surnames: str) -> None:
    page = town.site.public.get(f"/councillors{query}")
    found = [part[0] for part in page.text.split('href="/councillors/')[1:]]
    assert sorted(c.upper() for c in found) == list(surnames)
    assert "<script>" not in page.text


def test_councillors_are_grouped(town: Town) -> None:
    by_ward = words(town.site.public.get("/councillors?by=ward"))
    assert "Old Town Councillor B. Bright Progress" in by_ward
    by_group = words(town.site.public.get("/councillors?by=group"))
    assert "Civic Councillor A. Abara Riverside" in by_group


def test_a_councillor_is_told_with_votes_and_attendance(town: Town) -> None:
    text = words(town.site.public.get("/councillors/c-cole"))
    for wanted in (
        "Ward Riverside Group Civic In office since Monday 8 May 2023",
        "Present at 1 of 1 meetings in the last 12 months.",
        "Budget monitoring That the budget report is noted. Council 8 Dec 2026 Abstained Carried",
        "Trees in Mill Lane That two trees are planted. Planning Committee 10 Nov 2026 No vote cast Carried",
    ):
        assert wanted in text
    assert "That six trees are planted" not in text


def test_officers_and_unknown_people_have_no_page(town: Town) -> None:
    with town.site.world.runner.read() as session:
        officer = session.scalar(select(Person.slug).where(Person.post != ""))
    hidden = town.site.public.get(f"/councillors/{officer}")
    absent = town.site.public.get("/councillors/nobody-at-all")
    assert (hidden.status_code, hidden.data) == (404, absent.data)


def held(body: Committee, days: int, present: int) -> str:
    """A meeting that took place, with so many of the members."""
    world = body.world
    sitting = body.meeting("Apologies", starts_at=EVENING + timedelta(days=days))
    sitting.open(present=present)
    world.run(close_meeting, CloseMeeting(sitting.id))
    return sitting.id


def attended(world: World, person_id: str) -> list[tuple[int, int]]:
    since = EVENING - timedelta(days=300)
    with world.runner.read() as session:
        lines = attendance_of(session, person_id, since, world.runner.timezone)
    return [(line.expected, line.present) for line in lines]


def test_attendance_counts_meetings_held_while_somebody_had_the_seat(world: World) -> None:
    body = world.body(members=5)
    last = body.members[4]
    held(body, 0, present=5)
    held(body, 7, present=4)
    gone = body.meeting("Apologies", starts_at=EVENING + timedelta(days=14))
    world.run(cancel_meeting, CancelMeeting(gone.id, "No business"))
    body.meeting("Apologies", starts_at=EVENING + timedelta(days=16)).open(present=5)
    with world.runner.read() as session:
        seat = next(m for m in members_of(session, body.id, date(2026, 12, 1)) if m.person_id == last)
    world.run(end_membership, EndMembership(seat.membership_id, date(2026, 12, 20)), SYSTEM)
    held(body, 21, present=4)
    assert attended(world, last) == [(2, 1)]
    assert attended(world, body.members[0]) == [(3, 3)]


def test_who_leaves_early_was_there(world: World) -> None:
    body = world.body(members=4)
    sitting = body.meeting("Apologies").open(present=4)
    world.later(minutes=1)
    world.run(leave, Leave(sitting.id, body.members[3]))
    world.run(close_meeting, CloseMeeting(sitting.id))
    assert attended(world, body.members[3]) == [(1, 1)]


def test_only_votes_by_name_are_told_and_in_their_order(world: World) -> None:
    sitting = world.body(members=3).meeting("Library hours").open()
    a, b, c = sitting.body.members
    ids = [
        decide(sitting, f"That {n}", RECORDED, {a: choice, b: FOR, c: FOR})
        for n, choice in enumerate((FOR, AGAINST, Choice.ABSTAIN))
    ]
    decide(sitting, "That by totals", TOTALS, {a: FOR, b: FOR, c: FOR})
    with world.runner.read() as session:
        first, more = recorded_ballots_of(session, a, 2)
        rest, end = recorded_ballots_of(session, a, 2, before=first[-1].vote_id)
        nobody, _ = recorded_ballots_of(session, "nobody", 2)
    assert [(line.vote_id, line.choice) for line in first] == [(ids[2], Choice.ABSTAIN), (ids[1], AGAINST)]
    assert [(line.vote_id, line.choice) for line in rest] == [(ids[0], FOR)]
    assert (more, end, nobody) == (True, False, [])
