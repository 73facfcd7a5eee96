"""Seats: one at a time for each person, one chair at a time for each body, roles that follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetings.bodies import queries
from meetings.bodies.events import MemberAdded, MembershipEnded
from meetings.bodies.models import Membership
from meetings.bodies.rules import BodyKind, Seat
from meetings.bodies.usecases import (
    AddCouncillor,
    AddMember,
    ChangeSeat,
    CreateBody,
    EndMembership,
    MakeChair,
    SeatCouncillors,
    add_councillor,
    add_member,
    change_seat,
    create_body,
    end_membership,
    make_chair,
    seat_councillors,
)
from meetings.db import record
from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Permission, Role
from meetings.people.accounts_list import grants_of
from meetings.people.usecases import CreateAccount, UpdateAccount, create_account, update_account
from tests.factories.accounts import signed_in, statements
from tests.factories.atonce import at_once
from tests.factories.world import World

MAY = date(2026, 5, 20)
DAY = timedelta(days=1)


def committee(world: World, name: str = "Licensing Committee") -> str:
    return world.run(create_body, CreateBody(name, BodyKind.COMMITTEE))


def person_with_account(world: World, name: str) -> tuple[str, str]:
    person_id = world.person(name)
    email = f"{person_id}@example.org"
    return person_id, world.run(create_account, CreateAccount(email, person_id=person_id), SYSTEM)


def roles(world: World, account_id: str) -> list[tuple[Role, date, date | None]]:
    with world.runner.read() as session:
        grants = grants_of(session, [account_id])
    return sorted((g.role, g.valid_from, g.valid_to) for g in grants if g.took_effect)


def seats(world: World, body_id: str, on: date) -> list[tuple[str, Seat]]:
    with world.runner.read() as session:
        return [(m.person_id, m.seat) for m in queries.members_of(session, body_id, on)]


def facts(world: World, *types: type) -> list[object]:
    with world.runner.read() as session:
        return [e.fact for e in record.facts_of(session, record.council_stream(session), types=types)]


def test_add_member_gives_the_role_and_end_membership_ends_it(world: World) -> None:
    body_id = committee(world)
    person_id, account_id = person_with_account(world, "Councillor One")
    seat_id = world.run(add_member, AddMember(body_id, person_id, Seat.MEMBER, MAY))
    assert roles(world, account_id) == [(Role.COUNCILLOR, MAY, None)]
    world.run(end_membership, EndMembership(seat_id, MAY + 30 * DAY))
    assert roles(world, account_id) == [(Role.COUNCILLOR, MAY, MAY + 30 * DAY)]
    assert seats(world, body_id, MAY + 30 * DAY) == [(person_id, Seat.MEMBER)]
    assert seats(world, body_id, MAY + 31 * DAY) == []
    assert facts(world, MemberAdded, MembershipEnded) == [
        MemberAdded(seat_id, body_id, person_id, Seat.MEMBER, MAY, None),
        MembershipEnded(seat_id, body_id, person_id, Seat.MEMBER, MAY + 30 * DAY),
    ]


def test_account_made_or_linked_later_gets_the_roles_of_its_persons_seats(world: World) -> None:
    one, two = committee(world), committee(world, "Audit Committee")
    person_id = world.person("Councillor One")
    world.run(add_member, AddMember(one, person_id, Seat.CHAIR, MAY))
    world.run(add_member, AddMember(two, person_id, Seat.CO_OPTED, MAY, date(2026, 6, 1)))
    account_id = world.run(create_account, CreateAccount("one@example.org", person_id=person_id), SYSTEM)
    assert roles(world, account_id) == [(Role.CHAIR, MAY, None)]
    other = world.person("Councillor Two")
    world.run(add_member, AddMember(one, other, Seat.MEMBER, MAY))
    bare = world.run(create_account, CreateAccount("two@example.org", "Two"), SYSTEM)
    world.run(update_account, UpdateAccount(bare, "two@example.org", "Two", other), SYSTEM)
    assert roles(world, bare) == [(Role.COUNCILLOR, MAY, None)]


def test_make_chair_makes_the_one_before_an_ordinary_member(world: World) -> None:
    body_id = committee(world)
    first, first_account = person_with_account(world, "Councillor First")
    second, second_account = person_with_account(world, "Councillor Second")
    world.run(add_member, AddMember(body_id, first, Seat.CHAIR, MAY))
    world.run(add_member, AddMember(body_id, second, Seat.VICE_CHAIR, MAY))
    change = MAY + 100 * DAY
    world.run(make_chair, MakeChair(body_id, second, change))
    assert seats(world, body_id, change - DAY) == [(first, Seat.CHAIR), (second, Seat.VICE_CHAIR)]
    assert seats(world, body_id, change) == [(second, Seat.CHAIR), (first, Seat.MEMBER)]
    assert roles(world, first_account) == [
        (Role.CHAIR, MAY, change - DAY),
        (Role.COUNCILLOR, change, None),
    ]
    assert roles(world, second_account) == [
        (Role.CHAIR, change, None),
        (Role.COUNCILLOR, MAY, change - DAY),
    ]
    with pytest.raises(WrongState, match="chair already"):
        world.run(make_chair, MakeChair(body_id, second, change))


def test_chair_changed_on_the_first_day_leaves_one_chair_and_a_trace(sqlite_world: World) -> None:
    world = sqlite_world
    body_id = committee(world)
    first, account_id = person_with_account(world, "Councillor First")
    second = world.person("Councillor Second")
    world.run(add_member, AddMember(body_id, first, Seat.CHAIR, MAY))
    world.run(add_member, AddMember(body_id, second, Seat.CHAIR, MAY))
    assert seats(world, body_id, MAY) == [(second, Seat.CHAIR), (first, Seat.MEMBER)]
    assert roles(world, account_id) == [(Role.COUNCILLOR, MAY, None)]
    with world.runner.read() as session:
        assert session.query(Membership).count() == 3
        assert [m.person_id for m in queries.memberships_of(session, body_id, MAY)].count(first) == 2


def test_later_chair_is_in_the_way(sqlite_world: World) -> None:
    world = sqlite_world
    body_id = committee(world)
    one, two = world.person("Councillor First"), world.person("Councillor Second")
    world.run(add_member, AddMember(body_id, one, Seat.CHAIR, MAY + 10 * DAY))
    with pytest.raises(WrongState, match="later"):
        world.run(add_member, AddMember(body_id, two, Seat.CHAIR, MAY))
    world.run(add_member, AddMember(body_id, two, Seat.CHAIR, MAY, MAY + 9 * DAY))
    assert seats(world, body_id, MAY) == [(two, Seat.CHAIR)]


def test_member_cannot_have_two_seats_at_once(world: World) -> None:
    body_id, person_id = committee(world), world.person("Councillor One")
    command = AddMember(body_id, person_id, Seat.MEMBER, MAY)
    done, refused = at_once(*[lambda: world.run(add_member, command)] * 3)
    assert (len(done), [type(e) for e in refused]) == (1, [WrongState, WrongState])
    with pytest.raises(WrongState):
        world.run(add_member, AddMember(body_id, person_id, Seat.CO_OPTED, MAY - 10 * DAY))
    world.run(add_member, AddMember(body_id, person_id, Seat.CO_OPTED, MAY - 10 * DAY, MAY - DAY))


def test_two_chairs_at_once_leave_one(world: World) -> None:
    body_id = committee(world)
    people = [world.person(f"Councillor {n}") for n in range(3)]
    for person_id in people:
        world.run(add_member, AddMember(body_id, person_id, Seat.MEMBER, MAY))
    done, refused = at_once(
        *[lambda p=person_id: world.run(make_chair, MakeChair(body_id, p, MAY + DAY)) for person_id in people]
    )
    assert (len(done), refused) == (3, [])
    assert [seat for _, seat in seats(world, body_id, MAY + DAY)] == [Seat.CHAIR, Seat.MEMBER, Seat.MEMBER]


def test_seat_ends_once_and_not_later_than_it_does(world: World) -> None:
    body_id, person_id = committee(world), world.person("Councillor One")
    seat_id = world.run(add_member, AddMember(body_id, person_id, Seat.MEMBER, MAY))
    done, refused = at_once(*[lambda: world.run(end_membership, EndMembership(seat_id, MAY))] * 2)
    assert (len(done), refused) == (2, [])
    with pytest.raises(Invalid) as raised:
        world.run(end_membership, EndMembership(seat_id, MAY + DAY))
    assert list(raised.value.fields) == ["valid_to"]
    world.run(end_membership, EndMembership(seat_id, MAY - DAY))
    with pytest.raises(WrongState, match="mistake"):
        world.run(end_membership, EndMembership(seat_id, MAY - DAY))
    with pytest.raises(NotFound):
        world.run(end_membership, EndMembership("nothing", MAY))


def test_change_seat_needs_a_running_seat_and_another_one(sqlite_world: World) -> None:
    world = sqlite_world
    body_id, person_id = committee(world), world.person("Councillor One")
    seat_id = world.run(add_member, AddMember(body_id, person_id, Seat.MEMBER, MAY, MAY + 10 * DAY))
    with pytest.raises(WrongState):
        world.run(change_seat, ChangeSeat(seat_id, Seat.VICE_CHAIR, MAY + 11 * DAY))
    with pytest.raises(WrongState):
        world.run(change_seat, ChangeSeat(seat_id, Seat.MEMBER, MAY))
    world.run(change_seat, ChangeSeat(seat_id, Seat.VICE_CHAIR, MAY + 5 * DAY))
    assert seats(world, body_id, MAY + 4 * DAY) == [(person_id, Seat.MEMBER)]
    assert seats(world, body_id, MAY + 10 * DAY) == [(person_id, Seat.VICE_CHAIR)]
    assert seats(world, body_id, MAY + 11 * DAY) == []


def test_add_member_can_enter_the_person_on_the_way(sqlite_world: World) -> None:
    world = sqlite_world
    body_id = committee(world)
    world.run(add_member, AddMember(body_id, "", Seat.CO_OPTED_VOTING, MAY, new_name="Dr Ruth Price"))
    with world.runner.read() as session:
        (member,) = queries.members_of(session, body_id, MAY)
    assert (member.name, member.sort_name, member.group, member.ward) == (
        "Dr Ruth Price",
        "Price, Ruth",
        "",
        "",
    )
    with pytest.raises(Invalid) as raised:
        world.run(add_member, AddMember(body_id, "", Seat.MEMBER, MAY))
    assert list(raised.value.fields) == ["person_id"]


def test_seats_are_given_by_officers_of_that_body(sqlite_world: World) -> None:
    world = sqlite_world
    mine, other = committee(world), committee(world, "Audit Committee")
    person_id = world.person("Councillor One")
    officer, _ = signed_in(world, "Olu Officer", Role.OFFICER, mine)
    member, _ = signed_in(world, "Mo Member", Role.COUNCILLOR, mine)
    seat_id = world.run(add_member, AddMember(mine, person_id, Seat.MEMBER, MAY), officer)
    with pytest.raises(Denied):
        world.run(add_member, AddMember(other, person_id, Seat.MEMBER, MAY), officer)
    for actor, error in ((member, Denied), (ANONYMOUS, SignInRequired)):
        with pytest.raises(error):
            world.run(add_member, AddMember(mine, person_id, Seat.MEMBER, MAY), actor)
        with pytest.raises(error):
            world.run(end_membership, EndMembership(seat_id, MAY), actor)
        with pytest.raises(error):
            world.run(change_seat, ChangeSeat(seat_id, Seat.CHAIR, MAY), actor)
        with pytest.raises(error):
            world.run(make_chair, MakeChair(mine, person_id, MAY), actor)


def test_seat_lets_its_holder_take_part_from_its_first_day(sqlite_world: World) -> None:
    world = sqlite_world
    body = world.body(members=1)
    chair = world.actor(body.members[0])
    assert chair.may(Permission.PRESIDE, body.id, world.clock.at.date())
    assert not chair.may(Permission.PRESIDE, body.id, date(2019, 12, 31))
    assert not chair.may(Permission.CAST_BALLOT, committee(world), world.clock.at.date())


def test_full_council_gets_every_councillor_who_has_no_seat(world: World) -> None:
    council = world.run(create_body, CreateBody("Council", BodyKind.COUNCIL, quorum=2))
    people = [
        world.run(add_councillor, AddCouncillor(f"Councillor {n}", None, None, MAY, last))
        for n, last in enumerate([None, None, None, MAY + DAY])
    ]
    world.run(add_member, AddMember(council, people[1], Seat.CHAIR, MAY))
    assert world.run(seat_councillors, SeatCouncillors(council, MAY + 2 * DAY)) == 2
    assert world.run(seat_councillors, SeatCouncillors(council, MAY + 2 * DAY)) == 0
    assert seats(world, council, MAY + 2 * DAY) == [
        (people[1], Seat.CHAIR),
        (people[0], Seat.MEMBER),
        (people[2], Seat.MEMBER),
    ]


def test_members_take_one_query_however_many_there_are(sqlite_world: World) -> None:
    world = sqlite_world
    body_id = committee(world)
    seen = []
    for more in (1, 2):
        for _ in range(more):
            world.run(add_member, AddMember(body_id, "", Seat.MEMBER, MAY, new_name="Councillor Next"))
        seen.append(statements(world, lambda session: queries.members_of(session, body_id, MAY)))
    assert seen == [1, 1]
