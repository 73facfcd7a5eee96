"""The door of the council's own video room: who goes in, who waits, and when somebody was there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from meetings.conferencing.models import Invited, RemoteRoom
from meetings.conferencing.own.queries import connections_of, waiting
from meetings.conferencing.own.rules import Admission
from meetings.conferencing.own.usecases import (
    EmptyRoom,
    Knock,
    LetIn,
    News,
    PutOut,
    empty_room,
    knock,
    let_in,
    nobody_is_there,
    put_out,
    write_down,
)
from meetings.conferencing.rules import Status
from meetings.connections.models import ProviderNews
from meetings.db.engine import Database
from meetings.db.record import facts_of
from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Denied, NotFound, SignInRequired, WrongState
from meetings.ports.providers import Happened
from meetings.schedule.models import Meeting
from tests.factories.world import Committee, Sitting, make_world

T = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def body(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Committee]:
    """A committee whose members are signed in."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('door') / 'witan.sqlite'}")
    yield make_world(database).body(members=4)
    database.close()


@pytest.fixture
def sitting(body: Committee) -> Sitting:
    """A meeting in ten minutes with a room of its own."""
    world = body.world
    world.later(minutes=1)
    sitting = body.meeting("Library hours", starts_at=world.clock.at + timedelta(minutes=10))
    with world.runner.work(SYSTEM) as work:
        room = RemoteRoom(
            meeting_id=sitting.id,
            key=sitting.id,
            provider="builtin",
            ref=f"room-{sitting.id}",
            inside=b"x",
            arranged_at=work.now,
        )
        room.state = Status.READY
        work.session.add(room)
    return sitting


def _knock(sitting: Sitting, person: int, device: str = "") -> Admission:
    world = sitting.world
    actor = world.actor(sitting.body.members[person])
    return world.run(knock, Knock(sitting.id, device), actor).state


def _facts(sitting: Sitting) -> list[str]:
    with sitting.world.runner.read() as session:
        return [f.type for f in facts_of(session, sitting.id) if f.type.startswith("video.")]


def test_the_chair_goes_in_and_members_wait_until_they_are_let_in(sitting: Sitting) -> None:
    world = sitting.world
    chair = world.actor(sitting.body.members[0])
    assert _knock(sitting, 0) is Admission.ADMITTED
    assert [_knock(sitting, n) for n in (1, 2, 1)] == [Admission.WAITING] * 3
    with world.runner.read() as session:
        standing = waiting(session, sitting.id, world.clock.at)
        assert {g.seat for g in standing} == set(sitting.body.members[1:3])
        assert waiting(session, sitting.id, world.clock.at + 20 * SECOND) == []
    assert [g.seat for g in world.run(let_in, LetIn(sitting.id, (sitting.body.members[1],)), chair)] == [
        sitting.body.members[1]
    ]
    assert [_knock(sitting, n) for n in (1, 2)] == [Admission.ADMITTED, Admission.WAITING]
    assert len(world.run(let_in, LetIn(sitting.id))) == 1
    assert world.run(let_in, LetIn(sitting.id)) == []
    assert _facts(sitting) == ["video.person_let_in"] * 2


def test_whoever_is_put_out_waits_again_and_is_not_let_in_with_everybody(sitting: Sitting) -> None:
    world, member = sitting.world, sitting.body.members[1]
    _knock(sitting, 1)
    world.run(let_in, LetIn(sitting.id))
    world.run(put_out, PutOut(sitting.id, member))
    world.run(put_out, PutOut(sitting.id, member))
    assert _knock(sitting, 1) is Admission.REMOVED
    assert world.run(let_in, LetIn(sitting.id)) == []
    world.run(let_in, LetIn(sitting.id, (member,)))
    assert _knock(sitting, 1) is Admission.ADMITTED
    assert _facts(sitting) == ["video.person_let_in", "video.person_put_out", "video.person_let_in"]
    _knock(sitting, 0)
    with pytest.raises(WrongState):
        world.run(put_out, PutOut(sitting.id, sitting.body.members[0]))
    with pytest.raises(NotFound):
        world.run(put_out, PutOut(sitting.id, "nobody"))


def test_ended_for_everybody_everybody_waits_again(sitting: Sitting) -> None:
    _knock(sitting, 1)
    sitting.world.run(let_in, LetIn(sitting.id))
    sitting.world.run(empty_room, EmptyRoom(sitting.id))
    assert _knock(sitting, 1) is Admission.WAITING
    assert _knock(sitting, 0) is Admission.ADMITTED


def test_only_officers_and_the_chair_keep_the_door(sitting: Sitting) -> None:
    world = sitting.world
    member = world.actor(sitting.body.members[1])
    stranger = world.actor(world.body(f"Audit {sitting.id}", members=1).members[0])
    for actor, error in ((member, Denied), (stranger, Denied), (ANONYMOUS, SignInRequired)):
        with pytest.raises(error):
            world.run(let_in, LetIn(sitting.id), actor)
        with pytest.raises(error):
            world.run(put_out, PutOut(sitting.id, sitting.body.members[2]), actor)
        with pytest.raises(error):
            world.run(empty_room, EmptyRoom(sitting.id), actor)
    assert _facts(sitting) == []


