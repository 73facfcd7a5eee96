"""Killed between any two steps of scheduling, going live and ending: one room and one broadcast, there and here."""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from meetings.admin.verify import check_stream
from meetings.conferencing.desk.models import BroadcastDesk
from meetings.conferencing.desk.rules import Press, Wish
from meetings.conferencing.desk.usecases import PressDesk, press_desk
from meetings.conferencing.models import Broadcast, FormerBroadcast, FormerRoom, RemoteRoom
from meetings.conferencing.rules import Status
from meetings.conferencing.usecases import ArrangeRemote, arrange_remote
from meetings.connections.calls import carry_out_due
from meetings.connections.queries import calls_of
from meetings.connections.rules import LEASE, UNFINISHED
from meetings.db.engine import Database
from meetings.kernel.actor import SYSTEM
from meetings.ports.adapters import Providers
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.runtime.jobs import JobContext
from meetings.runtime.usecase import Runner
from meetings.runtime.vault import Vault
from meetings.schedule.models import MeetingStatus
from meetings.schedule.queries import meeting_of
from tests.factories.world import Committee, World
from tests.faults.conftest import Times
from tests.faults.service import KILLED, Book, BookedBroadcasts, BookedRooms, Fuse

VAULT = Vault(b"k" * 32)
#: asked for when the meeting is over, and waited for as long as the provider still counts
AFTERWARDS = frozenset({"conferencing.attendance", "recordings.find", "recordings.fetch"})


@dataclass
class Campaign:
    """A council whose server is killed again and again."""

    world: World
    body: Committee
    book: Book
    url: str
    looks_first: bool = True
    chosen = ("booked", "booked-cast")

    def host_opens(self, _room: RemoteRoom) -> None:
        """Somebody opens the room at the service, where that is needed for a picture."""

    def providers(self, fuse: Fuse) -> Providers:
        """The service, as one process has it."""
        room = BookedRooms(self.book, fuse, self.looks_first)
        cast = BookedBroadcasts(self.book, fuse, self.looks_first)
        return Providers({room.key: room}, {cast.key: cast})  # type: ignore[dict-item]

    def context(self, runner: Runner, fuse: Fuse) -> JobContext:
        """What the worker has."""
        return JobContext(
            runner,
            storage=None,  # type: ignore[arg-type]
            render_pdf=lambda *_: b"",
            providers=self.providers(fuse),
            vault=VAULT,
        )

    def meeting(self) -> str:
        """One more meeting, going on."""
        self.world.later(minutes=1)
        return self.body.meeting(starts_at=self.world.clock.at + timedelta(minutes=30)).open().id

    def killed_at(self, meeting_id: str, step: int) -> bool:
        """A server that lives the meeting until it is killed at a step. False: it came to the end before that."""
        child = os.fork()
        if child == 0:
            self._live_and_die(meeting_id, Fuse(step))
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, KILLED), "the server died of itself"
        return code == KILLED

    def _live_and_die(self, meeting_id: str, fuse: Fuse) -> None:
        try:
            database = Database(self.url)
            fuse.lay(database)
            runner = Runner(database, self.world.clock, self.world.runner.timezone, lambda _: None)
            self.live(self.context(runner, fuse), meeting_id)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def go_on(self, meeting_id: str) -> None:
        """Started again, after what was in hand has been let go of: people press again, the worker works."""
        # The clock of the one that was killed went on ahead of ours.
        self.world.clock.at += LEASE + timedelta(minutes=2)
        self.live(self.context(self.world.runner, Fuse()), meeting_id)

    def steps(self) -> list[str]:
        """All there are in a whole life."""
        fuse, database = Fuse(), Database(self.url)
        fuse.lay(database)
        runner = Runner(database, self.world.clock, self.world.runner.timezone, lambda _: None)
        self.live(self.context(runner, fuse), self.meeting())
        database.close()
        return fuse.steps

    def there(self, room_key: str, cast_key: str) -> tuple[dict[str, str], dict[str, str]]:
        """What the service has of this meeting: how each room and each broadcast stands."""
        return self.book.states("room", room_key), self.book.states("broadcast", cast_key)

    def live(self, context: JobContext, meeting_id: str) -> None:
        """Scheduled, live, ended, closed: each press only where it has not come about yet, as people do."""
        runner = context.runner
        if _status(runner, meeting_id) is not MeetingStatus.CLOSED:
            runner.run(arrange_remote, ArrangeRemote(meeting_id, *self.chosen), actor=SYSTEM)
        self.work(context)
        with runner.read() as session:
            self.host_opens(session.get_one(RemoteRoom, meeting_id))
        for press, wish in ((Press.LIVE, Wish.LIVE), (Press.END, Wish.ENDED)):
            if _wish(runner, meeting_id) not in (wish, Wish.ENDED):
                runner.run(press_desk, PressDesk(meeting_id, press), actor=SYSTEM)
            self.work(context)
        if _status(runner, meeting_id) is not MeetingStatus.CLOSED:
            runner.run(close_meeting, CloseMeeting(meeting_id), actor=SYSTEM)
        runner.run(press_desk, PressDesk(meeting_id, Press.CLOSE_ROOM), actor=SYSTEM)
        self.work(context)

    def work(self, context: JobContext) -> None:
        """The worker, until nothing of it waits for a moment near by."""
        clock = self.world.clock
        for _ in range(12):
            if carry_out_due(context) == 0:
                return
            clock.at += timedelta(seconds=4)

    def faults(self, meeting_id: str) -> list[str]:
        """What is not as it must be afterwards."""
        with self.world.runner.read() as session:
            room = session.get_one(RemoteRoom, meeting_id)
            cast = session.get_one(Broadcast, meeting_id)
            former = [
                x
                for table in (FormerRoom, FormerBroadcast)
                for x in session.query(table).filter_by(meeting_id=meeting_id)
            ]
            waiting = [
                c.operation
                for c in calls_of(session, meeting_id)
                if c.state in UNFINISHED and c.operation not in AFTERWARDS
            ]
            checked = check_stream(session, None, meeting_id)  # type: ignore[arg-type]
            watched = meeting_of(session, meeting_id).broadcast_url
        found = [*checked.differences, *(f"still waiting: {w}" for w in waiting)]
        rooms, casts = self.there(room.key, cast.key)
        if list(rooms.values()) != ["ended"]:
            found.append(f"rooms at the provider: {list(rooms.values())}")
        if list(casts.values()) != ["ended"]:
            found.append(f"broadcasts at the provider: {list(casts.values())}")
        if former or (room.state, cast.state) != (Status.READY, Status.READY):
            found.append(f"ours: {room.state}, {cast.state}, {len(former)} former ones")
        if room.ref not in rooms or cast.ref not in casts:
            found.append("ours is not the provider's")
        if watched != cast.watch_url or not watched:
            found.append("the public is sent elsewhere")
        return found


