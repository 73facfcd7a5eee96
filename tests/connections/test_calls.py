"""Calls to providers: once, in order, tried again as told, given up with words, waiting for a dead connection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meetings.connections.calls import Doing, failed
from meetings.connections.calls.carrying import Carrying
from meetings.connections.calls.claiming import Claim, claim
from meetings.connections.models import ProviderHealth, ProviderUsage
from meetings.connections.rules import CallState
from meetings.connections.usecases import Ask, RetryCall, Withdraw, ask, retry_call, withdraw
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import WrongState
from meetings.ports.providers import Gone, NotYet, Permanent, QuotaSpent, Retryable
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work
from tests.connections.conftest import Desk


def raising(error: Exception) -> Any:
    def answers(_doing: Doing) -> None:
        raise error

    return answers


def test_a_call_is_carried_out_once_and_its_result_is_applied(desk: Desk) -> None:
    desk.connect()
    seen: list[tuple[str, dict[str, Any]]] = []
    desk.does("t.create", lambda d: lambda work: seen.append((d.account.values["account_id"], d.payload)))
    first = desk.ask("t.create", payload={"title": "Council"})
    assert desk.ask("t.create", payload={"title": "Council"}) == first
    assert desk.work() == 1
    assert desk.work() == 0
    assert seen == [("A1", {"title": "Council"})]
    assert desk.call(first).state is CallState.DONE
    assert desk.call(first).attempts == 1


def test_without_a_commit_nothing_leaves(desk: Desk) -> None:
    desk.connect()
    desk.does("t.rolled_back")

    @use_case(permission=None, system_only=True)
    def ask_and_fail(work: Work, command: Ask) -> None:
        ask(work, command)
        raise WrongState("no")

    with pytest.raises(WrongState):
        desk.world.run(ask_and_fail, Ask("moot", "t.rolled_back", "k"), SYSTEM)
    assert desk.work() == 0


def test_result_that_cannot_be_applied_leaves_the_call_undone(desk: Desk) -> None:
    desk.connect()
    tries: list[int] = []

    def apply(work: Work) -> None:
        work.session.add(ProviderUsage(provider="half", day="2026-01-01", units=1))
        work.session.flush()
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("a bug")

    desk.does("t.bug", lambda d: apply)
    call = desk.ask("t.bug")
    desk.work()
    assert desk.call(call).state is CallState.WAITING
    assert desk.call(call).error == "Something went wrong on our own side (RuntimeError)."
    with desk.world.runner.read() as session:
        assert session.get(ProviderUsage, ("half", "2026-01-01")) is None
    desk.world.later(seconds=2)
    desk.work()
    assert desk.call(call).state is CallState.DONE
    with desk.world.runner.read() as session:
        assert session.get_one(ProviderUsage, ("half", "2026-01-01")).units == 1


def test_calls_of_one_meeting_keep_their_order_and_others_go_on(desk: Desk) -> None:
    desk.connect()
    one, two = desk.meeting(), desk.meeting()
    stuck = [True]

    def create(doing: Doing) -> None:
        if stuck[0] and doing.meeting_id == one:
            raise Retryable("busy")

    desk.does("t.create", create)
    desk.does("t.update")
    for meeting in (one, two):
        desk.ask("t.create", f"create:{meeting}", meeting_id=meeting)
        desk.ask("t.update", f"update:{meeting}", meeting_id=meeting)
    desk.work()
    assert desk.done == [f"create:{one}", f"create:{two}", f"update:{two}"]
    stuck.clear()
    stuck.append(False)
    desk.world.later(seconds=2)
    desk.work()
    assert desk.done[3:] == [f"create:{one}", f"update:{one}"]


def test_what_only_takes_its_time_is_held_against_nobody(desk: Desk) -> None:
    """A report that comes hours after the end: other meetings' calls go on, and it is asked for ever more seldom."""
    desk.connect()
    desk.does("t.report", raising(NotYet("There is no report yet.")))
    desk.does("t.other")
    call = desk.ask("t.report", give_up_after=timedelta(hours=1))
    pauses = []
    for _ in range(12):
        assert desk.work() == 1
        next_at = desk.call(call).next_at
        assert next_at is not None
        pauses.append((next_at - desk.world.clock.at).total_seconds())
        desk.world.clock.at = next_at
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]
    desk.ask("t.other")
    desk.work()
    assert "t.other" in desk.done
    with desk.world.runner.read() as session:
        assert session.get_one(ProviderHealth, "moot").failures == 0
    desk.world.later(minutes=60)
    desk.work()
    assert desk.call(call).state is CallState.GIVEN_UP


def test_what_is_urgent_waits_for_nobody(desk: Desk) -> None:
    desk.connect()
    one = desk.meeting()
    desk.does("t.busy", raising(Retryable("busy")))
    desk.does("t.stop")
    for n in range(6):
        desk.ask("t.busy", f"busy{n}")
    desk.ask("t.busy", "first", meeting_id=one)
    desk.work()
    assert len(desk.done) == 5, "after five failures in a row the provider is left in peace"
    desk.ask("t.stop", "stop", meeting_id=one, urgent=True)
    desk.work()
    assert desk.done[5] == "stop"


def test_circuit_tries_one_call_after_the_rest_and_closes_when_it_succeeds(desk: Desk) -> None:
    desk.connect()
    broken = [True]

    def answers(_doing: Doing) -> None:
        if broken[0]:
            raise Retryable("busy")

    desk.does("t.sometimes", answers)
    for n in range(8):
        desk.ask("t.sometimes", f"k{n}")
    desk.work()
    assert len(desk.done) == 5
    desk.world.later(seconds=31)
    assert desk.work() == 1, "half open: one"
    desk.world.later(seconds=31)
    assert desk.work() == 0, "the rest is longer the second time"
    broken[0] = False
    desk.world.later(seconds=30)
    assert desk.work() == 8
    with desk.world.runner.read() as session:
        assert session.get_one(ProviderHealth, "moot").failures == 0


