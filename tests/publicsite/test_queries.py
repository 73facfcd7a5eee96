"""The reads of the public pages, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetings.appointments import usecases as appointing
from meetings.appointments.models import Appointment
from meetings.kernel.errors import NotFound
from meetings.motions.usecases import AgreeMotion, agree_motion
from meetings.publicsite import queries
from meetings.publicsite.queries import version_of
from meetings.publicsite.queries.lines import as_public, open_lines
from tests.appointments.council import election
from tests.factories.site import Site, words
from tests.factories.world import EVENING, World
from tests.publicsite.town import AGAINST, FOR, RECORDED, decide


def test_a_version_moves_with_the_record_and_hides_what_is_not_public(world: World) -> None:
    body = world.body(members=3)
    sitting, draft = (
        body.meeting("Library hours"),
        body.meeting("Trees", publish=False, starts_at=EVENING + timedelta(days=1)),
    )
    with world.runner.read() as session:
        before = version_of(session, sitting.id)
        with pytest.raises(NotFound) as hidden:
            version_of(session, draft.id)
        with pytest.raises(NotFound) as absent:
            version_of(session, "nowhere")
    sitting.open()
    with world.runner.read() as session:
        after = version_of(session, sitting.id)
    assert hidden.value.message == absent.value.message
    assert after.stream > before.stream
    assert (
        before[1:]
        == after[1:]
        == (1, 0, "Planning Committee", "planning-committee", "Northmoor Borough Council", 0, 0)
    )


def test_what_is_on_and_what_is_next(world: World) -> None:
    body, other = world.body("Planning Committee", members=3), world.body("Licensing", members=1)
    on, later = body.meeting("Library hours").open(), other.meeting("Pubs")
    body.meeting("Trees", publish=False, starts_at=EVENING + timedelta(days=1))
    with world.runner.read() as session:
        everything = queries.coming(session, world.clock.at, 5)
        mine = queries.coming(session, world.clock.at, 5, bodies=(other.id,))
        changed = queries.last_changes(session, [on.id, later.id])
        papers = queries.new_papers(session, [on.id, later.id], as_public)
    assert ([m.id for m in everything.now], [m.id for m in everything.next]) == ([on.id], [later.id])
    assert (mine.now, [m.id for m in mine.next]) == ((), [later.id])
    assert changed == {on.id: world.clock.at, later.id: world.clock.at}
    assert papers == []


def test_decisions_come_with_their_votes_the_latest_first(world: World) -> None:
    sitting = world.body(members=3).meeting("Library hours").open()
    a, b, c = sitting.body.members
    first = decide(sitting, "That it opens", RECORDED, {a: FOR, b: FOR, c: AGAINST})
    decide(sitting, "That it closes", RECORDED, {a: FOR, b: AGAINST, c: AGAINST})
    world.run(agree_motion, AgreeMotion(sitting.id, sitting.motion("That it is noted")))
    sitting.motion("That nobody has decided this")
    with world.runner.read() as session:
        latest = queries.latest_decisions(session, 2)
        lines = open_lines(session, [sitting.id])
        inside = queries.decisions_of(session, sitting.id, lines[sitting.id])
        vote = queries.public_vote(session, first)
        assert queries.is_public_person(session, a)
        assert not queries.is_public_person(session, str(world.officer.person_id))
    assert [(d.text, d.carried) for d in latest] == [("That it is noted.", True), ("That it closes.", False)]
    assert [(d.text, d.vote is None) for d in inside] == [
        ("That it opens.", False),
        ("That it closes.", False),
        ("That it is noted.", True),
    ]
    figures = inside[0].vote
    assert figures is not None
    assert (figures.for_, figures.against, figures.abstain, figures.none) == (2, 1, 0, 0)
    assert [names for _, names in vote.sides] == [
        (world.names[a], world.names[b]),
        (world.names[c],),
        (),
        (),
    ]


def test_appointments_stand_among_the_decisions_with_everybody_appointed(world: World) -> None:
    held = election(world, candidates=2, seats=2, title="Governors of the grammar school")
    decide(held.sitting, "That the post is kept", RECORDED, dict.fromkeys(held.sitting.body.members, FOR))
    with world.runner.read() as session:
        lines = open_lines(session, [held.sitting.id])[held.sitting.id]
        before = queries.decisions_of(session, held.sitting.id, lines)
    world.run(appointing.appoint_uncontested, appointing.AppointUncontested(held.id))
    with world.runner.read() as session:
        after = queries.decisions_of(session, held.sitting.id, lines)
        private = queries.decisions_of(session, held.sitting.id, {})
    assert [d.text for d in before] == ["That the post is kept."]
    assert [(d.text, d.appointed) for d in after] == [
        ("That the post is kept.", ()),
        ("Governors of the grammar school", tuple(world.names[p] for p in held.sitting.body.members[1:3])),
    ]
    assert (after[1].motion_id, after[1].vote, private) == (held.id, None, [])
    with world.runner.work(world.officer) as work:
        work.session.get_one(Appointment, held.id).private = True
    with world.runner.read() as session:
        assert [d.text for d in queries.decisions_of(session, held.sitting.id, lines)] == [
            "That the post is kept."
        ]


def test_the_page_of_a_meeting_names_who_was_appointed(site: Site) -> None:
    held = election(site.world, candidates=1, title="Lead member for libraries")
    site.world.run(appointing.appoint_uncontested, appointing.AppointUncontested(held.id))
    page = site.public.get(f"/meetings/{held.sitting.id}")
    assert f"{site.world.names[held.sitting.body.members[1]]}: Lead member for libraries" in words(page)
    assert f'href="/appointments/{held.id}"' in page.text
