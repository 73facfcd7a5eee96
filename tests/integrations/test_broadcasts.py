"""What every provider of broadcasts does alike: one for a key, its real state, words for what it cannot do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from meetings.ports.broadcast import Broadcast, BroadcastWish, Phase
from meetings.ports.providers import Can, Forged, Gone, Permanent, Retryable
from tests.integrations.broadcasts import Stage, YouTubeStage, hls_stage

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
WISH = BroadcastWish("k4w7", "Council", "Agenda", SOON, given=(("watch", "https://video.example/council"),))


@pytest.fixture(params=["manual", "hls", "youtube"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    if request.param == "hls":
        with hls_stage(tmp_path) as made:
            yield made
    elif request.param == "youtube":
        yield YouTubeStage(request.getfixturevalue("simulators"))
    else:
        yield Stage()


def prepared(stage: Stage) -> Broadcast:
    return stage.provider.prepare(stage.account, WISH)


def live(stage: Stage) -> str:
    """The reference of a broadcast that is live."""
    ref = prepared(stage).ref
    stage.picture(ref)
    stage.provider.go_live(stage.account, ref)
    stage.later(ref)
    return ref


def test_one_for_a_key_and_its_secrets_stay_inside(stage: Stage) -> None:
    first = prepared(stage)
    assert stage.provider.prepare(stage.account, WISH) == first
    assert first.watch_url
    other = stage.provider.prepare(stage.account, replace(WISH, key="other"))
    assert other.ref != first.ref
    if first.target is not None:
        assert first.target.key
        assert other.target
        assert first.target.key != other.target.key
        assert first.target.key not in repr(first)
    for step in first.steps:
        assert step.key
        assert step.title
        assert step.text
        assert all(p.secret == (p.label == "Stream key") and p.value not in repr(p) for p in step.pastes)


def test_it_follows_and_is_taken_away(stage: Stage) -> None:
    made = prepared(stage)
    changed = stage.provider.update(stage.account, made.ref, replace(WISH, title="Council, moved"))
    assert (changed.ref, changed.watch_url) == (made.ref, made.watch_url)
    stage.provider.cancel(stage.account, made.ref)
    stage.provider.cancel(stage.account, made.ref)
    if Can.CREATE in stage.provider.can:
        with pytest.raises(Gone):
            stage.provider.update(stage.account, made.ref, WISH)
        with pytest.raises(Gone):
            stage.provider.state(stage.account, made.ref)


def test_nothing_is_public_before_it_is_live(stage: Stage) -> None:
    ref = prepared(stage).ref
    assert stage.provider.state(stage.account, ref).public is not True
    stage.picture(ref)
    state = stage.provider.state(stage.account, ref)
    assert state.public is not True
    if Can.FEED_STATE in stage.provider.can:
        assert state.public is False
        assert state.receiving is True
    else:
        assert (state.phase, state.receiving, state.public) == (Phase.UNKNOWN, None, None)


def test_live_needs_a_picture_and_is_believed_when_it_is_seen(stage: Stage) -> None:
    if Can.GO_LIVE not in stage.provider.can:
        refuses(lambda: stage.provider.go_live(stage.account, prepared(stage).ref))
        return
    ref = prepared(stage).ref
    with pytest.raises(Retryable):
        stage.provider.go_live(stage.account, ref)
    assert stage.provider.state(stage.account, ref).public is False
    assert live(stage) == ref
    stage.provider.go_live(stage.account, ref)
    state = stage.provider.state(stage.account, ref)
    assert (state.phase, state.receiving, state.public) == (Phase.LIVE, True, True)
    assert state.started_at
    stage.dark(ref)
    assert stage.provider.state(stage.account, ref).receiving is False


def test_held_and_public_again_at_the_same_address(stage: Stage) -> None:
    if Can.HOLD not in stage.provider.can:
        refuses(lambda: stage.provider.hold(stage.account, prepared(stage).ref))
        refuses(lambda: stage.provider.release(stage.account, prepared(stage).ref))
        return
    ref = live(stage)
    for _ in range(2):
        stage.provider.hold(stage.account, ref)
        held = stage.provider.state(stage.account, ref)
        assert (held.phase, held.public) == (Phase.HELD, False)
    stage.provider.update(stage.account, ref, replace(WISH, title="Renamed meanwhile"))
    assert stage.provider.state(stage.account, ref).public is False
    for _ in range(2):
        stage.provider.release(stage.account, ref)
        stage.later(ref)
        assert stage.provider.state(stage.account, ref).public is True
    assert prepared(stage).ref == ref


def test_over_is_over(stage: Stage) -> None:
    if Can.GO_LIVE not in stage.provider.can:
        refuses(lambda: stage.provider.end(stage.account, prepared(stage).ref))
        return
    ref = live(stage)
    stage.provider.end(stage.account, ref)
    stage.provider.end(stage.account, ref)
    over = stage.provider.state(stage.account, ref)
    assert (over.phase, over.public) == (Phase.ENDED, False)
    assert over.ended_at
    with pytest.raises(Permanent):
        stage.provider.go_live(stage.account, ref)


def test_what_it_cannot_do_it_says_and_what_it_says_it_can(stage: Stage) -> None:
    provider, account, ref = stage.provider, stage.account, prepared(stage).ref
    after: dict[Can, Callable[[], None]] = {
        Can.CHAPTERS: lambda: provider.chapters(account, ref, "0:00 A\n1:00 B\n2:00 C"),
        Can.CAPTIONS: lambda: provider.captions(account, ref, b"WEBVTT\n", "en-GB", "English"),
        Can.THUMBNAIL: lambda: provider.picture(account, ref, b"\x89PNG"),
    }
    for can, act in after.items():
        if can in provider.can:
            act()
            act()
        else:
            refuses(act)


def test_a_message_that_nobody_sent_is_no_news(stage: Stage) -> None:
    try:
        heard = stage.provider.hear(stage.account, {}, {}, b'{"event": "live"}')
    except Forged:
        return
    assert heard.happened == ()


def refuses(act: Callable[[], None]) -> None:
    with pytest.raises(Permanent) as refused:
        act()
    assert refused.value.reason.endswith(".")
    assert refused.value.remedy
