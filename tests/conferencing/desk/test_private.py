"""The public excluded while a meeting is broadcast: stopped, believed only when the service says so, and let go on."""

from __future__ import annotations

import pytest

from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.conferencing.desk.reactions import hear
from meetings.conferencing.desk.rules import Press, Wish
from meetings.conferencing.desk.sight import Colour
from meetings.exclusion.jobs import watch
from meetings.exclusion.rules import State
from meetings.exclusion.usecases import (
    ConfirmByEye,
    ConfirmOverride,
    LetPublicReturn,
    ProposeOverride,
    confirm_by_eye,
    confirm_override,
    let_public_return,
    propose_override,
)
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, WrongState
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Audience, Sensitivity
from meetings.people.queries import actor_of
from meetings.ports.broadcast import Phase
from meetings.ports.providers import Happened
from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.runtime.live import snapshot
from tests.conferencing.desk.house import House, furnished
from tests.exclusion.house import state_of, stopped
from tests.factories.private import exclude
from tests.factories.world import EVENING, Sitting, World


def with_exempt_item(world: World) -> Sitting:
    world.clock.at = EVENING
    made = world.body().meeting("Bins", "Trees", publish=False)
    item = AddItem(
        made.id, "Depot", sensitivity=Sensitivity.EXEMPT, exempt_paragraphs=("3",), interest_test="Bids"
    )
    made.items.append(world.run(add_item, item))
    world.run(publish_agenda, PublishAgenda(made.id))
    return made.open()


@pytest.fixture
def house(sqlite_world: World) -> House:
    made = furnished(sqlite_world, with_exempt_item)
    made.do(Press.LIVE)
    assert made.row.public is True
    return made


def worked(house: House, rounds: int = 4) -> None:
    """The worker carries out, looks, and the exclusion is watched."""
    for _ in range(rounds):
        house.work(rounds=1)
        watch(house.context)


def facts(house: House) -> list[str]:
    from meetings.db.record import facts_of

    with house.world.runner.read() as session:
        return [e.type for e in facts_of(session, house.sitting.id)]


def public_part(house: House) -> object:
    with house.world.runner.read() as session:
        return snapshot(session, house.sitting.id, Audience.PUBLIC).parts["broadcast"]


def test_the_private_part_opens_when_the_service_says_that_nothing_reaches_the_public(house: House) -> None:
    sitting, world = house.sitting, house.world
    exclude(sitting, sitting.items[2])
    assert house.row.wish is Wish.HELD
    assert house.view.alarms
    assert public_part(house) == {"hidden": True}
    with pytest.raises(WrongState, match="not confirmed"):
        world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    with pytest.raises(WrongState, match="asked itself"):
        world.run(confirm_by_eye, ConfirmByEye(sitting.id, "broadcast"))
    worked(house)
    assert stopped(sitting) == {"broadcast": True, "gallery": False, "pages": True}
    assert not house.view.alarms
    assert house.view.sight.words == "The public sees nothing: the meeting is in private"
    world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"))
    world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    assert state_of(sitting) is State.PRIVATE
    for press in (Press.LIVE, Press.GO_ON, Press.PICTURE):
        with pytest.raises(WrongState, match="public is excluded"):
            house.press(press)
    world.run(let_public_return, LetPublicReturn(sitting.id))
    worked(house, rounds=2)
    assert house.row.public is False
    world.later(seconds=31)
    worked(house)
    assert state_of(sitting) is None
    assert (house.row.wish, house.row.public) == (Wish.LIVE, True)
    assert house.view.sight.words == "The public sees and hears the meeting"


