"""Sessions and passwords: begun, ended, expired, never shared."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meetings.db import record
from meetings.kernel.actor import ANONYMOUS, SYSTEM, Actor
from meetings.kernel.errors import Denied, DomainError, NotFound, SignInRequired, WrongState
from meetings.kernel.permissions import Role
from meetings.people import passwords
from meetings.people.events import PasswordChanged, SessionRevoked, SignedIn, SignedOut, SignInFailed
from meetings.people.queries import actor_of, credentials_of, name_for_link, sessions_of
from meetings.people.rules import FailureReason
from meetings.people.usecases import (
    CreateAccount,
    DeactivateAccount,
    DemoSignIn,
    MakePasswordLink,
    NoteFailedSignIn,
    OpenedSession,
    Origin,
    RevokeOtherSessions,
    RevokeSession,
    SetPassword,
    SetPasswordByLink,
    SignIn,
    SignOut,
    TouchSession,
    create_account,
    deactivate_account,
    make_password_link,
    note_failed_sign_in,
    revoke_other_sessions,
    revoke_session,
    set_password,
    set_password_by_link,
    sign_in,
    sign_in_as_demo,
    sign_out,
    touch_session,
)
from tests.factories.atonce import at_once
from tests.factories.world import World

HASH = passwords.hash_password("copper window letter")
FIREFOX = Origin("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "203.0.113.9")


def account(world: World, email: str = "ann@example.org", password_hash: str | None = HASH) -> str:
    return world.run(create_account, CreateAccount(email, "Ann Lee", password_hash=password_hash), SYSTEM)


def enter(world: World, account_id: str, actor: Actor = ANONYMOUS) -> OpenedSession:
    return world.run(sign_in, SignIn(account_id, HASH, origin=FIREFOX), actor)


def who(world: World, opened: OpenedSession) -> Actor | None:
    with world.runner.read() as session:
        return actor_of(session, opened.token, world.clock.now())


def present(world: World, opened: OpenedSession) -> Actor:
    actor = who(world, opened)
    assert actor is not None
    return actor


def facts(world: World, *types: type) -> list[object]:
    with world.runner.read() as session:
        return [e.fact for e in record.facts_of(session, record.council_stream(session), types=types)]


def test_sign_in_opens_a_session_that_ends_after_twelve_hours(world: World) -> None:
    account_id = account(world)
    opened = enter(world, account_id)
    actor = present(world, opened)
    assert (actor.account_id, actor.session_id, actor.name) == (account_id, opened.session_id, "Ann Lee")
    assert facts(world, SignedIn)[-1] == SignedIn(account_id, opened.session_id, "Firefox on Windows", False)
    world.later(minutes=12 * 60 - 1)
    assert who(world, opened) == actor
    world.later(minutes=1)
    assert who(world, opened) is None


def test_sign_in_keeps_only_the_hash_of_the_token(sqlite_world: World) -> None:
    opened = enter(sqlite_world, account(sqlite_world))
    with sqlite_world.runner.read() as session:
        connection = session.connection()
        kept = connection.exec_driver_sql("select * from login_session").all()
        recorded = connection.exec_driver_sql("select data from record").scalars().all()
    assert opened.token not in str(kept)
    assert not [data for data in recorded if opened.token in data or "203.0.113.9" in data or "@" in data]


def test_sign_in_ends_the_session_that_the_browser_had(world: World) -> None:
    account_id = account(world)
    first = enter(world, account_id)
    second = enter(world, account_id, present(world, first))
    assert who(world, first) is None
    assert present(world, second).session_id == second.session_id
    assert facts(world, SignedOut) == [SignedOut(account_id, first.session_id)]


def test_sign_in_is_refused_when_the_account_changed_meanwhile(sqlite_world: World) -> None:
    world = sqlite_world
    account_id = account(world)
    world.run(set_password, SetPassword(account_id, passwords.hash_password("violin gulls harbour")), SYSTEM)
    with pytest.raises(WrongState):
        enter(world, account_id)
    other = account(world, "ben@example.org")
    world.account("Ada", role=Role.ADMINISTRATOR)
    world.run(deactivate_account, DeactivateAccount(other), SYSTEM)
    with pytest.raises(WrongState):
        enter(world, other)
    with pytest.raises(WrongState):
        enter(world, "nobody")


def test_sign_in_takes_over_a_stronger_hash(sqlite_world: World) -> None:
    account_id = account(sqlite_world)
    sqlite_world.run(sign_in, SignIn(account_id, HASH, renewed_hash="$argon2id$new"), ANONYMOUS)
    with sqlite_world.runner.read() as session:
        known = credentials_of(session, "ann@example.org")
    assert known is not None
    assert known.password_hash == "$argon2id$new"


def test_demo_sign_in_is_for_made_up_people_only(sqlite_world: World) -> None:
    world = sqlite_world
    made_up = world.run(
        create_account, CreateAccount("d@example.org", "Dee", demo_note="A councillor"), SYSTEM
    )
    assert present(world, world.run(sign_in_as_demo, DemoSignIn(made_up), ANONYMOUS)).account_id == made_up
    for real in (account(world), "nobody"):
        with pytest.raises(NotFound):
            world.run(sign_in_as_demo, DemoSignIn(real), ANONYMOUS)


def test_sign_out_ends_the_session_for_good(world: World) -> None:
    opened = enter(world, account(world))
    actor = present(world, opened)
    world.run(sign_out, SignOut(), actor)
    assert who(world, opened) is None
    world.run(sign_out, SignOut(), actor)
    world.run(sign_out, SignOut(), ANONYMOUS)
    assert len(facts(world, SignedOut)) == 1


def test_revoke_session_is_for_ones_own(world: World) -> None:
    account_id = account(world)
    here, there = enter(world, account_id), enter(world, account_id)
    stranger = present(world, enter(world, account(world, "ben@example.org")))
    with pytest.raises(NotFound):
        world.run(revoke_session, RevokeSession(there.session_id), stranger)
    with pytest.raises(SignInRequired):
        world.run(revoke_session, RevokeSession(there.session_id), ANONYMOUS)
    world.run(revoke_session, RevokeSession(there.session_id), present(world, here))
    assert who(world, there) is None
    assert facts(world, SessionRevoked) == [SessionRevoked(account_id, there.session_id)]
    with pytest.raises(NotFound):
        world.run(revoke_session, RevokeSession(there.session_id), present(world, here))


def test_revoke_session_twice_at_once_records_it_once(world: World) -> None:
    account_id = account(world)
    here, there = enter(world, account_id), enter(world, account_id)
    actor = present(world, here)
    done, refused = at_once(*[lambda: world.run(revoke_session, RevokeSession(there.session_id), actor)] * 3)
    assert (len(done), [type(e) for e in refused]) == (1, [NotFound, NotFound])
    assert len(facts(world, SessionRevoked)) == 1


def test_revoke_other_sessions_keeps_this_one(world: World) -> None:
    account_id = account(world)
    here, *others = (enter(world, account_id) for _ in range(4))
    assert world.run(revoke_other_sessions, RevokeOtherSessions(), present(world, here)) == 3
    assert [who(world, o) for o in others] == [None, None, None]
    with world.runner.read() as session:
        assert [s.id for s in sessions_of(session, account_id, world.clock.now())] == [here.session_id]


def test_touch_session_moves_last_seen_only(sqlite_world: World) -> None:
    world = sqlite_world
    account_id = account(world)
    opened = enter(world, account_id)
    began = world.clock.now()
    world.later(minutes=10)
    world.run(touch_session, TouchSession(), present(world, opened))
    with world.runner.read() as session:
        (row,) = sessions_of(session, account_id, world.clock.now())
    assert (row.created_at, row.last_seen_at) == (began, began + timedelta(minutes=10))


def test_failed_sign_in_is_recorded_without_what_was_typed(sqlite_world: World) -> None:
    command = NoteFailedSignIn(None, FailureReason.UNKNOWN_EMAIL)
    sqlite_world.run(note_failed_sign_in, command, ANONYMOUS)
    assert facts(sqlite_world, SignInFailed) == [SignInFailed(None, FailureReason.UNKNOWN_EMAIL, False)]


def test_set_password_is_for_its_owner_and_ends_other_sessions(world: World) -> None:
    account_id = account(world)
    here, there = enter(world, account_id), enter(world, account_id)
    actor = present(world, here)
    stranger = present(world, enter(world, account(world, "ben@example.org")))
    new = passwords.hash_password("violin gulls harbour")
    with pytest.raises(Denied):
        world.run(set_password, SetPassword(account_id, new, HASH), stranger)
    with pytest.raises(SignInRequired):
        world.run(set_password, SetPassword(account_id, new, HASH), ANONYMOUS)
    with pytest.raises(WrongState):
        world.run(set_password, SetPassword(account_id, new, "something else"), actor)
    world.run(set_password, SetPassword(account_id, new, HASH), actor)
    assert (who(world, here), who(world, there)) == (actor, None)
    assert facts(world, PasswordChanged) == [PasswordChanged(account_id, by_link=False, sessions_ended=1)]


def test_set_password_twice_at_once_takes_one(world: World) -> None:
    account_id = account(world)
    actor = present(world, enter(world, account_id))
    hashes = [passwords.hash_password(f"violin gulls {n}") for n in range(2)]
    done, refused = at_once(
        lambda: world.run(set_password, SetPassword(account_id, hashes[0], HASH), actor),
        lambda: world.run(set_password, SetPassword(account_id, hashes[1], HASH), actor),
    )
    assert (len(done), [type(e) for e in refused]) == (1, [WrongState])


def test_password_link_works_once_within_a_day(world: World) -> None:
    account_id = account(world, password_hash=None)
    link = world.run(make_password_link, MakePasswordLink(account_id), SYSTEM)
    with world.runner.read() as session:
        assert name_for_link(session, link.token, world.clock.now()) == "Ann Lee"
    done, refused = at_once(
        *[lambda: world.run(set_password_by_link, SetPasswordByLink(link.token, HASH), ANONYMOUS)] * 2
    )
    assert (len(done), [type(e) for e in refused]) == (1, [NotFound])
    assert present(world, enter(world, account_id)).account_id == account_id


def test_password_link_dies_by_age_by_a_newer_one_and_with_the_account(sqlite_world: World) -> None:
    world = sqlite_world
    account_id = account(world)
    old = world.run(make_password_link, MakePasswordLink(account_id), SYSTEM)
    newer = world.run(make_password_link, MakePasswordLink(account_id), SYSTEM)

    def use(token: str) -> DomainError | None:
        try:
            world.run(set_password_by_link, SetPasswordByLink(token, HASH), ANONYMOUS)
        except DomainError as error:
            return error
        return None

    assert isinstance(use(old.token), NotFound)
    world.later(minutes=24 * 60)
    assert isinstance(use(newer.token), NotFound)
    last = world.run(make_password_link, MakePasswordLink(account_id), SYSTEM)
    world.account("Ada", role=Role.ADMINISTRATOR)
    world.run(deactivate_account, DeactivateAccount(account_id), SYSTEM)
    assert isinstance(use(last.token), NotFound)
    with pytest.raises(WrongState):
        world.run(make_password_link, MakePasswordLink(account_id), SYSTEM)
    with pytest.raises(Denied):
        world.run(make_password_link, MakePasswordLink(account_id), world.officer)


def test_password_link_signs_out_whoever_was_in(sqlite_world: World) -> None:
    world = sqlite_world
    account_id = account(world)
    opened = enter(world, account_id)
    actor = present(world, opened)
    link = world.run(make_password_link, MakePasswordLink(account_id), SYSTEM)
    world.run(set_password_by_link, SetPasswordByLink(link.token, HASH), actor)
    assert who(world, opened) is None
