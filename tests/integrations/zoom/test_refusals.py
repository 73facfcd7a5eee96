"""Zoom when it refuses: access that dies, allowances, faults; what is said, and when to come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from integrations.simulators.base import Fault, FaultKind, World
from integrations.simulators.zoom_state import ZoomState
from integrations.zoom import seats as zoom_seats
from integrations.zoom.errors import sorter
from meetings.ports.providers import Gone, Permanent, ProviderFailed, QuotaSpent, Retryable, SignInDead
from tests.integrations.zoom.account import GUESTS, WISH, account, meetings, press, rooms

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


def said(status: int, body: object, path: str = "/v2/meetings/1", **headers: str) -> ProviderFailed | None:
    request = httpx.Request("PATCH", f"https://api.zoom.us{path}")
    return sorter(lambda: NOW)(httpx.Response(status, json=body, headers=headers, request=request))


@pytest.mark.parametrize(
    ("status", "body", "error", "code"),
    [
        (404, {"code": 3001}, Gone, "3001"),
        (404, {"code": 1001}, Gone, "1001"),
        (404, {"code": 3301}, Gone, "3301"),
        (400, {"code": 4927}, Retryable, "4927"),
        (400, {"code": 4400}, Permanent, "4400"),
        (400, {"code": 3161}, Permanent, "3161"),
        (400, {"code": 12702}, Permanent, "12702"),
        (400, {"code": 300, "message": "Invalid field."}, Permanent, "300"),
        (400, {"code": 300, "errors": [{"field": "settings.alternative_hosts"}]}, Permanent, "1114"),
        (401, {"code": 124}, SignInDead, "124"),
        (400, {"code": 124}, SignInDead, "124"),
    ],
)
def test_zoom_s_codes_in_our_words(status: int, body: object, error: type[ProviderFailed], code: str) -> None:
    found = said(status, body)
    assert type(found) is error
    assert found.code == code
    assert found.reason.endswith((".", f"({code})"))


def test_a_user_that_is_not_there_is_no_meeting_that_is_gone() -> None:
    found = said(404, {"code": 1001, "message": "User does not exist: x."}, "/v2/users/x/meetings")
    assert isinstance(found, Permanent)
    assert not isinstance(found, Gone)
    assert found.remedy


def test_nothing_of_zoom_s_own_words_that_may_be_secret_is_told_on() -> None:
    words = "Invalid field for ann@council.example, see https://zoom.us/j/1?pwd=hush and eyJhbGciOiJIUzI1NiJ9abcdefgh"
    found = said(400, {"code": 300, "message": words})
    assert found is not None
    assert found.reason == "Zoom refuses it: Invalid field for see and (300)"


def test_answers_that_are_none_of_zoom_s_are_sorted_by_their_status() -> None:
    for body in ([1], "x", {"code": None}, {}):
        assert said(503, body) is None
    assert said(404, {}) is None
    daily = said(429, {}, **{"X-RateLimit-Type": "Daily-limit", "Retry-After": "2026-12-02T00:00:00Z"})
    assert isinstance(daily, QuotaSpent)
    assert daily.not_before == datetime(2026, 12, 2, tzinfo=UTC)


def test_a_batch_that_is_not_whole_is_asked_for_again(
    simulators: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoom = rooms(simulators)
    made = zoom.create(account(), WISH)
    monkeypatch.setattr(zoom_seats, "_register", lambda client, account, ref, guests, council: iter(()))
    with pytest.raises(Retryable, match="everybody"):
        zoom.doors(account(), made.ref, made.inside, GUESTS[:3])
    monkeypatch.undo()
    assert len(zoom.doors(account(), made.ref, made.inside, GUESTS[:3])) == 3