def test_a_feed_that_comes_back_sounds_the_alarm_and_is_stopped_again(house: House) -> None:
    sitting, world = house.sitting, house.world
    exclude(sitting, sitting.items[2])
    worked(house)
    world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"))
    world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    # Somebody presses Start in the room, and the service shows it.
    house.studio.pictures.add(house.room.aimed_at)
    house.real["held"] = False
    with world.runner.work(SYSTEM) as work:
        hear(work, "room", Happened("n1", "stream_started", world.clock.now(), _ref(house)))
    assert house.row.asked_at is None
    house.work(rounds=1)
    watch(house.context)
    assert stopped(sitting)["broadcast"] is False
    assert facts(house).count("exclusion.surface_running") == 1
    assert house.view.sight.colour is Colour.BAD
    assert "that must stop" in house.view.sight.words
    worked(house, rounds=3)
    assert stopped(sitting)["broadcast"] is True
    assert house.row.public is False
    assert "broadcast.held_back" in facts(house)
    assert facts(house).count("exclusion.surface_running") == 1


def test_with_the_provider_down_the_alarm_stays_and_two_people_decide(house: House) -> None:
    sitting, world = house.sitting, house.world
    house.studio.down = True
    exclude(sitting, sitting.items[2])
    worked(house)
    world.run(confirm_by_eye, ConfirmByEye(sitting.id, "gallery"))
    assert state_of(sitting) is State.STOPPING
    assert house.view.alarms
    with pytest.raises(WrongState, match="asked itself"):
        world.run(confirm_by_eye, ConfirmByEye(sitting.id, "broadcast"))
    world.run(propose_override, ProposeOverride(sitting.id, "Feedy is down; seen dark on my telephone."))
    with pytest.raises(Denied, match="second person"):
        world.run(confirm_override, ConfirmOverride(sitting.id))
    token = world.account("Mx Second", role=Role.OFFICER)
    with world.runner.read() as session:
        second = actor_of(session, token, world.clock.now())
    assert second is not None
    world.run(confirm_override, ConfirmOverride(sitting.id), second)
    world.run(take_item, TakeItem(sitting.id, sitting.items[2]))
    assert state_of(sitting) is State.PRIVATE
    worked(house)
    assert stopped(sitting)["broadcast"] is False
    assert house.view.alarms
    # It answers again: what was asked for is done, and the alarm ends.
    house.studio.down = False
    worked(house, rounds=12)
    assert stopped(sitting)["broadcast"] is True
    assert not house.view.alarms


def test_a_service_that_says_yes_and_does_nothing_is_not_believed(house: House) -> None:
    house.feed.stubborn = True
    house.room.can = frozenset(c for c in house.room.can if c != "stream_control")
    exclude(house.sitting, house.sitting.items[2])
    worked(house)
    assert stopped(house.sitting)["broadcast"] is False
    assert house.view.alarms
    assert house.studio.asked.count("hold") > 1


def test_a_meeting_closed_in_private_stays_dark(house: House) -> None:
    exclude(house.sitting, house.sitting.items[2])
    worked(house)
    house.world.run(close_meeting, CloseMeeting(house.sitting.id))
    worked(house)
    assert house.row.public is False
    assert house.view.next is Press.END
    house.do(Press.END)
    assert house.row.phase is Phase.ENDED


def _ref(house: House) -> str:
    from meetings.conferencing.queries import room_of_meeting

    with house.world.runner.read() as session:
        room = room_of_meeting(session, house.sitting.id)
    assert room is not None
    return room.ref


def test_a_broadcast_that_had_not_begun_does_not_begin_by_the_return(sqlite_world: World) -> None:
    house = furnished(sqlite_world, with_exempt_item)
    house.do(Press.PICTURE)
    exclude(house.sitting, house.sitting.items[2])
    worked(house)
    assert stopped(house.sitting)["broadcast"] is True
    assert (house.row.receiving, "hold" in house.studio.asked) == (False, False)
    house.world.run(let_public_return, LetPublicReturn(house.sitting.id))
    house.world.later(seconds=31)
    worked(house)
    assert (house.row.wish, house.row.receiving, house.row.public) == (Wish.PICTURE, True, False)
    house.do(Press.LIVE)
    assert house.row.public is True