def _wish(runner: Runner, meeting_id: str) -> Wish:
    with runner.read() as session:
        row = session.get(BroadcastDesk, meeting_id)
    return row.wish if row is not None else Wish.NOTHING


def _status(runner: Runner, meeting_id: str) -> MeetingStatus:
    with runner.read() as session:
        return meeting_of(session, meeting_id).status


@pytest.fixture
def campaign(sqlite_world: World, tmp_path: Path) -> Campaign:
    """A council on SQLite and its service."""
    url = f"sqlite:///{tmp_path / 'witan.sqlite'}"
    return Campaign(
        sqlite_world, sqlite_world.body(members=3, quorum=1), Book(tmp_path / "service.sqlite"), url
    )


def run(campaign: Campaign, rounds: int) -> tuple[int, list[str]]:
    """Kill in so many meetings, at steps spread over the whole life; in every third one the next server as well.

    Meetings killed in, and faults.
    """
    steps = campaign.steps()
    kills, found = 0, []
    for n in range(rounds):
        at = n * len(steps) // rounds if rounds < len(steps) else n % len(steps)
        meeting_id = campaign.meeting()
        kills += campaign.killed_at(meeting_id, at + 1)
        if n % 3 == 2:
            campaign.world.clock.at += LEASE + timedelta(minutes=2)
            campaign.killed_at(meeting_id, 1 + 7 * n % len(steps))
        campaign.go_on(meeting_id)
        found += [f"killed {steps[at]} ({at + 1}): {fault}" for fault in campaign.faults(meeting_id)]
    return kills, found


def test_one_room_and_one_broadcast_wherever_the_server_was_killed(campaign: Campaign, times: Times) -> None:
    rounds = times(10)
    kills, found = run(campaign, rounds)
    assert found == []
    assert kills == rounds


@pytest.mark.parametrize("made", ["room", "broadcast"])
def test_control_an_adapter_that_does_not_look_first_is_found(campaign: Campaign, made: str) -> None:
    campaign.looks_first = False
    meeting_id = campaign.meeting()
    assert campaign.killed_at(meeting_id, campaign.steps().index(f"after making a {made}") + 1)
    campaign.go_on(meeting_id)
    assert any(fault.startswith(f"{made}s at the provider: ['") for fault in campaign.faults(meeting_id))
