"""What YouTube refuses or leaves undone, and what we make of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from integrations.simulators.base import Fault, FaultKind, World
from integrations.simulators.google_state import (
    google,
)
from integrations.youtube.adapter import YouTubeBroadcasts
from integrations.youtube.errors import failure, next_day
from meetings.ports.broadcast import Phase
from meetings.ports.providers import (
    Account,
    Forged,
    Gone,
    Permanent,
    ProviderFailed,
    QuotaSpent,
    Retryable,
    SignInDead,
)
from tests.integrations.youtube.asking import SOON, WISH


@pytest.mark.parametrize(
    "kind", [FaultKind.LATER_SECONDS, FaultKind.LATER_DATE, FaultKind.LATER_ISO, FaultKind.LATER]
)
def test_when_to_come_back(
    simulators: World, youtube: YouTubeBroadcasts, account: Account, kind: FaultKind
) -> None:
    simulators.faults.arm(Fault(kind, "google", "liveBroadcasts.list", seconds=90))
    with pytest.raises(Retryable) as failed:
        youtube.state(account, "any")
    when = failed.value.not_before
    if kind is FaultKind.LATER:
        assert when is None
    else:
        assert when
        assert timedelta(seconds=30) < when - datetime.now(UTC) <= timedelta(seconds=91), format_datetime(
            when
        )
    assert not failed.value.uncertain


def test_an_expired_token_is_renewed_and_a_lost_permission_asks_for_a_sign_in(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    ref = youtube.prepare(account, WISH).ref
    simulators.faults.arm(Fault(FaultKind.EXPIRED_TOKEN, "google", "liveBroadcasts.list"))
    assert youtube.state(account, ref).phase is Phase.READY
    simulators.faults.arm(Fault(FaultKind.REVOKED_SCOPE, "google", "liveBroadcasts.list"))
    with pytest.raises(SignInDead) as lost:
        youtube.state(account, ref)
    assert "Sign in" in lost.value.remedy
    simulators.clock = lambda: datetime.now(UTC) + timedelta(hours=2)
    assert youtube.state(account, ref).phase is Phase.READY


def test_a_dead_sign_in(simulators: World, youtube: YouTubeBroadcasts, account: Account) -> None:
    ref = youtube.prepare(account, WISH).ref
    google(simulators).grants.clear()
    with pytest.raises(SignInDead, match="no longer accepts"):
        youtube.state(account, ref)
    with pytest.raises(SignInDead, match="Nobody has signed in"):
        youtube.state(Account("youtube", {}), ref)


def test_the_days_allowance(simulators: World, youtube: YouTubeBroadcasts, account: Account) -> None:
    simulators.faults.arm(Fault(FaultKind.QUOTA, "google", "liveBroadcasts.list"))
    with pytest.raises(QuotaSpent):
        youtube.state(account, "any")
    google(simulators).allowance = 0
    with pytest.raises(QuotaSpent) as spent:
        youtube.state(account, "any")
    assert spent.value.not_before
    assert spent.value.not_before > datetime.now(UTC)
    winter = datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
    assert next_day(winter) == datetime(2026, 1, 11, 8, 0, tzinfo=UTC)
    # The night of the clock change has its own length.
    assert next_day(datetime(2026, 3, 8, 9, 0, tzinfo=UTC)) == datetime(2026, 3, 9, 7, 0, tzinfo=UTC)


def test_a_fault_of_theirs_is_uncertain_only_where_something_was_asked_for(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    simulators.faults.arm(Fault(FaultKind.BROKEN, "google", "liveBroadcasts.list"))
    with pytest.raises(Retryable) as reading:
        youtube.prepare(account, WISH)
    assert not reading.value.uncertain
    simulators.faults.arm(Fault(FaultKind.BROKEN, "google", "liveBroadcasts.insert"))
    with pytest.raises(Retryable) as writing:
        youtube.prepare(account, WISH)
    assert writing.value.uncertain


def test_refusals_come_with_a_remedy(simulators: World, youtube: YouTubeBroadcasts, account: Account) -> None:
    google(simulators).live_enabled = False
    with pytest.raises(Permanent) as refused:
        youtube.prepare(account, WISH)
    assert "youtube.com/features" in refused.value.remedy


def test_nothing_that_claims_to_come_from_youtube_is_believed(
    youtube: YouTubeBroadcasts, account: Account
) -> None:
    with pytest.raises(Forged):
        youtube.hear(account, {}, {}, b"{}")


def test_no_token_stands_in_the_log(simulators: World, youtube: YouTubeBroadcasts, account: Account) -> None:
    youtube.check(account)
    assert all("ya29" not in json.dumps(x.headers) for x in simulators.log)


def test_what_is_asked_for_in_the_meeting_may_be_asked_for_again(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    made = youtube.prepare(account, WISH)
    assert made.target
    simulators.feeds.send(made.target.key, "An encoder", simulators.now())
    for act, operation, phase in (
        (youtube.go_live, "liveBroadcasts.transition", Phase.LIVE),
        (youtube.hold, "liveBroadcasts.update", Phase.HELD),
        (youtube.release, "liveBroadcasts.update", Phase.LIVE),
        (youtube.end, "liveBroadcasts.transition", Phase.ENDED),
    ):
        simulators.faults.arm(Fault(FaultKind.ACT_THEN_HANG_UP, "google", operation))
        with pytest.raises(Retryable) as cut:
            act(account, made.ref)
        assert cut.value.uncertain
        act(account, made.ref)
        youtube.state(account, made.ref)
        assert youtube.state(account, made.ref).phase is phase


def test_refusals_that_pass_and_refusals_that_do_not() -> None:
    def said(status: int, reason: str) -> ProviderFailed:
        error = {"code": status, "message": "<b>Words</b> of theirs", "errors": [{"reason": reason}]}
        return failure(status, {}, json.dumps({"error": error}).encode(), SOON, writes=True)

    assert isinstance(said(409, "captionExists"), Retryable)
    assert isinstance(said(403, "userRateLimitExceeded"), Retryable)
    assert isinstance(said(404, "videoNotFound"), Gone)
    unknown = said(400, "somethingNew")
    assert isinstance(unknown, Permanent)
    assert unknown.reason == "YouTube refuses: Words of theirs"
    for reason in ("accessNotConfigured", "livePermissionBlocked", "userBroadcastsExceedLimit"):
        refused = said(403, reason)
        assert isinstance(refused, Permanent)
        assert refused.remedy
    assert isinstance(failure(502, {}, b"<html>Bad gateway</html>", SOON, writes=True), Retryable)
    assert isinstance(failure(400, {}, b"[]", SOON, writes=True), Permanent)
