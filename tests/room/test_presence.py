"""Who is lawfully present: times put right, members elsewhere by the law of the day, lost connections, parts missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meetings.agendas.rules import Tag
from meetings.agendas.usecases import ChangeItem, ItemStates, PublishAgenda, change_item, publish_agenda
from meetings.db.record import facts_of
from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, NotFound, WrongState
from meetings.kernel.facts import Fact
from meetings.room import events
from meetings.room import usecases as room
from meetings.room.entitlement import bars_of, may_speak_on, voters_on
from meetings.room.queries import here_now, quorum_of, roll_of
from meetings.room.remote import remote_rule
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
from meetings.room.usecases.roll_call import CallRoll, call_roll
from meetings.schedule.queries import meeting_of
from tests.factories.atonce import at_once
from tests.factories.world import Sitting, World


def hearing(world: World, *, profile: Profile | None = None, members: int = 5, quorum: int = 3) -> Sitting:
    """A committee with a planning application between two ordinary items."""
    if profile is not None:
        world.run(choose_profile, ChooseProfile(profile), SYSTEM)
    sitting = world.body(members=members, quorum=quorum).meeting(
        "Minutes", "Application 1", "Reports", publish=False
    )
    tagged = ItemStates(tags=(Tag.PLANNING.value,))
    world.run(change_item, ChangeItem(sitting.id, sitting.items[1], "Application 1", states=tagged))
    world.run(publish_agenda, PublishAgenda(sitting.id))
    return sitting


def facts(sitting: Sitting, *kinds: type[Fact]) -> list[Fact]:
    with sitting.world.runner.read() as session:
        return [e.fact for e in facts_of(session, sitting.id, types=kinds)]


def voters(sitting: Sitting, item: int) -> set[str]:
    with sitting.world.runner.read() as session:
        return {v.person_id for v in voters_on(session, sitting.id, sitting.items[item])}


def where(sitting: Sitting) -> dict[str, Presence]:
    with sitting.world.runner.read() as session:
        return {h.person_id: h.presence for h in here_now(session, sitting.id)}


@pytest.mark.parametrize(
    ("profile", "year", "presence"),
    [
        (Profile.ENGLAND_PRINCIPAL, 2026, Presence.OBSERVER),
        (Profile.ENGLAND_PRINCIPAL, 2020, Presence.REMOTE),
        (Profile.WALES, 2026, Presence.REMOTE),
        (Profile.SCOTLAND, 2026, Presence.OBSERVER),
        (Profile.NORTHERN_IRELAND, 2026, Presence.OBSERVER),
    ],
)
def test_members_elsewhere_are_what_the_law_of_the_day_makes_them(
    sqlite_world: World, profile: Profile, year: int, presence: Presence
) -> None:
    world = sqlite_world
    world.run(choose_profile, ChooseProfile(profile), SYSTEM)
    starts = datetime(year, 12, 8, 19, 0, tzinfo=UTC)
    world.clock.at = starts - timedelta(days=10)
    sitting = world.body(members=3, quorum=2).meeting("One", starts_at=starts)
    body = sitting.body
    world.run(room.arrive, room.Arrive(sitting.id, (body.members[0],)))
    world.run(room.arrive, room.Arrive(sitting.id, tuple(body.members[1:]), Presence.REMOTE))
    assert where(sitting)[body.members[1]] is presence
    with world.runner.read() as session:
        meeting = meeting_of(session, sitting.id)
        rule = remote_rule(session, meeting)
        assert quorum_of(session, meeting).met is (presence is Presence.REMOTE)
    assert rule.counts is (presence is Presence.REMOTE)
    assert rule.citation


def test_officers_take_part_from_elsewhere_whatever_the_nation(sqlite_world: World) -> None:
    sitting = sqlite_world.body().meeting()
    officer = sqlite_world.person("Dana Reed", "Planning Officer")
    sqlite_world.run(room.arrive, room.Arrive(sitting.id, (officer,), Presence.REMOTE))
    assert where(sitting)[officer] is Presence.REMOTE


def test_a_direction_makes_members_online_present_from_then_on(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world, profile=Profile.SCOTLAND)
    m = sitting.body.members
    world.run(room.arrive, room.Arrive(sitting.id, tuple(m[1:]), Presence.REMOTE))
    with pytest.raises(Invalid, match="who directed it"):
        world.run(direct_remote, DirectRemote(sitting.id, "  "))
    with pytest.raises(Denied):
        world.run(direct_remote, DirectRemote(sitting.id, "The convener"), world.actor(m[0]))
    world.run(direct_remote, DirectRemote(sitting.id, "The convener, on 1 December"))
    assert set(where(sitting).values()) == {Presence.REMOTE}
    assert len(facts(sitting, events.PresenceChanged)) == 4
    with pytest.raises(WrongState, match="nothing would change"):
        world.run(direct_remote, DirectRemote(sitting.id, "The convener again"))


def test_a_time_is_put_right_by_a_fact_with_a_reason(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world).open(present=4)
    m = sitting.body.members
    began = world.clock.now()
    world.later(minutes=10)
    world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[2]))
    world.later(minutes=10)
    came = began + timedelta(minutes=12)
    for at, reason, problem in (
        (came + timedelta(hours=1), "Seen", "not come yet"),
        (came - timedelta(days=1), "Seen", "before the meeting"),
        (came, " ", "Say why"),
    ):
        with pytest.raises(Invalid, match=problem):
            world.run(set_time, SetTime(sitting.id, m[4], "arrived", at, reason))
    world.run(set_time, SetTime(sitting.id, m[4], "arrived", came, "Came in by the side door"))
    with world.runner.read() as session:
        line = next(r for r in roll_of(session, sitting.id) if r.person_id == m[4])
    assert line.arrived_at == came
    (fact,) = facts(sitting, events.AttendanceTimed)
    assert isinstance(fact, events.AttendanceTimed)
    assert (fact.what, fact.number, fact.reason) == ("arrived", "3", "Came in by the side door")
    with pytest.raises(WrongState, match="marked as here"):
        world.run(set_time, SetTime(sitting.id, m[4], "left", came, "Went"))
    world.run(room.leave, room.Leave(sitting.id, m[4]))
    with pytest.raises(Invalid, match="came later"):
        world.run(set_time, SetTime(sitting.id, m[4], "left", began, "Went"))
    world.run(set_time, SetTime(sitting.id, m[4], "left", came + timedelta(minutes=3), "Went early"))
    with pytest.raises(NotFound):
        world.run(set_time, SetTime(sitting.id, world.person("Jo"), "left", came, "Went"))
    with pytest.raises(Denied):
        world.run(set_time, SetTime(sitting.id, m[4], "arrived", came, "x"), world.actor(m[4]))
    world.run(room.close_meeting, room.CloseMeeting(sitting.id))
    with pytest.raises(WrongState, match="over"):
        world.run(set_time, SetTime(sitting.id, m[4], "left", came, "x"))


def test_a_part_that_was_missed_costs_the_vote_on_that_item_alone(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world).open(present=4)
    m = sitting.body.members
    world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[1]))
    world.later(minutes=8)
    world.run(room.arrive, room.Arrive(sitting.id, (m[4],)))
    assert voters(sitting, 1) == set(m[:4])
    assert voters(sitting, 0) == voters(sitting, 2) == set(m)
    with world.runner.read() as session:
        (bar,) = bars_of(session, sitting.id, sitting.items[1], m[4])
        assert may_speak_on(session, sitting.id, sitting.items[1], m[4])
    assert "joined after it began" in bar.reason.lower()
    world.run(room.leave, room.Leave(sitting.id, m[3]))
    world.later(minutes=1)
    world.run(room.arrive, room.Arrive(sitting.id, (m[3],)))
    assert voters(sitting, 1) == set(m[:3])


def test_a_break_is_no_part_of_the_item(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world).open()
    m = sitting.body.members
    world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[1]))
    world.later(minutes=5)
    world.run(room.adjourn_meeting, room.AdjournMeeting(sitting.id))
    world.run(room.leave, room.Leave(sitting.id, m[4]))
    world.later(minutes=5)
    world.run(room.arrive, room.Arrive(sitting.id, (m[4],)))
    world.run(room.resume_meeting, room.ResumeMeeting(sitting.id))
    world.later(minutes=5)
    assert voters(sitting, 1) == set(m)


def test_the_clerk_lets_it_pass_with_a_reason(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world).open(present=4)
    m = sitting.body.members
    world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[1]))
    world.later(minutes=1)
    world.run(room.arrive, room.Arrive(sitting.id, (m[4],)))
    lift = LiftBar(sitting.id, sitting.items[1], m[4], "Heard all of it from the gallery")
    with pytest.raises(Invalid, match="Say why"):
        world.run(lift_bar, LiftBar(sitting.id, sitting.items[1], m[4], ""))
    with pytest.raises(Denied):
        world.run(lift_bar, lift, world.actor(m[0]))
    with pytest.raises(WrongState, match="missed no part"):
        world.run(lift_bar, LiftBar(sitting.id, sitting.items[1], m[0], "x"))
    with pytest.raises(WrongState, match="being taken"):
        world.run(lift_bar, LiftBar(sitting.id, sitting.items[0], m[4], "x"))
    world.run(lift_bar, lift)
    assert voters(sitting, 1) == set(m)


def test_a_lost_connection_is_a_fact_and_costs_the_vote_of_a_hearing(world: World) -> None:
    sitting = hearing(world, profile=Profile.WALES)
    m = sitting.body.members
    world.run(room.arrive, room.Arrive(sitting.id, tuple(m[:2])))
    world.run(room.arrive, room.Arrive(sitting.id, tuple(m[2:]), Presence.REMOTE))
    world.run(room.open_meeting, room.OpenMeeting(sitting.id, m[0]))
    world.run(room.take_item, room.TakeItem(sitting.id, sitting.items[1]))
    since = world.clock.now() + timedelta(minutes=1)
    world.later(minutes=2)
    lose = LoseConnection(sitting.id, m[4], since)
    with pytest.raises(Denied):
        world.run(lose_connection, lose)
    told, _ = at_once(*[lambda: world.run(lose_connection, lose, SYSTEM)] * 2)
    assert sorted(told) == [False, True]
    assert world.run(lose_connection, LoseConnection(sitting.id, m[0], since), SYSTEM) is False
    assert m[4] not in voters(sitting, 1) | voters(sitting, 2)
    assert world.run(restore_connection, RestoreConnection(sitting.id, m[4]), SYSTEM) is True
    assert world.run(restore_connection, RestoreConnection(sitting.id, m[4]), SYSTEM) is False
    assert m[4] not in voters(sitting, 1)
    assert m[4] in voters(sitting, 2)


def test_who_goes_online_in_england_is_present_no_longer(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world).open(present=3)
    m = sitting.body.members
    with pytest.raises(WrongState, match="in the chair"):
        world.run(change_presence, ChangePresence(sitting.id, m[0], Presence.REMOTE))
    world.run(change_presence, ChangePresence(sitting.id, m[2], Presence.REMOTE))
    assert where(sitting)[m[2]] is Presence.OBSERVER
    assert facts(sitting, events.QuorumLost)
    world.run(change_presence, ChangePresence(sitting.id, m[2], Presence.IN_PERSON))
    assert facts(sitting, events.QuorumRegained)
    with pytest.raises(WrongState, match="not marked as present"):
        world.run(change_presence, ChangePresence(sitting.id, m[4], Presence.REMOTE))


def test_the_quorum_is_lost_and_regained_at_a_moment(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world).open(present=3)
    m = sitting.body.members
    world.run(room.leave, room.Leave(sitting.id, m[2]))
    (lost,) = facts(sitting, events.QuorumLost)
    assert isinstance(lost, events.QuorumLost)
    assert (lost.number, lost.needed, lost.present) == ("1", 3, 2)
    world.run(room.leave, room.Leave(sitting.id, m[1]))
    assert len(facts(sitting, events.QuorumLost)) == 1
    world.run(room.arrive, room.Arrive(sitting.id, (m[1], m[2])))
    (back,) = facts(sitting, events.QuorumRegained)
    assert isinstance(back, events.QuorumRegained)
    assert back.present == 3


def test_the_roll_is_called_in_one_go(sqlite_world: World) -> None:
    world, sitting = sqlite_world, hearing(sqlite_world, profile=Profile.WALES)
    m = sitting.body.members
    world.run(room.send_apology, room.SendApology(sitting.id, m[0]))
    marks = {m[0]: "present", m[1]: "remote", m[2]: "apologies", m[3]: "late"}
    with pytest.raises(Denied):
        world.run(call_roll, CallRoll(sitting.id, marks), world.actor(m[0]))
    with pytest.raises(Invalid, match="has changed"):
        world.run(call_roll, CallRoll(sitting.id, {"somebody": "present"}))
    world.run(call_roll, CallRoll(sitting.id, marks))
    with world.runner.read() as session:
        roll = {r.person_id: (r.presence, r.apology) for r in roll_of(session, sitting.id)}
    assert roll == {
        m[0]: (Presence.IN_PERSON, ""),
        m[1]: (Presence.REMOTE, ""),
        m[2]: (None, "absence"),
        m[3]: (None, "lateness"),
        m[4]: (None, ""),
    }
