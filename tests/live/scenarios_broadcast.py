"""The broadcast of a meeting while people look on."""

from __future__ import annotations

from sqlalchemy import update

from meetings.conferencing.desk.events import DeskPressed, FeedSeen, FeedUnreadable
from meetings.conferencing.desk.keeping import KeepLook, Looked, keep_look
from meetings.conferencing.desk.rules import Able, Press
from meetings.conferencing.desk.usecases import PressDesk, press_desk
from meetings.kernel.actor import SYSTEM
from meetings.ports.broadcast import BroadcastState, Phase
from meetings.ports.providers import Can
from meetings.schedule.events import BroadcastChanged
from meetings.schedule.models import Meeting
from meetings.schedule.usecases import broadcast_at, lock_meeting
from tests.factories.world import Sitting, World
from tests.live.scenarios import Act, records
from tests.live.situations import under_way

ABLE = Able(feed="Feedy", feed_can=frozenset({Can.FEED_STATE}))
LIVE = Looked(BroadcastState(Phase.LIVE, True, True, "good"))


def _broadcast(world: World) -> Sitting:
    sitting = under_way(world)
    with world.runner.work(SYSTEM) as work:
        where = Meeting.id == sitting.id
        work.session.execute(update(Meeting).where(where).values(broadcast_url="https://watch.example.org/1"))
    return sitting


def _found(world: World, sitting: Sitting, looked: Looked) -> None:
    world.run(keep_look, KeepLook(sitting.id, ABLE, looked, None), SYSTEM)


@records(DeskPressed)
def pressed(world: World) -> tuple[Sitting, Act]:
    """The card is shown."""
    sitting = _broadcast(world)
    return sitting, lambda: world.run(press_desk, PressDesk(sitting.id, Press.HOLD))


@records(FeedSeen)
def seen(world: World) -> tuple[Sitting, Act]:
    """The public gets it."""
    sitting = _broadcast(world)
    return sitting, lambda: _found(world, sitting, LIVE)


@records(FeedUnreadable)
def unreadable(world: World) -> tuple[Sitting, Act]:
    """It was on air, and now the service says nothing."""
    sitting = _broadcast(world)
    _found(world, sitting, LIVE)
    return sitting, lambda: _found(world, sitting, Looked(None, "It does not answer."))


@records(BroadcastChanged)
def elsewhere(world: World) -> tuple[Sitting, Act]:
    """The public watches somewhere from now on."""
    sitting = under_way(world)

    def act() -> None:
        with world.runner.work(SYSTEM) as work:
            meeting = lock_meeting(work.session, sitting.id)
            broadcast_at(work, meeting, "https://watch.example.org/2")

    return sitting, act
