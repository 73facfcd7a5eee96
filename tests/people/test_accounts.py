"""Accounts and roles: who may give them, and that the last administrator stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meetings.bodies.usecases import SetTerm, set_term
from meetings.db import record
from meetings.kernel.actor import ANONYMOUS, SYSTEM
from meetings.kernel.errors import Denied, Invalid, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Grant, Role
from meetings.people import accounts_list
from meetings.people.events import AccountCreated, AccountDeactivated, GrantEnded, RoleGranted
from meetings.people.queries import actor_of, persons
from meetings.people.usecases import (
    CreateAccount,
    CreatePerson,
    DeactivateAccount,
    EndGrant,
    GrantRole,
    NewGrant,
    ReactivateAccount,
    UpdateAccount,
    UpdatePerson,
    create_account,
    create_person,
    deactivate_account,
    end_grant,
    grant_role,
    reactivate_account,
    update_account,
    update_person,
)
from tests.factories.accounts import administrator, signed_in, statements
from tests.factories.atonce import at_once
from tests.factories.world import World

LONG_AGO = date(2020, 1, 1)


def today(world: World) -> date:
    return world.clock.at.date()


def grants_of(world: World, account_id: str) -> list[tuple[str, date, date | None]]:
    with world.runner.read() as session:
        return [(g.words, g.valid_from, g.valid_to) for g in accounts_list.grants_of(session, [account_id])]


def grant_ids(world: World, account_id: str) -> list[str]:
    with world.runner.read() as session:
        return [g.id for g in accounts_list.grants_of(session, [account_id])]


def council_facts(world: World, *types: type) -> list[object]:
    with world.runner.read() as session:
        stream = record.council_stream(session)
        return [entry.fact for entry in record.facts_of(session, stream, types=types)]


def test_create_account_gives_roles_from_today_and_records_both(world: World) -> None:
    ada = administrator(world)
    command = CreateAccount(" New@Example.ORG ", " Ben  Clerk ", grants=(NewGrant(Role.OFFICER),))
    account_id = world.run(create_account, command, ada)
    with world.runner.read() as session:
        account = accounts_list.account_of(session, account_id)
    assert (account.email, account.name, account.has_password) == ("new@example.org", "Ben Clerk", False)
    assert grants_of(world, account_id) == [("Democratic services officer", today(world), None)]
    assert council_facts(world, AccountCreated)[-1] == AccountCreated(account_id, "Ben Clerk", None)
    fact = council_facts(world, RoleGranted)[-1]
    assert isinstance(fact, RoleGranted)
    assert (fact.account_id, fact.role, fact.body_id) == (account_id, Role.OFFICER, None)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (CreateAccount("", "Ben"), "email"),
        (CreateAccount("not an address", "Ben"), "email"),
        (CreateAccount("ben@example.org", "  "), "name"),
        (CreateAccount("ben@example.org", "B" * 201), "name"),
        (CreateAccount("ben@example.org", "Ben", person_id="nobody"), "person_id"),
        (CreateAccount("ben@example.org", "Ben", grants=(NewGrant(Role.CHAIR),)), "body_id"),
        (
            CreateAccount("ben@example.org", "Ben", grants=(NewGrant(Role.ADMINISTRATOR, "some-body"),)),
            "body_id",
        ),
        (CreateAccount("ben@example.org", "Ben", grants=(NewGrant(Role.PUBLIC),)), "role"),
    ],
)
def test_create_account_says_which_field_is_wrong(
    sqlite_world: World, command: CreateAccount, field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        sqlite_world.run(create_account, command, SYSTEM)
    assert list(raised.value.fields) == [field]


def test_create_account_is_for_administrators_only(sqlite_world: World) -> None:
    command = CreateAccount("ben@example.org", "Ben")
    with pytest.raises(Denied):
        sqlite_world.run(create_account, command, sqlite_world.officer)
    with pytest.raises(SignInRequired):
        sqlite_world.run(create_account, command, ANONYMOUS)


def test_create_account_refuses_an_address_that_is_taken(world: World) -> None:
    world.run(create_account, CreateAccount("ben@example.org", "Ben"), SYSTEM)
    with pytest.raises(Invalid) as raised:
        world.run(create_account, CreateAccount("BEN@example.org", "Other"), SYSTEM)
    assert raised.value.fields == {"email": "There is an account with this e-mail address already"}


def test_create_account_twice_at_once_makes_one(world: World) -> None:
    command = CreateAccount("ben@example.org", "Ben")
    done, refused = at_once(*[lambda: world.run(create_account, command, SYSTEM)] * 4)
    assert (len(done), len(refused)) == (1, 3)
    assert {type(error) for error in refused} <= {Invalid, WrongState}
    assert {error.message for error in refused} <= {
        "There is an account with this e-mail address already",
        "There is an account with this e-mail address already.",
    }


def test_update_account_names_what_changed_and_keeps_the_person(sqlite_world: World) -> None:
    world, ada = sqlite_world, administrator(sqlite_world)
    one, two = world.person("Councillor One"), world.person("Councillor Two")
    account_id = world.run(create_account, CreateAccount("ben@example.org", "Ben"), ada)
    world.run(update_account, UpdateAccount(account_id, "ben2@example.org", "Ben", one), ada)
    with world.runner.read() as session:
        account = accounts_list.account_of(session, account_id)
    assert (account.email, account.name, account.person_id) == ("ben2@example.org", "Ben", one)
    with pytest.raises(WrongState):
        world.run(update_account, UpdateAccount(account_id, "ben2@example.org", "Ben", two), ada)
    world.run(update_account, UpdateAccount(account_id, "ben2@example.org", "Benjamin"), ada)
    with world.runner.read() as session:
        assert accounts_list.account_of(session, account_id).person_id == one
    with pytest.raises(Denied):
        world.run(update_account, UpdateAccount(account_id, "x@example.org", "X"), world.officer)
    with pytest.raises(NotFound):
        world.run(update_account, UpdateAccount("nobody", "x@example.org", "X"), ada)


def test_grant_is_dated_and_ends_on_its_day(world: World) -> None:
    ada, body = administrator(world), world.body()
    author, token = signed_in(world, "Rae Author")
    assert author.account_id is not None
    first, last = today(world), today(world) + timedelta(days=3)
    grant_id = world.run(grant_role, GrantRole(author.account_id, Role.AUTHOR, body.id, first), ada)
    world.run(end_grant, EndGrant(grant_id, last), ada)
    with world.runner.read() as session:
        again = actor_of(session, token, world.clock.now())
    assert again is not None
    assert again.grants == (Grant(Role.AUTHOR, body.id, first, last),)
    assert again.roles(last) == {Role.AUTHOR}
    assert again.roles(last + timedelta(days=1)) == frozenset()
    assert council_facts(world, GrantEnded)[-1] == GrantEnded(
        grant_id, author.account_id, Role.AUTHOR, body.id, last
    )


def test_grant_cannot_be_given_twice_for_the_same_time(world: World) -> None:
    ada = administrator(world)
    account_id = world.run(create_account, CreateAccount("ben@example.org", "Ben"), ada)
    command = GrantRole(account_id, Role.OFFICER, None, today(world))
    done, refused = at_once(*[lambda: world.run(grant_role, command, ada)] * 3)
    assert (len(done), [type(error) for error in refused]) == (1, [WrongState, WrongState])
    world.run(end_grant, EndGrant(done[0], today(world)), ada)
    world.run(grant_role, GrantRole(account_id, Role.OFFICER, None, today(world) + timedelta(days=1)), ada)
    assert len(grants_of(world, account_id)) == 2


def test_grant_given_by_mistake_never_took_effect_and_can_be_given_again(sqlite_world: World) -> None:
    world, ada = sqlite_world, administrator(sqlite_world)
    account_id = world.run(create_account, CreateAccount("ben@example.org", "Ben"), ada)
    command = GrantRole(account_id, Role.OFFICER, None, today(world))
    first = world.run(grant_role, command, ada)
    world.run(end_grant, EndGrant(first, today(world) - timedelta(days=1)), ada)
    with pytest.raises(WrongState):
        world.run(end_grant, EndGrant(first, today(world)), ada)
    world.run(grant_role, command, ada)
    with world.runner.read() as session:
        assert [g.took_effect for g in accounts_list.grants_of(session, [account_id])].count(True) == 1


def test_grant_refuses_wrong_dates_and_people(sqlite_world: World) -> None:
    world, ada = sqlite_world, administrator(sqlite_world)
    account_id = world.run(create_account, CreateAccount("ben@example.org", "Ben"), ada)
    backwards = GrantRole(account_id, Role.OFFICER, None, today(world), today(world) - timedelta(days=1))
    with pytest.raises(Invalid) as raised:
        world.run(grant_role, backwards, ada)
    assert list(raised.value.fields) == ["valid_to"]
    with pytest.raises(NotFound):
        world.run(grant_role, GrantRole("nobody", Role.OFFICER, None, today(world)), ada)
    with pytest.raises(Denied):
        world.run(grant_role, GrantRole(account_id, Role.OFFICER, None, today(world)), world.officer)
    with pytest.raises(NotFound):
        world.run(end_grant, EndGrant("nothing", today(world)), ada)


def test_last_administrator_keeps_role_and_account(sqlite_world: World) -> None:
    world = sqlite_world
    ada, ben = administrator(world), administrator(world, "Ben Admin")
    assert ada.account_id is not None
    assert ben.account_id is not None
    with pytest.raises(WrongState, match="own account"):
        world.run(deactivate_account, DeactivateAccount(ada.account_id), ada)
    world.run(deactivate_account, DeactivateAccount(ben.account_id), ada)
    with pytest.raises(WrongState, match="last administrator"):
        world.run(end_grant, EndGrant(grant_ids(world, ada.account_id)[0], today(world)), ada)
    with pytest.raises(WrongState, match="last administrator"):
        world.run(deactivate_account, DeactivateAccount(ada.account_id), SYSTEM)
    with pytest.raises(WrongState, match="out of use already"):
        world.run(deactivate_account, DeactivateAccount(ben.account_id), ada)


def test_two_administrators_cannot_take_away_each_other_at_once(world: World) -> None:
    ada, ben = administrator(world), administrator(world, "Ben Admin")
    assert ada.account_id is not None
    assert ben.account_id is not None
    ids = [ada.account_id, ben.account_id]
    done, refused = at_once(
        lambda: world.run(deactivate_account, DeactivateAccount(ids[1]), ada),
        lambda: world.run(deactivate_account, DeactivateAccount(ids[0]), ben),
    )
    assert (len(done), [type(error) for error in refused]) == (1, [WrongState])


def test_deactivated_account_is_signed_out_and_comes_back_with_its_roles(world: World) -> None:
    ada = administrator(world)
    ben, token = signed_in(world, "Ben Clerk", Role.OFFICER)
    assert ben.account_id is not None
    world.run(deactivate_account, DeactivateAccount(ben.account_id), ada)
    with world.runner.read() as session:
        assert actor_of(session, token, world.clock.now()) is None
    assert council_facts(world, AccountDeactivated)[-1] == AccountDeactivated(ben.account_id, "Ben Clerk", 1)
    world.run(reactivate_account, ReactivateAccount(ben.account_id), ada)
    with world.runner.read() as session:
        assert actor_of(session, token, world.clock.now()) is None
    assert grants_of(world, ben.account_id) == [("Democratic services officer", LONG_AGO, None)]
    with pytest.raises(WrongState):
        world.run(reactivate_account, ReactivateAccount(ben.account_id), ada)
    with pytest.raises(Denied):
        world.run(deactivate_account, DeactivateAccount(ben.account_id), world.officer)


def test_persons_are_entered_and_corrected_by_officers(sqlite_world: World) -> None:
    world = sqlite_world
    one = world.run(create_person, CreatePerson("Councillor Aisha O'Neill"))
    two = world.run(create_person, CreatePerson("Cllr Aisha O'Neill"))
    world.run(update_person, UpdatePerson(one, "Dame Aisha O'Neill", "", "", "aisha@example.org"))
    with world.runner.read() as session:
        found = {p.id: (p.slug, p.name, p.sort_name, p.email) for p in persons(session)}
    assert found[one] == ("aisha-oneill", "Dame Aisha O'Neill", "O'Neill, Aisha", "aisha@example.org")
    assert found[two] == ("aisha-oneill-2", "Cllr Aisha O'Neill", "O'Neill, Aisha", "")
    with pytest.raises(Invalid):
        world.run(create_person, CreatePerson(" "))
    with pytest.raises(NotFound):
        world.run(update_person, UpdatePerson("nobody", "X"))
    with pytest.raises(Denied):
        world.run(create_person, CreatePerson("X"), administrator(world))


def test_list_of_accounts_takes_two_queries_however_long_it_is(sqlite_world: World) -> None:
    world = sqlite_world
    sought = accounts_list.Sought(active=None)
    on, seen = today(world), []
    for names in (["Ann"], ["Ben", "Cas"]):
        for name in names:
            signed_in(world, name, Role.OFFICER)
        seen.append(statements(world, lambda session: accounts_list.accounts(session, sought, on, 1)))
    assert seen == [2, 2]


def test_list_of_accounts_is_narrowed_by_text_role_and_state(sqlite_world: World) -> None:
    world = sqlite_world
    signed_in(world, "Ann Lee", Role.OFFICER)
    signed_in(world, "Ben 100% Lee", Role.MONITORING)
    on = today(world)

    def names(sought: accounts_list.Sought) -> list[str]:
        with world.runner.read() as session:
            return [entry.account.name for entry in accounts_list.accounts(session, sought, on, 1)]

    assert names(accounts_list.Sought("lee")) == ["Ann Lee", "Ben 100% Lee"]
    assert names(accounts_list.Sought("0%")) == ["Ben 100% Lee"]
    assert names(accounts_list.Sought("lee ann")) == ["Ann Lee"]
    assert names(accounts_list.Sought("lee", Role.MONITORING)) == ["Ben 100% Lee"]
    assert names(accounts_list.Sought("lee", None, active=False)) == []


def test_term_needs_no_account(sqlite_world: World) -> None:
    person = sqlite_world.person("Councillor One")
    assert sqlite_world.run(set_term, SetTerm(person, None, None, LONG_AGO))
