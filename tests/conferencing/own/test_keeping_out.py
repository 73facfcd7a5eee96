"""Whoever may not be in the room any longer is put out, although their page never asks again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from meetings.conferencing.models import Invited, RemoteRoom
from meetings.conferencing.own.keeping_out import watch
from meetings.conferencing.own.models import OwnConnection
from meetings.conferencing.own.usecases import Knock, LetIn, PutOut, knock, let_in, put_out
from meetings.conferencing.rules import Status
from meetings.kernel.actor import SYSTEM
from meetings.people.models import Account
from meetings.ports.adapters import Providers
from meetings.ports.conferencing import Guest
from meetings.ports.own_video import Present, seat_of
from meetings.ports.providers import Retryable
from meetings.room.usecases import CloseMeeting, close_meeting
from meetings.runtime.jobs import JobContext
from meetings.runtime.vault import Vault
from tests.exclusion.house import arranged
from tests.factories.private import exclude
from tests.factories.world import Sitting, World

VAULT = Vault(b"k" * 32)


@dataclass
class Rooms:
    """A video server that does what it is asked for, or does not answer."""

    inside: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    asked: int = 0
    down: bool = False

    def people(self, ref: str, inside: dict[str, str]) -> tuple[Present, ...]:
        self.asked += 1
        if self.down:
            raise Retryable("It does not answer.")
        return tuple(Present(who, "", True) for who in self.inside)

    def refuse(self, ref: str, inside: dict[str, str], guest: Guest) -> None:
        self.refused.append(guest.key)

    def kick(self, ref: str, inside: dict[str, str], who: str) -> None:
        self.inside.remove(who)

    def _unused(self, *_: Any, **__: Any) -> Any:
        raise AssertionError("nobody asks for this here")

    inner = hear = door = end = relays = admit = mute = _unused


@dataclass
class House:
    """A meeting in a room of our own, with somebody invited, all of them in it with a device or two."""

    sitting: Sitting
    rooms: Rooms
    guest: str

    @property
    def context(self) -> JobContext:
        runner = self.sitting.world.runner
        providers = Providers({"builtin": self.rooms}, {})  # type: ignore[dict-item]
        return JobContext(runner, storage=None, render_pdf=lambda *a: b"", providers=providers, vault=VAULT)  # type: ignore[arg-type]

    def seats(self) -> set[str]:
        return {seat_of(who) for who in self.rooms.inside}


@pytest.fixture
def house(sqlite_world: World) -> House:
    sitting = arranged(sqlite_world)
    guest = sqlite_world.body("Audit", members=1).members[0]
    with sqlite_world.runner.work(SYSTEM) as work:
        room = RemoteRoom(
            meeting_id=sitting.id, key=sitting.id, provider="builtin", ref="r", arranged_at=work.now
        )
        room.state, room.inside = Status.READY, VAULT.lock({"secret": "s"})
        work.session.add(room)
        work.session.add(Invited(meeting_id=sitting.id, person_id=guest, invited_at=work.now))
    people = [*sitting.body.members[:3], guest]
    rooms = Rooms([f"{p}.a" for p in people] + [f"{guest}.b"])
    for person in people:
        sqlite_world.run(knock, Knock(sitting.id), sqlite_world.actor(person))
    sqlite_world.run(let_in, LetIn(sitting.id))
    with sqlite_world.runner.work(SYSTEM) as work:
        for who in rooms.inside:
            row = OwnConnection(key=who, meeting_id=sitting.id, ref="r", seat=seat_of(who))
            row.joined_at = row.seen_at = work.now
            work.session.add(row)
    return House(sitting, rooms, guest)


def test_the_invited_are_out_as_soon_as_the_public_is_excluded(house: House) -> None:
    watch(house.context)
    assert len(house.rooms.inside) == 5
    asked = house.rooms.asked
    watch(house.context)
    assert house.rooms.asked == asked
    exclude(house.sitting, house.sitting.items[2])
    watch(house.context)
    assert house.seats() == set(house.sitting.body.members[:3])
    assert house.rooms.refused == [house.guest]


def test_a_server_that_did_not_answer_is_asked_again(house: House) -> None:
    house.rooms.down = True
    house.sitting.world.run(put_out, PutOut(house.sitting.id, house.guest))
    watch(house.context)
    house.rooms.down = False
    watch(house.context)
    assert house.guest not in house.seats()


def test_who_is_no_longer_anybody_here_is_out_within_moments(house: House) -> None:
    """An account that is ended leaves no fact in the meeting."""
    watch(house.context)
    member, world = house.sitting.body.members[2], house.sitting.world
    with world.runner.work(SYSTEM) as work:
        for account in work.session.query(Account).filter_by(person_id=member):
            account.is_active = False
    world.later(seconds=21)
    watch(house.context)
    assert house.seats() == {*house.sitting.body.members[:2], house.guest}


def test_the_end_of_the_hour_puts_nobody_out(house: House) -> None:
    house.sitting.world.run(close_meeting, CloseMeeting(house.sitting.id))
    house.sitting.world.later(minutes=1800)
    watch(house.context)
    assert len(house.rooms.inside) == 5