def test_strangers_do_not_come_to_the_door_and_the_invited_do(sitting: Sitting) -> None:
    world = sitting.world
    other = world.body(f"Audit {sitting.id}", members=1).members[0]
    with pytest.raises(Denied):
        world.run(knock, Knock(sitting.id), world.actor(other))
    with world.runner.work(SYSTEM) as work:
        work.session.add(Invited(meeting_id=sitting.id, person_id=other, invited_at=work.now))
    assert world.run(knock, Knock(sitting.id), world.actor(other)).state is Admission.WAITING


def test_there_must_be_a_room_and_it_must_be_time(sitting: Sitting) -> None:
    world = sitting.world
    with world.runner.work(SYSTEM) as work:
        meeting = work.session.get(Meeting, sitting.id)
        assert meeting is not None
        meeting.starts_at += timedelta(hours=2)
    with pytest.raises(WrongState, match="half an hour"):
        _knock(sitting, 1)
    without = sitting.body.meeting("Roads", starts_at=world.clock.at + timedelta(days=7))
    with pytest.raises(NotFound):
        world.run(knock, Knock(without.id))


# --- Who was there ----------------------------------------------------------------------------------------------------


def _news(sitting: Sitting, kind: str, at: datetime, device: str = "", seat: str = "p1") -> Happened:
    who = f"{seat}.{device or sitting.id}"
    data = {"connection": who, "seat_ref": seat, "name": "A"}
    return Happened(f"{who}-{kind}", kind, at, f"room-{sitting.id}", data)


def _tell(sitting: Sitting, *happened: Happened, seen: dict[str, float] | None = None) -> list[Any]:
    world = sitting.world
    world.run(write_down, News(happened, seen or {}), SYSTEM)
    with world.runner.read() as session:
        return [(c.seat_ref, c.joined_at, c.left_at) for c in connections_of(session, sitting.id)]


def test_told_twice_or_in_another_order_it_is_the_same(sitting: Sitting) -> None:
    joined, left = _news(sitting, "joined", T), _news(sitting, "left", T + 90 * SECOND)
    expected = [("p1", T, T + 90 * SECOND)]
    assert _tell(sitting, left) == [("p1", T + 90 * SECOND, T + 90 * SECOND)]
    assert _tell(sitting, joined) == expected
    assert _tell(sitting, joined, left, left) == expected


def test_of_a_lost_device_the_last_sign_of_life_counts(sitting: Sitting) -> None:
    _tell(sitting, _news(sitting, "joined", T))
    told = T + 77 * SECOND
    seen = {f"p1.{sitting.id}": (T + 60 * SECOND).timestamp()}
    assert _tell(sitting, _news(sitting, "left", told), seen=seen) == [("p1", T, T + 60 * SECOND)]


def test_what_is_suggested_as_attendance_hears_of_it_with_the_times_put_right(sitting: Sitting) -> None:
    _tell(sitting, _news(sitting, "joined", T))
    seen = {f"p1.{sitting.id}": (T + 60 * SECOND).timestamp()}
    _tell(sitting, _news(sitting, "left", T + 77 * SECOND), seen=seen)
    with sitting.world.runner.read() as session:
        kept = list(session.scalars(select(ProviderNews).where(ProviderNews.ref == f"room-{sitting.id}")))
    assert {(n.kind, n.at, n.data["connection"], n.data["seat_ref"]) for n in kept} == {
        ("joined", T, f"p1.{sitting.id}", "p1"),
        ("left", T + 60 * SECOND, f"p1.{sitting.id}", "p1"),
    }


def test_a_server_that_starts_anew_ends_what_was_open(sitting: Sitting) -> None:
    world, member = sitting.world, sitting.body.members[1]
    _knock(sitting, 1)
    _tell(sitting, _news(sitting, "joined", world.clock.at, "d1", member))
    world.later(seconds=40)
    _knock(sitting, 1, "d1")
    seen = world.clock.at
    world.later(minutes=5)
    world.run(nobody_is_there, None, SYSTEM)
    with world.runner.read() as session:
        (one,) = connections_of(session, sitting.id)
    assert one.left_at == seen


def test_news_of_other_rooms_leave_nothing(sitting: Sitting) -> None:
    stranger = Happened("x", "joined", T, "no-such-room", {"connection": "x", "seat_ref": "x", "name": ""})
    assert _tell(sitting, stranger, _news(sitting, "waiting", T)) == []


def test_pages_and_doors_refuse_who_has_no_seat(tmp_path: Path) -> None:
    from tests.factories.site import make_site

    with make_site(tmp_path) as site:
        body = site.world.body(members=2)
        meeting = body.meeting("Library hours")
        member = site.member(body.members[0])
        assert member.get(f"/room/{meeting.id}/video").status_code == 404
        assert site.public.get(f"/room/{meeting.id}/video").status_code in (302, 303, 401)
        sent = member.post(
            f"/room/{meeting.id}/video/ticket", json={"device": "x"}, headers={"Accept": "application/json"}
        )
        assert sent.status_code == 422
        assert site.public.get("/stream/" + "0" * 24).status_code == 404
        assert site.public.get("/stream/" + "0" * 24 + "/index.m3u8").status_code == 404
