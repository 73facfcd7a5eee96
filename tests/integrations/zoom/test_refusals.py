"""Zoom when it refuses: access that dies, allowances, faults; what is said, and when to come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from integrations.simulators.base import Fault, FaultKind, World
from integrations.simulators.zoom_state import ZoomState
from meetings.ports.providers import Permanent, ProviderFailed, QuotaSpent, Retryable, SignInDead
from tests.integrations.zoom.account import WISH, account, meetings, press, rooms

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def test_access_is_kept_for_its_hour_and_fetched_once_more_when_it_dies_early(simulators: World) -> None:
    simulators.clock = lambda: NOW
    zoom = rooms(simulators)
    for _ in range(3):
        zoom.create(account(), WISH)
    assert len(simulators.asked("zoom", "oauth.token")) == 1
    simulators.of(ZoomState).tokens.clear()
    zoom.create(account(), WISH)
    assert len(simulators.asked("zoom", "oauth.token")) == 2
    ticks = [0.0]
    zoom._client._ticks = lambda: ticks[0]
    zoom._client._tokens.clear()
    zoom.create(account(), WISH)
    ticks[0] = 3539.0
    zoom.create(account(), WISH)
    assert len(simulators.asked("zoom", "oauth.token")) == 3
    ticks[0] = 3541.0
    zoom.create(account(), WISH)
    assert len(simulators.asked("zoom", "oauth.token")) == 4


def test_an_account_that_is_not_accepted_any_more(simulators: World) -> None:
    with pytest.raises(SignInDead) as wrong:
        rooms(simulators).create(account(client_secret="wrong"), WISH)
    assert "App Credentials" in wrong.value.remedy
    zoom = rooms(simulators)
    zoom.create(account(), WISH)
    press(simulators, "active")
    with pytest.raises(SignInDead):
        zoom.create(account(), WISH)
    with pytest.raises(Permanent, match="Client secret missing"):
        zoom.create(account(client_secret=" "), WISH)


REFUSALS = (
    (FaultKind.LATER_SECONDS, Retryable),
    (FaultKind.LATER_DATE, Retryable),
    (FaultKind.LATER_ISO, Retryable),
    (FaultKind.LATER, Retryable),
    (FaultKind.QUOTA, QuotaSpent),
    (FaultKind.BROKEN, Retryable),
    (FaultKind.HANG_UP, Retryable),
    (FaultKind.REVOKED_SCOPE, Permanent),
)


@pytest.mark.parametrize(("kind", "error"), REFUSALS, ids=[kind.value for kind, _ in REFUSALS])
def test_refusals_say_whether_and_when_to_come_back(
    simulators: World, kind: FaultKind, error: type[ProviderFailed]
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    simulators.clock = lambda: now
    simulators.faults.arm(Fault(kind, "zoom", "meetingCreate", seconds=90))
    with pytest.raises(error) as failed:
        rooms(simulators).create(account(), WISH)
    assert type(failed.value) is error
    if kind in (FaultKind.LATER_SECONDS, FaultKind.LATER_DATE, FaultKind.LATER_ISO):
        assert failed.value.not_before == now + timedelta(seconds=90)  # type: ignore[attr-defined]
    if kind is FaultKind.QUOTA:
        midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
        assert failed.value.not_before == midnight  # type: ignore[attr-defined]
    if kind is FaultKind.REVOKED_SCOPE:
        assert "meeting:write:meeting:admin" in failed.value.remedy  # type: ignore[attr-defined]


def test_a_token_that_died_on_the_way_is_not_a_failure(simulators: World) -> None:
    zoom = rooms(simulators)
    zoom.check(account())
    simulators.faults.arm(Fault(FaultKind.EXPIRED_TOKEN, "zoom", "meetingCreate"))
    zoom.create(account(), WISH)
    assert len(meetings(simulators)) == 1


def test_a_hundred_changes_are_a_day_s_allowance(simulators: World) -> None:
    simulators.clock = lambda: NOW
    spent: list[int] = []
    ours = account()
    ours.spend = spent.append
    simulators.of(ZoomState).created["2026-12-01"] = 100
    with pytest.raises(QuotaSpent) as refused:
        rooms(simulators).create(ours, WISH)
    assert refused.value.not_before == datetime(2026, 12, 2, tzinfo=UTC)
    assert spent == [1]
