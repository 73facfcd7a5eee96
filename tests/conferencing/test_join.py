"""Who comes in through the join page and who does not; what it says when the service is down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from meetings.conferencing.entry import Entry, Part, entry_of
from meetings.conferencing.queries import seats_of
from meetings.conferencing.rules import DoorState
from meetings.conferencing.usecases import ArrangeRemote, Invite, arrange_remote, invite
from meetings.connections.calls import carry_out_due
from meetings.debate.models import Disorder
from meetings.debate.rules import Step
from meetings.interests.rules import Action, Kind
from meetings.interests.usecases import Declare, declare_interest
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Role
from meetings.ports.adapters import Providers
from meetings.ports.conferencing import Door
from meetings.ports.providers import Permanent, Retryable
from meetings.room.usecases import Leave, TakeItem, leave, take_item
from meetings.runtime.jobs import JobContext
from meetings.schedule.queries import meeting_of
from tests.conferencing.house import ROOM_CAN, Rooms
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.world import EVENING, Committee, Sitting

START = EVENING - timedelta(days=10) + timedelta(minutes=20)


@dataclass
class Lobby:
    """A meeting about to begin, at a service that does as the test wants."""

    site: Site
    body: Committee
    rooms: Rooms
    meeting: Sitting

    @property
    def join(self) -> str:
        return f"/meetings/{self.meeting.id}/join"

    def at_door(self, person_id: str) -> Entry:
        """How a member stands at the door now."""
        world = self.site.world
        with world.runner.read() as session:
            meeting = meeting_of(session, self.meeting.id)
            return entry_of(
                session, world.actor(person_id), meeting, world.runner.timezone, world.clock.now()
            )


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Committee, Rooms]]:
    """The application, with one service in place of its own."""
    rooms = Rooms("first", "First", ROOM_CAN)
    with make_site(tmp_path_factory.mktemp("join")) as site:
        site.parts.services.providers = Providers({"first": rooms}, {})  # type: ignore[dict-item]
        yield site, site.world.body(), rooms


_MINUTE = iter(range(500))


@pytest.fixture
def lobby(hall: tuple[Site, Committee, Rooms]) -> Lobby:
    """A meeting of its own."""
    site, body, rooms = hall
    rooms.fails.clear()
    rooms.asked.clear()
    site.world.clock.at = START - timedelta(minutes=10)
    meeting = body.meeting(
        "Library hours", "Land at Holt Lane", starts_at=START + timedelta(seconds=next(_MINUTE))
    )
    site.world.run(arrange_remote, ArrangeRemote(meeting.id, "first"))
    services = site.parts.services
    carry_out_due(
        JobContext(
            services.runner,
            services.storage,
            lambda *_: b"",
            providers=services.providers,
            vault=services.vault,
        )
    )
    return Lobby(site, body, rooms, meeting)


def test_a_seat_that_is_held_needs_no_service(lobby: Lobby) -> None:
    lobby.rooms.fails["door"] = Retryable("First does not answer.")
    lobby.rooms.asked.clear()
    who = lobby.body.members[1]
    answer = lobby.site.member(who).post(lobby.join)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/{who}")
    assert lobby.rooms.asked == []
    with lobby.site.world.runner.read() as session:
        used = [s.person_id for s in seats_of(session, lobby.meeting.id) if s.used_at is not None]
    assert used == [who]


def test_without_a_seat_the_door_is_fetched_and_failure_is_said(lobby: Lobby) -> None:
    world = lobby.site.world
    person = world.person("Dr Eve Late", "Engineer")
    world.tokens[person] = world.account("Dr Eve Late", person_id=person, role=Role.CONSULTEE)
    world.run(invite, Invite(lobby.meeting.id, person))
    lobby.rooms.fails["door"] = Retryable("First does not answer.")
    guest = lobby.site.member(person)
    answer = guest.post(lobby.join)
    assert answer.status_code == 503
    assert "First does not answer." in words(answer)
    assert "The meeting goes on." in words(answer)
    assert "Join the meeting" in words(answer)
    lobby.rooms.fails.clear()
    assert guest.post(lobby.join).status_code == 303


def test_no_page_names_the_address(lobby: Lobby) -> None:
    for visitor in (lobby.site.officer, lobby.site.member(lobby.body.members[0]), lobby.site.public):
        for page in (lobby.join, f"/desk/meetings/{lobby.meeting.id}/remote"):
            assert "rooms.example" not in visitor.get(page).text


def test_the_host_link_is_fetched_on_the_click_and_kept_nowhere(lobby: Lobby) -> None:
    officer = lobby.site.officer
    assert "Open the room as its host" in words(officer.get(lobby.join))
    answer = officer.post(f"{lobby.join}/host")
    assert "zak=secret-host" in answer.headers["Location"]
    assert answer.get_data() == b""
    lobby.rooms.fails["host"] = Permanent("First says no.", remedy="Reconnect it.")
    refused = officer.post(f"{lobby.join}/host")
    assert refused.status_code == 503
    assert "Reconnect it." in words(refused)
    assert lobby.site.member(lobby.body.members[1]).post(f"{lobby.join}/host").status_code == 403
    for file in lobby.site.parts.settings.data.glob("witan.sqlite*"):
        assert b"secret-host" not in file.read_bytes()


def test_nobody_is_sent_to_an_address_that_is_none(lobby: Lobby) -> None:
    door = lobby.rooms.door

    def bad(*_: object) -> Door:
        return Door("javascript:alert(1)")

    world = lobby.site.world
    token = world.account("Second Officer", role=Role.OFFICER)
    lobby.rooms.door = bad  # type: ignore[method-assign,assignment]
    try:
        answer = Visitor(lobby.site.parts, token).post(lobby.join)
    finally:
        lobby.rooms.door = door  # type: ignore[method-assign]
    assert answer.status_code == 503
    assert "Location" not in answer.headers


def test_who_has_to_be_out_of_the_room_is_kept_out_for_that_item(lobby: Lobby) -> None:
    meeting = lobby.meeting.open(5)
    world, who = lobby.site.world, lobby.body.members[3]
    assert lobby.at_door(who).may_enter
    world.run(
        declare_interest,
        Declare(meeting.id, meeting.items[0], Kind.DPI, Action.LEFT, "Owns it", person_id=who),
    )
    kept = lobby.at_door(who)
    assert kept.kept_out
    assert not kept.may_enter
    member = lobby.site.member(who)
    assert "out of the room for this item" in words(member.get(lobby.join))
    assert member.post(lobby.join).status_code == 403
    world.run(take_item, TakeItem(meeting.id, meeting.items[1]))
    assert lobby.at_door(who).may_enter


def test_who_was_sent_out_and_who_has_left_are_told(lobby: Lobby) -> None:
    meeting = lobby.meeting.open(5)
    sent, left = lobby.body.members[2], lobby.body.members[4]

    world = lobby.site.world
    with world.runner.database.write() as session:
        row = Disorder(
            id=new_id(),
            meeting_id=meeting.id,
            person_id=sent,
            name="",
            step=Step.LEFT,
            reason="By resolution.",
            at=world.clock.now(),
        )
        session.add(row)
    lobby.site.world.run(leave, Leave(meeting.id, left))
    assert lobby.at_door(sent).kept_out.startswith("The meeting resolved that you leave.")
    assert lobby.site.member(sent).post(lobby.join).status_code == 403
    assert lobby.at_door(left).may_enter
    assert "marked as having left" in words(lobby.site.member(left).get(lobby.join))
    assert lobby.at_door(lobby.body.members[0]).part is Part.CHAIR


def test_the_door_opens_and_shuts_with_the_meeting(lobby: Lobby) -> None:
    world, who = lobby.site.world, lobby.body.members[1]
    assert lobby.at_door(who).state is DoorState.OPEN
    world.clock.at = START - timedelta(minutes=31)
    assert lobby.at_door(who).state is DoorState.EARLY
    assert "Open the room as its host" in words(lobby.site.officer.get(lobby.join))
    world.clock.at = START + timedelta(hours=9)
    assert lobby.at_door(who).state is DoorState.OVER
    world.clock.at = START
