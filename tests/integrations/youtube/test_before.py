"""Broadcasts are made once, found again, and follow their meeting."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from integrations.simulators.base import Fault, FaultKind, World
from integrations.simulators.google_state import (
    google,
    key_of,
)
from integrations.youtube.adapter import YouTubeBroadcasts
from meetings.ports.broadcast import Phase
from meetings.ports.providers import Account, Gone, Retryable
from tests.integrations.youtube.asking import SOON, WISH, Spending, asks, text_of, writes


def test_a_broadcast_is_made_ready_with_a_place_for_its_picture(
    simulators: World, youtube: YouTubeBroadcasts
) -> None:
    spending = Spending(simulators)
    made = youtube.prepare(
        spending.account, replace(WISH, title="A <b> & " + "x" * 120, description="Items <1>")
    )
    assert made.watch_url == f"https://www.youtube.com/watch?v={made.ref}"
    assert made.embed_url == f"https://www.youtube-nocookie.com/embed/{made.ref}"
    assert made.target
    assert made.target.url.startswith("rtmps://")
    assert made.target.key == key_of(simulators, made.ref)
    assert made.target.key not in repr(made)
    there = google(simulators).broadcasts[made.ref]
    assert len(there["snippet"]["title"]) == 100
    details = there["contentDetails"]
    assert not details["enableAutoStart"]
    assert not details["enableAutoStop"]
    assert not details["monitorStream"]["enableMonitorStream"]
    assert there["status"]["selfDeclaredMadeForKids"] is False
    state = youtube.state(spending.account, made.ref)
    assert (state.phase, state.receiving, state.public) == (Phase.READY, False, False)
    assert spending.units == google(simulators).units == 50 * 3 + 2 + 1 + 2


def test_asked_for_again_there_is_one_and_nothing_is_written(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    first = youtube.prepare(account, WISH)
    before = writes(simulators)
    assert youtube.prepare(account, WISH) == first
    assert youtube.update(account, first.ref, WISH) == first
    assert writes(simulators) == before


@pytest.mark.parametrize("operation", ["liveBroadcasts.insert", "liveStreams.insert", "liveBroadcasts.bind"])
@pytest.mark.parametrize("kind", [FaultKind.ACT_THEN_HANG_UP, FaultKind.HANG_UP])
def test_a_cut_line_makes_no_second_one(
    simulators: World, youtube: YouTubeBroadcasts, account: Account, operation: str, kind: FaultKind
) -> None:
    simulators.faults.arm(Fault(kind, "google", operation))
    with pytest.raises(Retryable) as failed:
        youtube.prepare(account, WISH)
    assert failed.value.uncertain
    # The line was cut, and nobody below us asked a second time.
    assert asks(simulators).count(operation) == 1
    made = youtube.prepare(account, WISH)
    assert list(google(simulators).broadcasts) == [made.ref]
    assert len(google(simulators).streams) == 1
    assert made.target
    assert made.target.key == key_of(simulators, made.ref)


def test_found_again_among_many(simulators: World, youtube: YouTubeBroadcasts, account: Account) -> None:
    first = youtube.prepare(account, WISH)
    state = google(simulators)
    other = json.dumps(state.broadcasts[first.ref]).replace("m7k2", "other")
    state.broadcasts = {f"other{n}": json.loads(other) for n in range(70)} | state.broadcasts
    assert youtube.prepare(account, WISH).ref == first.ref
    assert len(state.broadcasts) == 71


def test_meetings_far_apart_share_a_key_and_those_at_about_the_same_time_never(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    def key(name: str, at: datetime) -> str:
        made = youtube.prepare(account, replace(WISH, key=name, starts_at=at))
        assert made.target
        return made.target.key

    first, week_later = key("a", SOON), key("b", SOON + timedelta(days=7))
    assert first == week_later
    assert key("c", SOON + timedelta(hours=2)) != first
    # Moved to the same evening, it moves to another stream.
    b = next(i for i in google(simulators).broadcasts if "reference: b " in text_of(simulators, i))
    moved = youtube.update(account, b, replace(WISH, key="b", starts_at=SOON + timedelta(hours=1)))
    assert moved.target
    keys = [key_of(simulators, i) for i in google(simulators).broadcasts]
    assert len(set(keys)) == 3


def test_one_that_should_have_begun_already_begins_at_once(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    late = replace(WISH, starts_at=datetime.now(UTC) - timedelta(minutes=5))
    assert youtube.prepare(account, late).ref in google(simulators).broadcasts


def test_changes_follow_the_meeting(simulators: World, youtube: YouTubeBroadcasts, account: Account) -> None:
    ref = youtube.prepare(account, WISH).ref
    later = SOON + timedelta(hours=1)
    youtube.update(account, ref, replace(WISH, title="Planning", starts_at=later, privacy="unlisted"))
    there = google(simulators).broadcasts[ref]
    assert there["snippet"]["title"] == "Planning"
    assert datetime.fromisoformat(there["snippet"]["scheduledStartTime"]) == later
    assert there["status"]["privacyStatus"] == "unlisted"
    youtube.cancel(account, ref)
    youtube.cancel(account, ref)
    assert google(simulators).broadcasts == {}
    with pytest.raises(Gone):
        youtube.update(account, ref, WISH)


def test_a_channel_that_may_not_be_shown_elsewhere_is_watched_at_youtube(
    simulators: World, youtube: YouTubeBroadcasts, account: Account
) -> None:
    google(simulators).embed_allowed = False
    made = youtube.prepare(account, WISH)
    assert made.watch_url
    assert made.embed_url == ""
    assert youtube.prepare(account, WISH) == made
    assert len(google(simulators).broadcasts) == 1
