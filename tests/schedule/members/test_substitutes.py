"""Substitutes: who may be named, by when, and what comes with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from meetings.bodies.usecases import CreateGroup, SetTerm, create_group, set_term
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied, Invalid, WrongState
from meetings.kernel.permissions import Permission
from meetings.notifications.queries import letters_of_meeting
from meetings.people.queries import actor_of
from meetings.room.queries import roll_of, voters_here
from meetings.room.usecases import Arrive, arrive
from meetings.schedule.members.queries import (
    may_sit_in,
    sitting_members,
)
from meetings.schedule.members.rules import SubstitutesUntil
from meetings.schedule.members.usecases import (
    NameSubstitute,
    SendReply,
    SettleSubstitutes,
    WithdrawReply,
    WithdrawSubstitute,
    name_substitute,
    name_substitute_for,
    send_reply,
    settle_substitutes,
    withdraw_reply,
    withdraw_substitute,
)
from meetings.schedule.queries import meeting_of
from meetings.schedule.usecases import CancelMeeting, cancel_meeting
from tests.factories.atonce import at_once
from tests.factories.world import EVENING, Committee, Sitting, World
from tests.schedule.members.saying import APOLOGIES, COMING, move, read, replies


def with_substitutes(world: World, **more: Any) -> tuple[Sitting, Committee]:
    """A planning committee of three; three others are councillors: all of one group but the last."""
    planning, other = world.body("Planning Committee", members=3), world.body("Audit", members=0)
    for n in (3, 4, 5):
        other.members.append(world.member(other.id, n))
    ours = world.run(create_group, CreateGroup("Ours"), SYSTEM)
    theirs = world.run(create_group, CreateGroup("Theirs"), SYSTEM)
    for n, person_id in enumerate(planning.members + other.members):
        group = theirs if n == 5 else ours
        world.run(set_term, SetTerm(person_id, None, group, date(2020, 1, 1)), SYSTEM)
    world.run(settle_substitutes, SettleSubstitutes(planning.id, True, **more), SYSTEM)
    return planning.meeting(), other


def choices(sitting: Sitting, n: int = 1) -> list[str]:
    world = sitting.world
    tz = world.runner.timezone
    found = read(world, lambda s: may_sit_in(s, meeting_of(s, sitting.id), sitting.body.members[n], tz))
    return [person_id for person_id, _ in found]


@pytest.mark.parametrize(
    ("until", "deadline"),
    [
        (SubstitutesUntil.START, "2027-03-28T18:00+00:00"),
        (SubstitutesUntil.HOUR_BEFORE, "2027-03-28T17:00+00:00"),
        (SubstitutesUntil.NOON_BEFORE, "2027-03-27T12:00+00:00"),
        (SubstitutesUntil.EVENING_BEFORE, "2027-03-27T17:00+00:00"),
    ],
)
def test_time_limits_go_by_the_councils_clock_also_when_it_changes(
    until: SubstitutesUntil, deadline: str
) -> None:
    at = EVENING.replace(year=2027, month=3, day=28, hour=18)
    assert until.deadline(at, ZoneInfo("Europe/London")).isoformat(timespec="minutes") == deadline


def test_a_substitute_is_named_sits_and_votes(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    member, substitute = sitting.body.members[1], other.members[0]
    assert choices(sitting) == other.members[:2]
    world.run(name_substitute, NameSubstitute(sitting.id, substitute), world.actor(member))
    assert replies(sitting) == {member: APOLOGIES}
    assert world.actor(substitute).may(Permission.CAST_BALLOT, sitting.body.id, EVENING.date())
    assert not world.actor(substitute).may(Permission.CAST_BALLOT, sitting.body.id, date(2026, 12, 9))
    line = next(x for x in read(world, lambda s: roll_of(s, sitting.id)) if x.person_id == substitute)
    assert line.substitute_for == "Councillor B. Bright"
    (letter,) = read(world, lambda s: letters_of_meeting(s, sitting.id))
    assert (letter.name, letter.subject.split(":")[0]) == ("Councillor D. Dunmore", "Substitute")
    world.run(arrive, Arrive(sitting.id, (sitting.body.members[0], substitute)))
    voters = {h.person_id for h in read(world, lambda s: voters_here(s, sitting.id))}
    assert voters == {sitting.body.members[0], substitute}
    with pytest.raises(WrongState, match="only one of them can be here"):
        world.run(arrive, Arrive(sitting.id, (member,)))


def test_a_substitute_is_taken_back_with_all_that_came_with_it(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    member, substitute = world.actor(sitting.body.members[1]), other.members[0]
    backs: tuple[Callable[[], None], ...] = (
        lambda: world.run(withdraw_substitute, WithdrawSubstitute(sitting.id), member),
        lambda: world.run(withdraw_reply, WithdrawReply(sitting.id), member),
        lambda: world.run(send_reply, SendReply(sitting.id, COMING), member),
        lambda: world.run(name_substitute, NameSubstitute(sitting.id, other.members[1]), member),
    )
    for back in backs:
        world.run(name_substitute, NameSubstitute(sitting.id, substitute), member)
        assert world.actor(substitute).may(Permission.JOIN_AS_MEMBER, sitting.body.id, EVENING.date())
        back()
        assert not world.actor(substitute).may(Permission.JOIN_AS_MEMBER, sitting.body.id, EVENING.date())
    seats = read(world, lambda s: sitting_members(s, meeting_of(s, sitting.id)))
    assert [m.person_id for m in seats] == [*sitting.body.members, other.members[1]]


def test_a_substitutes_role_follows_the_meeting(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    substitute = other.members[0]
    world.run(name_substitute, NameSubstitute(sitting.id, substitute), world.actor(sitting.body.members[1]))
    move(sitting, days=3)

    def may(day: date) -> bool:
        with world.runner.read() as session:
            actor = actor_of(session, world.tokens[substitute], world.clock.now())
        return actor is not None and actor.may(Permission.CAST_BALLOT, sitting.body.id, day)

    assert (may(date(2026, 12, 11)), may(date(2026, 12, 12))) == (True, False)
    world.run(cancel_meeting, CancelMeeting(sitting.id, "No business"))
    assert not may(date(2026, 12, 11))


@pytest.mark.parametrize(
    ("more", "wanted"),
    [({}, [3, 4]), ({"same_group": False}, [3, 4, 5]), ({"same_group": False, "listed_only": True}, [5])],
)
def test_who_can_sit_in_is_as_the_body_says(
    sqlite_world: World, more: dict[str, Any], wanted: list[int]
) -> None:
    sitting, other = with_substitutes(sqlite_world)
    listed = frozenset({other.members[2]})
    command = SettleSubstitutes(sitting.body.id, True, **more, listed=listed)
    sqlite_world.run(settle_substitutes, command, SYSTEM)
    assert choices(sitting) == [(sitting.body.members + other.members)[n] for n in wanted]


def test_nobody_sits_in_twice_too_late_or_where_there_are_none(sqlite_world: World) -> None:
    world = sqlite_world
    sitting, other = with_substitutes(world)
    substitute = other.members[0]
    first, second = (world.actor(p) for p in sitting.body.members[1:])
    world.run(name_substitute, NameSubstitute(sitting.id, substitute), first)
    for chosen in (substitute, other.members[2], sitting.body.members[0], "nobody"):
        with pytest.raises(Invalid, match="from the list"):
            world.run(name_substitute, NameSubstitute(sitting.id, chosen), second)
    world.clock.at = EVENING - timedelta(hours=27)
    world.run(name_substitute, NameSubstitute(sitting.id, other.members[1]), second)
    world.run(withdraw_substitute, WithdrawSubstitute(sitting.id), second)
    world.clock.at = EVENING - timedelta(hours=25)
    with pytest.raises(WrongState, match="too late"):
        world.run(name_substitute, NameSubstitute(sitting.id, other.members[1]), second)
    officer_may = NameSubstitute(sitting.id, other.members[1], sitting.body.members[2])
    world.run(name_substitute_for, officer_may)
    world.run(settle_substitutes, SettleSubstitutes(sitting.body.id, False), SYSTEM)
    with pytest.raises(WrongState, match="no substitutes"):
        world.run(name_substitute_for, officer_may)


def test_two_members_at_once_do_not_get_the_same_substitute(world: World) -> None:
    sitting, other = with_substitutes(world)
    first, second = (world.actor(p) for p in sitting.body.members[1:])
    command = NameSubstitute(sitting.id, other.members[0])
    done, refused = at_once(
        lambda: world.run(name_substitute, command, first),
        lambda: world.run(name_substitute, command, second),
    )
    assert (len(done), len(refused)) == (1, 1)


def test_a_list_without_names_is_refused(sqlite_world: World) -> None:
    body = sqlite_world.body(members=1)
    bad = SettleSubstitutes(body.id, True, listed_only=True)
    with pytest.raises(Invalid, match="Choose who is on the list"):
        sqlite_world.run(settle_substitutes, bad, SYSTEM)
    with pytest.raises(Denied):
        sqlite_world.run(settle_substitutes, bad, sqlite_world.actor(body.members[0]))
