"""A meeting with a room that streams and a broadcast that can be asked, both standing in this test's own memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from meetings.conferencing.desk.looks import able_of, look
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.queries import DeskView, desk_view
from meetings.conferencing.desk.rules import Press
from meetings.conferencing.desk.usecases import PressDesk, press_desk
from meetings.conferencing.usecases import ArrangeRemote, arrange_remote
from meetings.connections.calls import carry_out_due
from meetings.kernel.actor import Actor
from meetings.ports.adapters import Providers
from meetings.ports.broadcast import Broadcast, BroadcastState, BroadcastWish, Phase
from meetings.ports.conferencing import Guest, Room, RoomState, RoomWish, StreamTarget
from meetings.ports.providers import Account, Can, Retryable, SetUp, Step
from meetings.runtime.jobs import JobContext
from meetings.runtime.vault import Vault
from tests.factories.world import Sitting, World

DOWN = "It does not answer."


@dataclass
class Studio:
    """What both services know of each other: pictures by stream key."""

    asked: list[str] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    down: bool = False

    def ask(self, what: str) -> None:
        """Somebody asks. Raises Retryable while nobody answers."""
        self.asked.append(what)
        if self.down:
            raise Retryable(DOWN)


@dataclass
class FakeRoom:
    """A room whose stream is started and stopped by a program."""

    studio: Studio
    key: str = "room"
    name: str = "Roomy"
    can: frozenset[Can] = frozenset(
        {Can.CREATE, Can.STREAM_TARGET, Can.STREAM_CONTROL, Can.STREAM_STATE, Can.END}
    )
    setup: SetUp = field(default_factory=SetUp)
    open: bool = True
    aimed_at: str = ""
    #: says that it sends and does not
    dark: bool = False
    ended: bool = False

    def create(self, account: Account, wish: RoomWish) -> Room:
        return Room(f"room-{wish.key}")

    def update(self, account: Account, ref: str, wish: RoomWish) -> Room:
        return Room(ref)

    def aim(self, account: Account, ref: str, target: StreamTarget) -> tuple[Step, ...]:
        self.aimed_at = target.key
        return ()

    def start_stream(self, account: Account, ref: str) -> None:
        self.studio.ask("start")
        if not self.dark:
            self.studio.pictures.add(self.aimed_at)

    def stop_stream(self, account: Account, ref: str) -> None:
        self.studio.ask("stop")
        self.studio.pictures.discard(self.aimed_at)

    def state(self, account: Account, ref: str) -> RoomState:
        self.studio.ask("room?")
        return RoomState(self.open, self.aimed_at in self.studio.pictures, 7)

    def end(self, account: Account, ref: str) -> None:
        self.studio.ask("end room")
        self.ended = True

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Any:
        raise AssertionError("nobody goes in here")


@dataclass
class FakeFeed:
    """A service that says itself what the public gets."""

    studio: Studio
    key: str = "feed"
    name: str = "Feedy"
    can: frozenset[Can] = frozenset({Can.CREATE, Can.GO_LIVE, Can.FEED_STATE, Can.HOLD, Can.PRIVACY})
    setup: SetUp = field(default_factory=SetUp)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: does nothing although it says so
    stubborn: bool = False

    def prepare(self, account: Account, wish: BroadcastWish) -> Broadcast:
        self.studio.ask("prepare")
        ref = f"cast-{wish.key}"
        self.made.setdefault(ref, {"phase": Phase.READY, "held": False, "privacy": wish.privacy})
        target = StreamTarget("rtmps://in.example.org/live", f"key-{ref}", f"https://watch.example.org/{ref}")
        return Broadcast(ref, f"https://watch.example.org/{ref}", f"https://embed.example.org/{ref}", target)

    def update(self, account: Account, ref: str, wish: BroadcastWish) -> Broadcast:
        return self.prepare(account, wish)

    def cancel(self, account: Account, ref: str) -> None:
        self.studio.ask("cancel")
        self.made.pop(ref, None)

    def state(self, account: Account, ref: str) -> BroadcastState:
        self.studio.ask("feed?")
        kept = self.made[ref]
        phase, receiving = kept["phase"], f"key-{ref}" in self.studio.pictures
        public = phase is Phase.LIVE and receiving and not kept["held"] and kept["privacy"] == "public"
        shown = Phase.HELD if phase is Phase.LIVE and kept["held"] else phase
        return BroadcastState(shown, receiving, public, "good" if receiving else "none")

    def go_live(self, account: Account, ref: str) -> None:
        self.studio.ask("go live")
        self.made[ref]["phase"] = Phase.LIVE

    def hold(self, account: Account, ref: str) -> None:
        self.studio.ask("hold")
        if not self.stubborn:
            self.made[ref]["held"] = True

    def release(self, account: Account, ref: str) -> None:
        self.studio.ask("release")
        self.made[ref]["held"] = False

    def end(self, account: Account, ref: str) -> None:
        self.studio.ask("end")
        self.made[ref]["phase"] = Phase.ENDED


@dataclass
class House:
    """The meeting, its desk, and the two services."""

    sitting: Sitting
    studio: Studio
    room: FakeRoom
    feed: FakeFeed
    context: JobContext

    @property
    def world(self) -> World:
        return self.sitting.world

    def press(self, press: Press, actor: Actor | None = None) -> None:
        """Press, as the page does."""
        able = able_of(self.context.providers, self.room.key, self.feed.key)
        self.world.run(press_desk, PressDesk(self.sitting.id, press, able), actor)

    def work(self, rounds: int = 3) -> None:
        """The worker does what is due and looks."""
        for _ in range(rounds):
            carry_out_due(self.context)
            look(self.context, self.sitting.id)
            self.world.later(seconds=3)

    def do(self, press: Press) -> None:
        """Press, and let it come about."""
        self.press(press)
        self.work()

    @property
    def row(self) -> BroadcastDesk:
        with self.world.runner.read() as session:
            return session.get_one(BroadcastDesk, self.sitting.id)

    @property
    def view(self) -> DeskView:
        with self.world.runner.read() as session:
            able = able_of(self.context.providers, self.room.key, self.feed.key)
            return desk_view(session, self.sitting.id, self.world.clock.now(), able)

    @property
    def real(self) -> dict[str, Any]:
        """The meeting's own broadcast at the service; there is one."""
        (found,) = [kept for ref, kept in self.feed.made.items() if "-test-" not in ref]
        return found


def context_of(world: World, *providers: Any) -> JobContext:
    """What a worker would have."""
    room, feed = providers
    return JobContext(
        world.runner,
        storage=None,  # type: ignore[arg-type]
        render_pdf=lambda *a: b"",
        providers=Providers({room.key: room}, {feed.key: feed}),
        vault=Vault(b"k" * 32),
    )


def furnished(world: World, make: Callable[[World], Sitting]) -> House:
    """A meeting with room and broadcast arranged and ready."""
    studio = Studio()
    room, feed = FakeRoom(studio), FakeFeed(studio)
    sitting = make(world)
    house = House(sitting, studio, room, feed, context_of(world, room, feed))
    command = ArrangeRemote(sitting.id, room_provider="room", broadcast_provider="feed", record=True)
    world.run(arrange_remote, command)
    carry_out_due(house.context)
    assert room.aimed_at
    studio.asked.clear()
    return house
