"""Scenarios of presence, quorum and interests: for every pushed fact a meeting in which it happens."""

from __future__ import annotations

from datetime import timedelta

from meetings.agendas.rules import Tag
from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.interests import events as interests
from meetings.interests.rules import Action, Kind
from meetings.interests.usecases import (
    ChangeDeclaration,
    Declare,
    MarkReturned,
    WithdrawDeclaration,
    change_declaration,
    declare_interest,
    mark_returned,
    withdraw_declaration,
)
from meetings.kernel.actor import SYSTEM
from meetings.room import events as room
from meetings.room import usecases as rooms
from meetings.room.queries import room_of
from meetings.room.rules import Presence
from meetings.room.usecases.connections import (
    LoseConnection,
    RestoreConnection,
    lose_connection,
    restore_connection,
)
from meetings.room.usecases.corrections import (
    ChangePresence,
    DirectRemote,
    LiftBar,
    SetTime,
    change_presence,
    direct_remote,
    lift_bar,
    set_time,
)
from tests.factories.world import Sitting, World
from tests.live.scenarios import Act, records
from tests.live.situations import under_way


def hearing(world: World, profile: Profile) -> Sitting:
    """An application, with the last of four members online and another away."""
    world.run(choose_profile, ChooseProfile(profile), SYSTEM)
    sitting = world.body(members=5, quorum=3).meeting("Minutes", "Application", publish=False)
    tagged = ItemStates(tags=(Tag.PLANNING.value,))
    world.run(change_item, ChangeItem(sitting.id, sitting.items[1], "Application", states=tagged))
    world.run(publish_agenda, PublishAgenda(sitting.id))
    m = sitting.body.members
    world.run(rooms.arrive, rooms.Arrive(sitting.id, tuple(m[:3])))
    world.run(rooms.arrive, rooms.Arrive(sitting.id, (m[3],), Presence.REMOTE))
    world.run(rooms.open_meeting, rooms.OpenMeeting(sitting.id, m[0]))
    world.run(rooms.take_item, rooms.TakeItem(sitting.id, sitting.items[1]))
    return sitting


@records(room.AttendanceTimed)
def time_put_right(world: World) -> tuple[Sitting, Act]:
    """Somebody came earlier than was entered."""
    sitting = hearing(world, Profile.ENGLAND_PRINCIPAL)
    world.later(minutes=5)
    at = world.clock.now() - timedelta(minutes=3)
    command = SetTime(sitting.id, sitting.body.members[4], "arrived", at, "Seen at the door")
    return sitting, lambda: world.run(set_time, command)


@records(room.PresenceChanged)
def went_online(world: World) -> tuple[Sitting, Act]:
    """Somebody in the room goes home and follows from there."""
    sitting = hearing(world, Profile.WALES)
    command = ChangePresence(sitting.id, sitting.body.members[2], Presence.REMOTE)
    return sitting, lambda: world.run(change_presence, command)


@records(room.RemoteDirected)
def directed(world: World) -> tuple[Sitting, Act]:
    """In Scotland the convener's direction is recorded."""
    sitting = hearing(world, Profile.SCOTLAND)
    return sitting, lambda: world.run(direct_remote, DirectRemote(sitting.id, "The convener"))


@records(room.RemoteConnectionLost)
def lost(world: World) -> tuple[Sitting, Act]:
    """A device has gone."""
    sitting = hearing(world, Profile.WALES)
    command = LoseConnection(sitting.id, sitting.body.members[3], world.clock.now())
    return sitting, lambda: world.run(lose_connection, command, SYSTEM)


@records(room.RemoteConnectionRestored)
def restored(world: World) -> tuple[Sitting, Act]:
    """And is back."""
    sitting, lose = lost(world)
    lose()
    command = RestoreConnection(sitting.id, sitting.body.members[3])
    return sitting, lambda: world.run(restore_connection, command, SYSTEM)


@records(room.QuorumLost)
def quorum_lost(world: World) -> tuple[Sitting, Act]:
    """In England the one online does not count, so three are just enough."""
    sitting = hearing(world, Profile.ENGLAND_PRINCIPAL)
    return sitting, lambda: world.run(rooms.leave, rooms.Leave(sitting.id, sitting.body.members[2]))


@records(room.QuorumRegained)
def quorum_regained(world: World) -> tuple[Sitting, Act]:
    """Somebody comes."""
    sitting, leave = quorum_lost(world)
    leave()
    return sitting, lambda: world.run(rooms.arrive, rooms.Arrive(sitting.id, (sitting.body.members[4],)))


@records(room.BarLifted)
def bar_lifted(world: World) -> tuple[Sitting, Act]:
    """The clerk lets somebody vote who came late."""
    sitting = hearing(world, Profile.ENGLAND_PRINCIPAL)
    world.later(minutes=2)
    late = sitting.body.members[4]
    world.run(rooms.arrive, rooms.Arrive(sitting.id, (late,)))
    command = LiftBar(sitting.id, sitting.items[1], late, "Heard it all from the gallery")
    return sitting, lambda: world.run(lift_bar, command)


def current(sitting: Sitting) -> str:
    """The item being taken."""
    with sitting.world.runner.read() as session:
        state = room_of(session, sitting.id)
    assert state is not None
    assert state.item_id is not None
    return state.item_id


@records(interests.InterestDeclared, interests.LeftForInterest)
def declared(world: World) -> tuple[Sitting, Act]:
    """A member declares an interest in the item being taken, and leaves."""
    sitting = under_way(world)
    person_id = sitting.body.members[4]
    command = Declare(sitting.id, current(sitting), Kind.DPI, Action.LEFT, "Owns it", person_id=person_id)
    return sitting, lambda: world.run(declare_interest, command)


def out(world: World) -> tuple[Sitting, str]:
    """A member is out of the room for an interest; the declaration's id."""
    sitting = under_way(world)
    person_id = sitting.body.members[4]
    command = Declare(sitting.id, current(sitting), Kind.DPI, Action.LEFT, "Owns it", person_id=person_id)
    return sitting, world.run(declare_interest, command)


@records(interests.DeclarationChanged)
def declaration_changed(world: World) -> tuple[Sitting, Act]:
    """It was a personal interest."""
    sitting, declaration = out(world)
    command = ChangeDeclaration(sitting.id, declaration, Kind.PERSONAL, Action.TOOK_PART, "A neighbour")
    return sitting, lambda: world.run(change_declaration, command)


@records(interests.DeclarationWithdrawn)
def declaration_withdrawn(world: World) -> tuple[Sitting, Act]:
    """It was a mistake."""
    sitting, declaration = out(world)
    command = WithdrawDeclaration(sitting.id, declaration, "Another item")
    return sitting, lambda: world.run(withdraw_declaration, command)


@records(interests.ReturnedAfterInterest)
def returned(world: World) -> tuple[Sitting, Act]:
    """The member is back."""
    sitting, declaration = out(world)
    return sitting, lambda: world.run(mark_returned, MarkReturned(sitting.id, declaration))
