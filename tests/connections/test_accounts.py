"""Accounts and leases: what a dead sign-in does, and that two workers never do one thing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from meetings.connections.accounts import account_of
from meetings.connections.calls import LEASE, Doing
from meetings.connections.calls.claiming import Claim, FreeLeases, Renew, claim, free_leases, renew
from meetings.connections.calls.outcomes import Attempt, Done, note_done
from meetings.connections.models import ProviderConnection, ProviderUsage
from meetings.connections.rules import CallState, ConnectionState
from meetings.db.record import council_stream, facts_of
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import Denied
from meetings.kernel.permissions import Role
from meetings.ports.providers import Permanent, SignInDead
from meetings.runtime.vault import Vault
from tests.connections.conftest import TOKEN, VAULT, Desk, Moot, make_desk
from tests.factories.accounts import administrator
from tests.factories.atonce import at_once
from tests.factories.world import World


def raising(error: Exception) -> Any:
    def answers(_doing: Doing) -> None:
        raise error

    return answers


def test_a_dead_sign_in_parks_calls_and_tells_administrators_once(desk: Desk) -> None:
    administrator(desk.world)
    desk.connect()
    one = desk.meeting()
    desk.does("t.dead", raising(SignInDead("The token refresh_token=abcdef123 was revoked.")))
    first = desk.ask("t.dead", "first", meeting_id=one)
    second = desk.ask("t.dead", "second")
    desk.work()
    assert [desk.call(c).state for c in (first, second)] == [CallState.PARKED] * 2
    assert desk.done == ["first"], "the second did not have to ask the provider"
    with desk.world.runner.read() as session:
        row = session.get_one(ProviderConnection, "moot")
        assert row.state is ConnectionState.DEAD
        assert row.dead_reason == "The token refresh_token=[hidden] was revoked."
        kinds = [e.type for e in facts_of(session, council_stream(session))]
    assert kinds.count("connections.died") == 1
    assert kinds.count("notifications.letters_written") == 1
    with pytest.raises(SignInDead):
        account_of(desk.context.runner, VAULT, desk.moot)


def test_an_older_account_does_not_kill_the_newer(desk: Desk) -> None:
    desk.connect()

    def reconnected_meanwhile(doing: Doing) -> None:
        if doing.attempt == 1:
            with desk.world.runner.database.write() as session:
                session.get_one(ProviderConnection, "moot").version = 2
            raise SignInDead("revoked")

    desk.does("t.overtaken", reconnected_meanwhile)
    call = desk.ask("t.overtaken")
    desk.work()
    assert desk.call(call).state is CallState.DONE
    with desk.world.runner.read() as session:
        assert session.get_one(ProviderConnection, "moot").state is ConnectionState.CONNECTED


def test_after_a_kill_the_call_is_done_again_when_its_lease_ends(desk: Desk) -> None:
    desk.connect()
    desk.does("t.killed", raising(KeyboardInterrupt()))  # type: ignore[arg-type]
    call = desk.ask("t.killed", meeting_id=desk.meeting())
    with pytest.raises(KeyboardInterrupt):
        desk.work()
    desk.does("t.killed")
    assert desk.work() == 0
    desk.world.clock.at += LEASE
    assert desk.work() == 1
    assert desk.call(call).state is CallState.DONE
    assert desk.call(call).attempts == 2


def test_leases_are_renewed_freed_and_fence_off_the_overtaken(desk: Desk) -> None:
    desk.connect()
    taken = desk.ask("t.long")
    call = desk.world.run(claim, Claim("one"), SYSTEM)
    assert call is not None
    desk.world.clock.at += LEASE / 2
    desk.world.run(renew, Renew("one", frozenset({taken})), SYSTEM)
    desk.world.clock.at += LEASE * 0.75
    assert desk.world.run(claim, Claim("two"), SYSTEM) is None
    assert desk.world.run(free_leases, FreeLeases(frozenset({"one"})), SYSTEM) == 1
    again = desk.world.run(claim, Claim("two"), SYSTEM)
    assert again is not None
    assert again.attempts == 2
    applied: list[int] = []
    late = Done(Attempt(taken, 1), lambda work: applied.append(1))
    assert desk.world.run(note_done, late, SYSTEM) is False
    assert applied == []


def test_two_workers_never_have_one_call_or_one_lane_at_once(world: World, moot: Moot, tmp_path: Any) -> None:
    desk = make_desk(world, moot, tmp_path)
    desk.connect()
    one = desk.meeting()
    for n in range(3):
        desk.ask("t.lane", f"lane{n}", meeting_id=one)
    desk.ask("t.free", "free")
    took, refused = at_once(*[lambda n=n: world.run(claim, Claim(f"w{n}"), SYSTEM) for n in range(5)])
    assert refused == []
    assert sorted(c.key for c in took if c is not None) == ["free", "lane0"]


def test_accounts_keep_fresh_tokens_and_count_what_they_spend(desk: Desk) -> None:
    desk.connect()
    desk.world.clock.at = datetime(2026, 12, 8, 7, 59, tzinfo=UTC)

    def refresh(doing: Doing) -> None:
        doing.account.keep({"refresh_token": TOKEN})
        doing.account.spend(50)
        doing.account.spend(1)

    desk.does("t.refresh", refresh)
    desk.ask("t.refresh")
    desk.work()
    account = account_of(desk.context.runner, VAULT, "moot")
    assert account.values["refresh_token"] == TOKEN
    assert account.values["account_id"] == "A1"
    assert TOKEN not in repr(account)
    with desk.world.runner.read() as session:
        assert TOKEN.encode() not in session.get_one(ProviderConnection, "moot").locked
        assert session.get_one(ProviderUsage, ("moot", "2026-12-07")).units == 51, "still yesterday there"


def test_provider_without_set_up_needs_no_connection(desk: Desk) -> None:
    free = desk.context.providers.conferencing["free"]
    assert account_of(desk.context.runner, VAULT, free).values == {}
    with pytest.raises(Permanent, match="not connected"):
        account_of(desk.context.runner, VAULT, desk.moot)


def test_another_key_file_is_a_dead_sign_in_with_words(desk: Desk) -> None:
    desk.connect()
    with pytest.raises(SignInDead, match="another key"):
        account_of(desk.context.runner, Vault(b"x" * 32), "moot")


def test_only_the_system_claims(desk: Desk) -> None:
    actor = administrator(desk.world)
    assert Role.ADMINISTRATOR in actor.roles(desk.world.clock.at.date())
    with pytest.raises(Denied):
        desk.world.run(claim, Claim("me"), actor)
