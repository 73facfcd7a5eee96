"""What `verify` finds of presence and interests: nothing where all is as recorded, and each thing that was changed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import Update, select, update

from meetings.admin import verify_presence
from meetings.admin.verify_facts import FactRow
from meetings.db.record import RecordedFact, council_stream
from meetings.deadlines.rules.interests import Ground
from meetings.interests.models import Declaration, Dispensation, Interest
from meetings.interests.rules import Action, Category, Kind
from meetings.interests.usecases import (
    Declare,
    GrantDispensation,
    Line,
    RegisterInterest,
    declare_interest,
    grant_dispensation,
    register_interest,
)
from meetings.kernel.actor import SYSTEM
from meetings.room import usecases as room
from meetings.room.models import Attendance, RoomState
from tests.factories.world import EVENING, Sitting, World


@pytest.fixture
def sitting(sqlite_world: World) -> Sitting:
    """A meeting that lost its quorum to an interest, and a register."""
    world = sqlite_world
    sitting = world.body(members=4, quorum=4).meeting("One", "Two").open()
    person = sitting.body.members[3]
    command = Declare(sitting.id, sitting.items[0], Kind.DPI, Action.LEFT, "Owns it")
    world.run(declare_interest, command, world.actor(person))
    world.run(room.leave, room.Leave(sitting.id, sitting.body.members[2]))
    world.run(register_interest, RegisterInterest(person, Line(Category.LAND, "12 Holt Lane")))
    world.run(register_interest, RegisterInterest(person, Line(Category.LAND, "Hidden", is_sensitive=True)))
    day = world.clock.now().date()
    given = GrantDispensation(person, Ground.NUMBERS, day, day + timedelta(days=9), "Standards")
    world.run(grant_dispensation, given)
    return sitting


def found(sitting: Sitting) -> list[str]:
    with sitting.world.runner.read() as session:
        differences = []
        for stream in (sitting.id, council_stream(session)):
            rows = session.scalars(select(RecordedFact).where(RecordedFact.stream_id == stream))
            ordered = sorted(rows, key=lambda r: r.seq)
            facts = [FactRow(r.seq, r.type, json.loads(r.data), r.leaf) for r in ordered]
            differences += verify_presence.check(session, stream, facts)
    return differences


def test_nothing_where_all_is_as_recorded(sitting: Sitting) -> None:
    assert found(sitting) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (update(Declaration).values(nature="Nothing much"), "declared interest"),
        (update(Declaration).values(action=Action.TOOK_PART), "declared interest"),
        (update(Interest).where(~Interest.is_sensitive).values(text="A shed"), "line of a register"),
        (update(Dispensation).values(withdrawn_at=EVENING), "dispensation"),
        (update(RoomState).values(quorum_lost_at=None), "quorum"),
        (update(Attendance).values(left_at=None), "attendance"),
    ],
)
def test_what_was_changed_past_the_record_is_found(sitting: Sitting, change: Update, says: str) -> None:
    with sitting.world.runner.work(SYSTEM) as work:
        work.session.execute(change)
    assert any(says in difference for difference in found(sitting))