def test_a_half_open_circuit_lets_one_worker_through(desk: Desk) -> None:
    desk.connect()
    desk.does("t.busy", raising(Retryable("busy")))
    for n in range(8):
        desk.ask("t.busy", f"k{n}")
    desk.work()
    desk.world.later(seconds=31)
    assert desk.world.run(claim, Claim("one"), SYSTEM) is not None
    assert desk.world.run(claim, Claim("two"), SYSTEM) is None


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_pauses_have_full_jitter_and_grow(desk: Desk, chance: float) -> None:
    desk.connect()
    desk.does("t.busy", raising(Retryable("Moot has a fault (500).", code="500")))
    call = desk.ask("t.busy")
    pauses = []
    for _ in range(8):
        desk.work(Carrying("one", chance=lambda: chance))
        row = desk.call(call)
        assert row.next_at is not None
        pauses.append((row.next_at - desk.world.clock.at).total_seconds())
        desk.world.clock.at = row.next_at + timedelta(minutes=6)
    assert pauses == [max(0.1, chance * longest) for longest in (1, 2, 4, 8, 16, 32, 60, 60)]


def test_the_providers_own_moment_counts(desk: Desk) -> None:
    desk.connect()
    moment = desk.world.clock.at + timedelta(minutes=17)
    desk.does("t.later", raising(Retryable("later", not_before=moment)))
    normal = desk.ask("t.later", "normal")
    urgent = desk.ask("t.later", "urgent", urgent=True)
    desk.work()
    assert desk.call(normal).next_at == moment
    assert desk.call(urgent).next_at == desk.world.clock.at + timedelta(seconds=30)
    with desk.world.runner.read() as session:
        assert session.get_one(ProviderHealth, "moot").failures == 0, "who names a moment is not broken"


def test_spent_quota_waits_for_the_providers_midnight(desk: Desk) -> None:
    desk.connect()
    desk.world.clock.at = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
    desk.does("t.spent", raising(QuotaSpent("The units of the day are used up.")))
    call = desk.ask("t.spent")
    desk.work()
    assert desk.call(call).next_at == datetime(2026, 12, 9, 8, 0, tzinfo=UTC), "midnight in California"


def test_permanent_is_given_up_at_once_and_its_feature_is_told(desk: Desk) -> None:
    desk.connect()
    told: list[tuple[str, str, str]] = []
    failed("t.refused")(lambda work, call, reason, remedy: told.append((call.key, reason, remedy)))
    desk.does(
        "t.refused", raising(Permanent("Not with ?pwd=hunter2 here.", code="3161", remedy="Use a host."))
    )
    call = desk.ask("t.refused", meeting_id=desk.meeting())
    desk.work()
    desk.world.later(minutes=60)
    assert desk.work() == 0
    row = desk.call(call)
    assert (row.state, row.attempts) == (CallState.GIVEN_UP, 1)
    assert row.error == "Not with ?pwd=[hidden] here."
    assert told == [("t.refused", row.error, "Use a host.")]


def test_gone_and_unknown_operations_and_not_connected_are_given_up(desk: Desk) -> None:
    desk.does("t.gone", raising(Gone("It is not there.")))
    calls = [
        desk.ask("t.gone", "not connected"),
        desk.ask("t.gone", "gone", provider="free"),
        desk.ask("t.nobody", "nobody", provider="free"),
        desk.ask("t.gone", "elsewhere", provider="elsewhere"),
    ]
    desk.work()
    rows = {c.id: c for p in ("moot", "free", "elsewhere") for c in desk.calls(p)}
    assert [rows[c].state for c in calls] == [CallState.GIVEN_UP] * 4
    assert rows[calls[0]].error == "Moot is not connected."
    assert rows[calls[1]].error == "It is not there."


def test_what_does_not_succeed_in_time_is_given_up(desk: Desk) -> None:
    desk.connect()
    told: list[str] = []
    failed("t.never")(lambda work, call, reason, remedy: told.append(reason))
    desk.does("t.never", raising(Retryable("busy")))
    call = desk.ask("t.never", give_up_after=timedelta(minutes=3))
    for _ in range(40):
        desk.work()
        desk.world.later(minutes=1)
    assert desk.call(call).state is CallState.GIVEN_UP
    assert told == ["busy"]


def test_an_officer_tries_again_and_takes_back(desk: Desk) -> None:
    desk.connect()
    one = desk.meeting()
    desk.does("t.refused", raising(Permanent("no")))
    desk.does("t.fine")
    call = desk.ask("t.refused", meeting_id=one)
    desk.work()
    desk.does("t.refused")
    with desk.world.runner.work(desk.world.officer) as work:
        retry_call(work, RetryCall(call))
    desk.work()
    assert desk.call(call).state is CallState.DONE
    with pytest.raises(WrongState), desk.world.runner.work(desk.world.officer) as work:
        retry_call(work, RetryCall(call))
    unwanted = desk.ask("t.fine", meeting_id=one)
    with desk.world.runner.work(desk.world.officer) as work:
        assert withdraw(work, Withdraw("moot", one, ("t.other",))) == 0
        assert withdraw(work, Withdraw("moot", one, ("t.fine",))) == 1
    assert desk.work() == 0
    assert desk.call(unwanted).state is CallState.WITHDRAWN
