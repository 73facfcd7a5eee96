"""A council with services for rooms and broadcasts that do as a test wants, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from meetings.conferencing.queries import Remote, remote_of
from meetings.conferencing.usecases import ArrangeRemote, arrange_remote
from meetings.connections.calls import carry_out_due
from meetings.db.engine import Database
from meetings.ports.adapters import Providers
from meetings.ports.broadcast import Broadcast, BroadcastWish
from meetings.ports.conferencing import Door, Guest, Room, RoomWish, StreamTarget
from meetings.ports.providers import Account, Can, Gone, Paste, Permanent, ProviderFailed, SetUp, Step
from meetings.runtime.jobs import JobContext
from meetings.runtime.vault import Vault
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import ChangeMeeting, change_meeting
from tests.factories.world import Committee, Sitting, World, make_world


@dataclass
class Memory:
    """What a service was asked, what it has, and what it says next."""

    key: str
    name: str
    can: frozenset[Can]
    setup: SetUp = field(default_factory=SetUp)
    asked: list[str] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)
    wishes: list[RoomWish | BroadcastWish] = field(default_factory=list)
    #: raised by the next calls, by name
    fails: dict[str, ProviderFailed] = field(default_factory=dict)
    count: int = 0

    def ask(self, what: str) -> None:
        """Raises what was ordered."""
        self.asked.append(what)
        if what in self.fails:
            raise self.fails[what]

    def find_or_make(self, key: str) -> str:
        """By our key."""
        if key not in self.made:
            self.count += 1
            self.made[key] = f"{self.key}-{self.count}"
        return self.made[key]

    def cancel(self, _account: Account, ref: str) -> None:
        self.ask("cancel")
        self.made = {key: made for key, made in self.made.items() if made != ref}


class Rooms(Memory):
    """Rooms with a seat for each."""

    def create(self, _account: Account, wish: RoomWish) -> Room:
        self.ask("create")
        self.wishes.append(wish)
        return Room(self.find_or_make(wish.key), {"join": "https://rooms.example/secret-join"}, self._steps())

    def update(self, _account: Account, ref: str, wish: RoomWish) -> Room:
        self.ask("update")
        if ref not in self.made.values():
            raise Gone("It is not there.")
        self.wishes.append(wish)
        return Room(ref, {"join": "https://rooms.example/secret-join"}, self._steps())

    def _steps(self) -> tuple[Step, ...]:
        return (
            Step("admit", "Make somebody co-host", "In the room.", (Paste("Claim", "code-55", secret=True),)),
        )

    def door(self, _account: Account, ref: str, _inside: dict[str, str], guest: Guest) -> Door:
        self.ask("door")
        return Door(f"https://rooms.example/{ref}/{guest.key}", seat_ref=f"seat-{guest.key}")

    def revoke(self, _account: Account, _ref: str, guest: Guest, _seat_ref: str) -> None:
        self.ask(f"revoke {guest.key}")

    def host_link(self, _account: Account, ref: str, _inside: dict[str, str]) -> str:
        self.ask("host")
        return f"https://rooms.example/host/{ref}?zak=secret-host"

    def aim(self, _account: Account, _ref: str, target: StreamTarget) -> tuple[Step, ...]:
        self.ask(f"aim {target.key}")
        return ()

    def end(self, _account: Account, _ref: str) -> None:
        self.ask("end")


class Broadcasts(Memory):
    """Broadcasts that take a picture."""

    def prepare(self, _account: Account, wish: BroadcastWish) -> Broadcast:
        self.ask("prepare")
        self.wishes.append(wish)
        ref = self.find_or_make(wish.key)
        watch = f"https://watch.example/{ref}"
        return Broadcast(ref, watch, "", StreamTarget("rtmps://in.example/live", f"key-{ref}", watch))

    def update(self, _account: Account, ref: str, wish: BroadcastWish) -> Broadcast:
        self.ask("update")
        if ref not in self.made.values():
            raise Gone("It is not there.")
        self.wishes.append(wish)
        watch = f"https://watch.example/{ref}"
        return Broadcast(ref, watch, "", StreamTarget("rtmps://in.example/live", f"key-{ref}", watch))

    def end(self, _account: Account, _ref: str) -> None:
        self.ask("end")


ROOM_CAN = frozenset({Can.CREATE, Can.MEMBER_LINKS, Can.HOST_LINK, Can.STREAM_TARGET, Can.END})
DOWN = Permanent("It said no.", remedy="Ask it nicely.")


@dataclass
class House:
    """The council, its services, and what the worker has."""

    world: World
    body: Committee
    first: Rooms
    second: Rooms
    feed: Broadcasts
    context: JobContext

    def meeting(self) -> Sitting:
        """One of its own hour; what the services were asked before is forgotten."""
        self.world.later(minutes=1)
        for service in (self.first, self.second, self.feed):
            service.asked.clear()
            service.wishes.clear()
            service.fails.clear()
        return self.body.meeting(starts_at=self.world.clock.at + timedelta(days=3))

    def arrange(self, meeting: Sitting, **more: object) -> None:
        """Both, and done."""
        chosen = {"room_provider": "first", "broadcast_provider": "feed"} | more
        self.world.run(arrange_remote, ArrangeRemote(meeting.id, **chosen))  # type: ignore[arg-type]
        self.work()

    def work(self) -> None:
        """What the worker does; whatever is tried again is tried when its time has come."""
        carry_out_due(self.context)

    def remote(self, meeting: Sitting) -> Remote:
        """As the officer's page reads it."""
        with self.world.runner.read() as session:
            return remote_of(session, meeting.id)


@contextmanager
def make_house(folder: Path) -> Iterator[House]:
    """On SQLite."""
    database = Database(f"sqlite:///{folder / 'witan.sqlite'}")
    world = make_world(database)
    first, second = Rooms("first", "First", ROOM_CAN), Rooms("second", "Second", ROOM_CAN)
    feed = Broadcasts("feed", "Feed", frozenset({Can.CREATE, Can.GO_LIVE, Can.FEED_STATE}))
    context = JobContext(
        world.runner,
        storage=None,  # type: ignore[arg-type]
        render_pdf=lambda *_: b"",
        site="https://council.example",
        providers=Providers({"first": first, "second": second}, {"feed": feed}),  # type: ignore[dict-item]
        vault=Vault(b"v" * 32),
    )
    yield House(world, world.body(members=3), first, second, feed, context)
    database.close()


def moved(house: House, meeting: Sitting, **more: object) -> None:
    """Two hours later."""
    with house.world.runner.read() as session:
        row = meeting_of(session, meeting.id)
    command = ChangeMeeting(
        meeting.id, row.starts_at + timedelta(hours=2), row.place, row.mode, row.kind, 90, row.broadcast_url
    )
    house.world.run(change_meeting, replace(command, **more))  # type: ignore[arg-type]
    house.work()
