"""What every remote room keeps of its port, whoever provides it: once for one key, safe to repeat, honest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.registry import providers
from integrations.simulators.base import World
from meetings.ports.adapters import Surroundings
from meetings.ports.conferencing import ConferenceProvider, Guest, Room, RoomWish, StreamTarget, doors_of
from meetings.ports.providers import Account, Can, Forged, Gone, Permanent, ProviderFailed, Retryable
from tests.integrations import every

WISH = RoomWish(
    key="meeting7ka2x",
    title="Planning Committee, 3 December 2036",
    starts_at=datetime(2036, 12, 3, 18, 30, tzinfo=UTC),
    minutes=150,
    timezone="Europe/London",
    given=(("link", "https://meet.example.org/abc?pwd=hush"), ("passcode", "hush77")),
)
ANN, BEN = Guest("ann", "Councillor Ann Member"), Guest("ben", "Councillor Ben Member")
TARGET = StreamTarget("rtmps://a.rtmps.example.com/live2", "hush-stream-key", "https://video.example.com/w")
KEYS = sorted(providers(Surroundings(Path())).conferencing)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    with every.janus(tmp_path_factory.mktemp("video")) as around:
        yield around


@pytest.fixture(params=KEYS)
def key(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def installed(simulators: World, machine: Surroundings) -> every.Connected:
    return every.connected(simulators, machine)


@pytest.fixture
def room(installed: every.Connected, key: str) -> ConferenceProvider:
    return installed.providers.conferencing[key]


@pytest.fixture
def account(installed: every.Connected, key: str) -> Account:
    return installed.account(key)


def done_or_told(can: bool, do: Callable[[], Any]) -> Any:
    """What a provider does by itself it does, and again; what it does not it refuses, saying what to do by hand."""
    if can:
        do()
        return do()
    with pytest.raises(Permanent) as refused:
        do()
    assert refused.value.reason
    assert refused.value.remedy
    return None


def refusal(do: Callable[[], bool | None]) -> ProviderFailed | None:
    """Why it is not done; None: it is, and nothing but what is expected came of it."""
    try:
        assert do() is not False
    except ProviderFailed as said:
        return said
    return None


def test_the_same_key_is_the_same_room_and_can_be_changed_and_taken_away(
    room: ConferenceProvider, account: Account
) -> None:
    made = room.create(account, WISH)
    assert made.ref
    assert room.create(account, WISH).ref == made.ref
    changed = replace(WISH, title="Planning Committee", minutes=90)
    assert room.update(account, made.ref, changed).ref == made.ref
    assert room.create(account, changed).ref == made.ref
    assert room.create(account, replace(WISH, key="another")).ref != made.ref
    room.cancel(account, made.ref)
    room.cancel(account, made.ref)
    again = room.create(account, WISH)
    assert again.ref
    assert all(step.title and step.text for step in made.steps)


def test_nothing_secret_stands_where_it_might_be_logged(room: ConferenceProvider, account: Account) -> None:
    made = room.create(account, WISH)
    door = room.door(account, made.ref, made.inside, ANN)
    for value in (*made.inside.values(), door.url, door.passcode, door.token):
        if len(value) > 5:
            assert value not in repr(made)
            assert value not in repr(door)
    assert not any(paste.value in repr(step) for step in made.steps for paste in step.pastes if paste.secret)


def test_everybody_comes_in_and_the_same_guest_by_the_same_seat(
    room: ConferenceProvider, account: Account
) -> None:
    made = room.create(account, WISH)
    doors = dict(doors_of(room, account, made.ref, made.inside, (ANN, BEN)))
    assert list(doors) == [ANN, BEN]
    for guest, door in doors.items():
        assert door.url or door.token or door.dial_in
        assert room.door(account, made.ref, made.inside, guest).seat_ref == door.seat_ref
    apart = len({door.seat_ref for door in doors.values() if door.seat_ref}) == 2
    assert apart == (Can.MEMBER_LINKS in room.can)


def test_a_way_in_is_taken_back_or_it_is_said_why_not(room: ConferenceProvider, account: Account) -> None:
    made = room.create(account, WISH)
    door = room.door(account, made.ref, made.inside, ANN)
    said = refusal(lambda: room.revoke(account, made.ref, ANN, door.seat_ref))
    assert said is None or (isinstance(said, Permanent) and said.remedy)
    if said is None:
        room.revoke(account, made.ref, ANN, door.seat_ref)


def test_hosts_and_the_end(room: ConferenceProvider, account: Account) -> None:
    made = room.create(account, WISH)
    link = done_or_told(Can.HOST_LINK in room.can, lambda: room.host_link(account, made.ref, made.inside))
    assert link is None or link.startswith(("https://", "http://127.0.0.1"))
    done_or_told(Can.END in room.can, lambda: room.end(account, made.ref))
    assert not room.state(account, made.ref).live


def test_the_picture_is_aimed_or_what_to_paste_is_told(room: ConferenceProvider, account: Account) -> None:
    made = room.create(account, WISH)
    steps = room.aim(account, made.ref, TARGET)
    if Can.STREAM_TARGET in room.can:
        assert steps == ()
    else:
        pastes = [paste for step in steps for paste in step.pastes]
        assert any(paste.value == TARGET.key and paste.secret for paste in pastes)
        assert TARGET.key not in repr(steps)
    if Can.STREAM_CONTROL in room.can:
        with pytest.raises(Retryable):
            room.start_stream(account, made.ref)
    else:
        done_or_told(False, lambda: room.start_stream(account, made.ref))
    done_or_told(Can.STREAM_CONTROL in room.can, lambda: room.stop_stream(account, made.ref))


def test_before_the_meeting_nobody_was_there(room: ConferenceProvider, account: Account) -> None:
    made = room.create(account, WISH)
    assert not room.state(account, made.ref).live
    said = refusal(lambda: room.attendance(account, made.ref) == ())
    assert said is None or isinstance(said, Retryable) == (Can.ATTENDANCE in room.can)
    files = refusal(lambda: room.files(account, made.ref) == ())
    assert files is None or Can.RECORDINGS not in room.can


def test_nobody_s_word_is_taken_for_the_provider_s(room: ConferenceProvider, account: Account) -> None:
    for raw in (b"", b"{}", b'{"event":"meeting.started"}', b'{"value":[]}', b"\xff\x00"):
        for headers in (
            {},
            {"Authorization": "Basic eDp5", "x-zm-signature": "v0=", "x-zm-request-timestamp": "1"},
        ):
            try:
                assert room.hear(account, headers, {}, raw).happened == ()
            except Forged:
                continue


def test_how_it_is_set_up_is_said_in_words(room: ConferenceProvider, account: Account) -> None:
    setup = room.setup
    assert room.name
    assert all(ask.label and ask.name.isidentifier() for ask in setup.asks)
    assert all(step.strip().endswith((".", ":")) for step in setup.steps)
    assert all(name and words for name, words in setup.scopes)
    if Can.CERTAIN_ATTENDANCE in room.can:
        assert Can.MEMBER_LINKS in room.can
    if not setup.sign_in:
        with pytest.raises(Permanent):
            room.signed_in(account, "code", "https://council.example/back")
    room.disconnect(account)


def test_a_room_that_somebody_deleted_there_is_said_to_be_gone(
    room: ConferenceProvider, account: Account, key: str
) -> None:
    made: Room = room.create(account, WISH)
    room.cancel(account, made.ref)
    if key in ("zoom", "teams"):
        with pytest.raises(Gone):
            room.update(account, made.ref, WISH)
    else:
        # What needs nothing there, or is made when it is needed, is simply there again.
        assert room.update(account, made.ref, WISH).ref == made.ref
