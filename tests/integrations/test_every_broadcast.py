"""What every broadcast keeps of its port: once for one key, nothing public unasked, stopped when it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from integrations.registry import providers
from integrations.simulators.base import World
from meetings.ports.adapters import Surroundings
from meetings.ports.broadcast import BroadcastProvider, BroadcastState, BroadcastWish, Phase
from meetings.ports.providers import Account, Can, Gone, Permanent, Retryable
from tests.integrations import every

WISH = BroadcastWish(
    key="meeting7ka2x",
    title="Planning Committee",
    description="The agenda is on the council's site.",
    starts_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=3),
    given=(("watch", "https://video.example.org/live"),),
)
KEYS = sorted(providers(Surroundings(Path())).broadcast)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
CHAPTERS = "The recording.\n\n0:00 Apologies\n4:10 Minutes\n9:30 Library hours\n"
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood evening.\n"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    with every.public(tmp_path_factory.mktemp("video")) as around:
        yield around


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def installed(simulators: World, machine: Surroundings) -> every.Connected:
    return every.connected(simulators, machine)


@pytest.fixture
def broadcast(installed: every.Connected, key: str) -> BroadcastProvider:
    return installed.providers.broadcast[key]


@pytest.fixture
def account(installed: every.Connected, key: str) -> Account:
    return installed.account(key)


def told(do: Callable[[], Any]) -> None:
    """What it does not do by itself it refuses, in words."""
    with pytest.raises(Permanent) as refused:
        do()
    assert refused.value.reason


def twice(do: Callable[[], Any]) -> None:
    do()
    do()


def settled(broadcast: BroadcastProvider, account: Account, ref: str, phase: Phase) -> BroadcastState:
    """Services take a few looks to get there."""
    for _ in range(6):
        state = broadcast.state(account, ref)
        if state.phase is phase:
            return state
    raise AssertionError(f"it stays {state.phase}")


def test_the_same_key_is_the_same_broadcast_and_can_be_changed_and_taken_away(
    broadcast: BroadcastProvider, account: Account
) -> None:
    made = broadcast.prepare(account, WISH)
    assert made.ref
    assert made.watch_url.startswith(("https://", "http://127.0.0.1"))
    again = broadcast.prepare(account, WISH)
    assert (again.ref, again.watch_url, again.target) == (made.ref, made.watch_url, made.target)
    changed = replace(WISH, title="Planning", privacy="unlisted")
    assert broadcast.update(account, made.ref, changed).ref == made.ref
    assert broadcast.prepare(account, changed).ref == made.ref
    assert broadcast.prepare(account, replace(WISH, key="another")).ref != made.ref
    if made.target is not None:
        assert made.target.key not in repr(made)
        assert made.target.key not in made.watch_url
    twice(lambda: broadcast.cancel(account, made.ref))
    if Can.CREATE in broadcast.can:
        with pytest.raises(Gone):
            broadcast.update(account, made.ref, WISH)


def test_from_no_picture_to_the_end_the_public_gets_only_what_was_asked_for(
    broadcast: BroadcastProvider, account: Account, installed: every.Connected
) -> None:
    wish = replace(WISH, key="evening7ka2x")
    made = broadcast.prepare(account, wish)
    assert broadcast.state(account, made.ref).public is not True
    if Can.GO_LIVE not in broadcast.can:
        for press in (broadcast.go_live, broadcast.hold, broadcast.release, broadcast.end):
            told(lambda press=press: press(account, made.ref))  # type: ignore[misc]
        assert broadcast.state(account, made.ref).phase is Phase.UNKNOWN
        return
    with pytest.raises(Retryable):
        broadcast.go_live(account, made.ref)
    installed.picture(made)
    assert broadcast.state(account, made.ref).receiving is True
    assert broadcast.state(account, made.ref).public is not True
    twice(lambda: broadcast.go_live(account, made.ref))
    assert settled(broadcast, account, made.ref, Phase.LIVE).public is True
    if Can.HOLD in broadcast.can:
        twice(lambda: broadcast.hold(account, made.ref))
        held = settled(broadcast, account, made.ref, Phase.HELD)
        assert (held.public, held.receiving) == (False, True)
        installed.picture(made)
        twice(lambda: broadcast.release(account, made.ref))
        assert broadcast.state(account, made.ref).phase in (Phase.LIVE, Phase.STARTING)
    twice(lambda: broadcast.end(account, made.ref))
    assert settled(broadcast, account, made.ref, Phase.ENDED).public is not True
    told(lambda: broadcast.go_live(account, made.ref))


def test_what_belongs_to_it_is_put_there_or_it_is_said_why_not(
    broadcast: BroadcastProvider, account: Account
) -> None:
    made = broadcast.prepare(account, replace(WISH, key="afterwards"))
    for can, do in (
        (Can.CHAPTERS, lambda: broadcast.chapters(account, made.ref, CHAPTERS)),
        (Can.CAPTIONS, lambda: broadcast.captions(account, made.ref, VTT, "en", "English")),
        (Can.THUMBNAIL, lambda: broadcast.picture(account, made.ref, PNG)),
    ):
        (twice if can in broadcast.can else told)(do)


def test_nothing_there_is_said_to_be_gone(broadcast: BroadcastProvider, account: Account) -> None:
    if Can.CREATE not in broadcast.can:
        # Nothing is made there, so nothing can be gone.
        return
    made = broadcast.prepare(account, replace(WISH, key="deleted"))
    broadcast.cancel(account, made.ref)
    for do in (broadcast.state, broadcast.go_live, broadcast.hold, broadcast.release):
        with pytest.raises(Gone):
            do(account, made.ref)
    broadcast.cancel(account, made.ref)


def test_how_it_is_set_up_is_said_in_words(broadcast: BroadcastProvider, account: Account) -> None:
    setup = broadcast.setup
    assert broadcast.name
    assert all(ask.label and ask.name.isidentifier() for ask in setup.asks)
    assert all(step.strip().endswith((".", ":")) for step in setup.steps)
    assert setup.sign_in or Can.CREATE not in broadcast.can or not setup.asks
    if not setup.sign_in:
        told(lambda: broadcast.signed_in(account, "code", "https://council.example/back"))
