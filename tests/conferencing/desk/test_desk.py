"""The desk from the first press to the last: what is shown is what the service says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetings.conferencing.desk.rules import Press, Rehearsal, Wish
from meetings.conferencing.desk.sight import Colour
from meetings.conferencing.desk.usecases import SayWhatIsSeen, say_what_is_seen
from meetings.kernel.errors import Denied, WrongState
from meetings.ports.broadcast import Phase
from meetings.ports.providers import Can
from meetings.room.usecases import (
    AdjournMeeting,
    CloseMeeting,
    ResumeMeeting,
    adjourn_meeting,
    close_meeting,
    resume_meeting,
)
from tests.conferencing.desk.house import House, furnished
from tests.factories.world import EVENING, Sitting, World


def planned(world: World) -> Sitting:
    world.clock.at = EVENING
    return world.body().meeting("Bins", "Trees")


@pytest.fixture
def house(sqlite_world: World) -> House:
    return furnished(sqlite_world, planned)


def colours(house: House) -> dict[str, Colour]:
    return {light.key: light.colour for light in house.view.lights}


def test_a_test_run_is_never_seen_and_taken_away(house: House) -> None:
    start = house.world.clock.at
    house.world.clock.at = start - timedelta(hours=1)
    assert house.view.next is Press.TEST
    house.world.clock.at = start - timedelta(minutes=4)
    assert house.view.next is Press.PICTURE
    house.world.clock.at = start
    house.do(Press.TEST)
    assert house.view.at.rehearsal is Rehearsal.RUNNING
    assert house.row.public is False
    assert house.view.next is Press.END_TEST
    with pytest.raises(WrongState, match="end it first"):
        house.press(Press.LIVE)
    house.do(Press.END_TEST)
    assert house.view.at.rehearsal is Rehearsal.PASSED
    assert not [ref for ref in house.feed.made if "-test-" in ref]
    assert house.room.aimed_at.endswith(next(iter(house.feed.made)))
    assert house.view.next is Press.PICTURE


def test_the_one_next_press_leads_from_the_picture_to_the_end(house: House) -> None:
    house.sitting.open()
    house.do(Press.PICTURE)
    assert (house.row.receiving, house.row.public, house.view.next) == (True, False, Press.LIVE)
    house.do(Press.LIVE)
    assert house.view.sight.words == "The public sees and hears the meeting"
    assert colours(house) == {
        "room": Colour.GOOD,
        "picture": Colour.GOOD,
        "public": Colour.GOOD,
        "captions": Colour.OFF,
        "recording": Colour.GOOD,
    }
    world = house.world
    world.run(adjourn_meeting, AdjournMeeting(house.sitting.id))
    assert house.view.next is Press.HOLD
    house.do(Press.HOLD)
    assert house.row.public is False
    assert house.view.sight.words == "The public sees the card, nothing of the meeting"
    world.run(resume_meeting, ResumeMeeting(house.sitting.id))
    assert house.view.next is Press.GO_ON
    house.do(Press.GO_ON)
    assert house.row.public is True
    world.run(close_meeting, CloseMeeting(house.sitting.id))
    assert house.view.next is Press.END
    house.do(Press.END)
    assert (house.row.phase, house.row.public, house.row.receiving) == (Phase.ENDED, False, False)
    assert house.view.next is None
    with pytest.raises(WrongState, match="final"):
        house.press(Press.LIVE)
    house.do(Press.CLOSE_ROOM)
    assert house.room.ended


def test_a_button_is_a_wish_and_no_statement(house: House) -> None:
    house.sitting.open()
    house.do(Press.LIVE)
    house.studio.down = True
    house.press(Press.HOLD)
    assert house.row.wish is Wish.HELD
    assert house.view.sight.words == "The public sees and hears the meeting"
    assert house.view.sight.colour is Colour.BAD
    house.work()
    assert house.view.sight.words.startswith("Not known what the public sees")
    assert colours(house)["public"] is Colour.BAD
    house.studio.down = False
    house.work(rounds=8)
    assert house.row.public is False
    assert house.view.sight.sure


def test_a_later_press_ends_what_an_earlier_one_asked_for(house: House) -> None:
    house.sitting.open()
    house.press(Press.LIVE)
    house.press(Press.END)
    house.work()
    assert "go live" not in house.studio.asked
    assert house.row.phase is Phase.ENDED


def test_with_the_service_down_a_person_looks(house: House) -> None:
    house.sitting.open()
    house.studio.down = True
    house.do(Press.LIVE)
    house.world.run(say_what_is_seen, SayWhatIsSeen(house.sitting.id, False))
    assert house.row.seen_by
    member = house.world.actor(house.sitting.body.members[1])
    with pytest.raises(Denied):
        house.world.run(say_what_is_seen, SayWhatIsSeen(house.sitting.id, False), member)
    with pytest.raises(Denied):
        house.press(Press.END, member)


def test_a_picture_that_is_late_is_waited_for(house: House) -> None:
    house.sitting.open()
    house.room.dark = True
    house.do(Press.LIVE)
    assert "go live" not in house.studio.asked
    assert house.row.public is False
    house.studio.pictures.add(house.room.aimed_at)
    house.work()
    assert house.row.public is True


def test_a_stream_that_is_forgotten_is_warned_about_once(house: House) -> None:
    house.sitting.open()
    house.do(Press.LIVE)
    house.world.run(close_meeting, CloseMeeting(house.sitting.id))
    house.work()
    assert house.row.warned_at is None
    house.world.later(minutes=10)
    house.work()
    first = house.row.warned_at
    assert first is not None
    assert any("still being sent" in a for a in house.view.alarms)
    house.world.later(minutes=10)
    house.work()
    assert house.row.warned_at == first


def test_a_test_run_without_a_picture_leaves_nothing_behind(house: House) -> None:
    house.room.dark = True
    house.do(Press.TEST)
    assert house.row.rehearsal is Rehearsal.STARTING
    house.do(Press.END_TEST)
    assert house.row.rehearsal is Rehearsal.FAILED
    assert not [ref for ref in house.feed.made if "-test-" in ref]


def test_a_service_that_cannot_hold_is_held_by_its_picture(house: House) -> None:
    house.sitting.open()
    house.feed.can = frozenset(c for c in house.feed.can if c is not Can.HOLD)
    house.do(Press.LIVE)
    house.do(Press.HOLD)
    assert "hold" not in house.studio.asked
    assert house.row.public is False
    house.do(Press.GO_ON)
    assert house.row.public is True
