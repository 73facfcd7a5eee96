"""Whoever would have the private part open while the public still gets the picture: by haste, by delay, by silence."""

from __future__ import annotations

from typing import Any

import pytest

from meetings.conferencing.desk.looks import look
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Press, Wish
from meetings.conferencing.desk.usecases import wished
from meetings.connections.calls import carry_out_due
from meetings.connections.calls.carrying import Carrying
from meetings.exclusion.jobs import watch
from meetings.exclusion.rules import State
from meetings.exclusion.usecases import (
    ConfirmByEye,
    ConfirmOverride,
    ProposeOverride,
    confirm_by_eye,
    confirm_override,
    propose_override,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.room.usecases import TakeItem, take_item
from meetings.schedule.models import Meeting
from tests.conferencing.desk.house import House, furnished
from tests.conferencing.desk.test_private import with_exempt_item, worked
from tests.exclusion.house import state_of, stopped, verified
from tests.factories.private import exclude
from tests.factories.world import World


@pytest.fixture
def house(sqlite_world: World) -> House:
    return furnished(sqlite_world, with_exempt_item)


def confirmed(house: House) -> None:
    """The public is excluded, and everything has stopped."""
    house.do(Press.LIVE)
    exclude(house.sitting, house.sitting.items[2])
    worked(house)
    house.world.run(confirm_by_eye, ConfirmByEye(house.sitting.id, "gallery"))
    assert state_of(house.sitting) is State.CONFIRMED


def back(house: House) -> None:
    """The feed comes back, and it is looked."""
    house.studio.pictures.add(house.room.aimed_at)
    house.real["held"] = False
    look(house.context, house.sitting.id)
    watch(house.context)
    assert not stopped(house.sitting)["broadcast"]


def test_what_was_answered_before_the_public_was_excluded_confirms_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service answers slowly: it says what was so before somebody went live."""
    sitting, world, ask = house.sitting, house.world, house.feed.state
    house.do(Press.PICTURE)

    def slow(account: Any, ref: str) -> Any:
        answer = ask(account, ref)
        house.feed.go_live(account, ref)
        world.later(seconds=1)
        exclude(sitting, sitting.items[2])
        world.later(seconds=1)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(house.feed, "state", slow)
        look(house.context, sitting.id)
    watch(house.context)
    assert not stopped(sitting)["broadcast"]
    look(house.context, sitting.id)
    watch(house.context)
    assert not stopped(sitting)["broadcast"]
    worked(house)
    assert stopped(sitting)["broadcast"]
    assert house.row.public is False


def test_what_a_worker_still_does_is_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Going live began before the public was excluded, and comes about after the broadcast was held."""
    sitting, world, go_live = house.sitting, house.world, house.feed.go_live
    house.do(Press.PICTURE)

    def slow(account: Any, ref: str) -> None:
        world.later(seconds=1)
        exclude(sitting, sitting.items[2])
        world.later(seconds=1)
        carry_out_due(house.context, Carrying("another worker", urgent_only=True))
        look(house.context, sitting.id)
        assert house.row.public is False
        watch(house.context)
        assert not stopped(sitting)["broadcast"]
        world.later(seconds=1)
        go_live(account, ref)
        house.studio.pictures.add(house.room.aimed_at)
        house.real["held"] = False

    monkeypatch.setattr(house.feed, "go_live", slow)
    house.press(Press.LIVE)
    carry_out_due(house.context)
    watch(house.context)
    assert not stopped(sitting)["broadcast"]
    worked(house, rounds=5)
    assert stopped(sitting)["broadcast"]
    assert house.row.public is False


def test_what_comes_back_before_the_private_part_is_open_keeps_it_shut(house: House) -> None:
    sitting = house.sitting
    confirmed(house)
    back(house)
    assert state_of(sitting) is State.STOPPING
    assert not verified(sitting)
    with pytest.raises(WrongState, match="not confirmed"):
        house.world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    worked(house, rounds=4)
    assert state_of(sitting) is State.CONFIRMED
    house.world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    assert not verified(sitting)


def test_two_people_who_went_on_regardless_are_not_asked_again(house: House) -> None:
    sitting, world = house.sitting, house.world
    house.do(Press.LIVE)
    house.studio.down = True
    exclude(sitting, sitting.items[2])
    worked(house)
    world.run(propose_override, ProposeOverride(sitting.id, "Feedy is down; seen dark on a telephone."))
    world.run(confirm_override, ConfirmOverride(sitting.id), world.actor(sitting.body.members[0]))
    house.studio.down = False
    back(house)
    assert state_of(sitting) is State.CONFIRMED
    assert not verified(sitting)


def test_a_broadcast_that_the_page_does_not_name_must_stop_too(house: House) -> None:
    """Whoever has its address watches an arranged broadcast, whether or not the meeting's page gives it."""
    sitting, world = house.sitting, house.world
    house.do(Press.LIVE)
    with world.runner.work(SYSTEM) as work:
        work.session.get_one(Meeting, sitting.id).broadcast_url = ""
    exclude(sitting, sitting.items[2])
    assert stopped(sitting) == {"broadcast": False, "gallery": False, "pages": False}
    worked(house)
    assert stopped(sitting)["broadcast"]


def test_a_test_run_that_has_not_come_about_is_not_begun_in_private(house: House) -> None:
    """Nobody sees it, but the service records it."""
    house.room.dark = True
    house.do(Press.TEST)
    assert "start" in house.studio.asked
    exclude(house.sitting, house.sitting.items[2])
    house.studio.asked.clear()
    worked(house)
    assert "stop" in house.studio.asked
    assert "start" not in house.studio.asked


def test_it_is_stopped_again_whatever_is_wished_for(house: House) -> None:
    """A wish that came in between would have made every stop that follows one of another turn."""
    sitting = house.sitting
    house.do(Press.LIVE)
    exclude(sitting, sitting.items[2])
    with house.world.runner.work(SYSTEM) as work:
        row = work.session.get_one(BroadcastDesk, sitting.id)
        wished(work, row, Wish.LIVE)
        row.kept_wish = None
    worked(house, rounds=5)
    assert stopped(sitting)["broadcast"]
    assert (house.row.wish, house.row.kept_wish) == (Wish.HELD, Wish.LIVE)
