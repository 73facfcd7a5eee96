"""The built-in room's adapter and its files: against the real video server where it matters, without it in words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from signal import SIGTERM

import pytest

from integrations.builtin import configuration
from integrations.builtin.adapter import BuiltIn
from integrations.builtin.events import hear
from integrations.machine.secrets import secrets_of
from meetings.ports.adapters import Surroundings
from meetings.ports.conferencing import Guest, Room, RoomWish
from meetings.ports.own_video import OwnRoom
from meetings.ports.providers import Account, Forged, Gone, Permanent, Retryable
from tests.factories.process import LocalServer, free_port

NOBODY = Account("builtin", {})
WISH = RoomWish("a-meeting", "Planning Committee", datetime(2026, 12, 8, 19, tzinfo=UTC), 90, "Europe/London")
NO_JANUS = "Janus is not installed: run script/setup test (it installs what the tests need)."


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surroundings]:
    """A video server of its own, with the files that the product writes."""
    assert which("janus"), NO_JANUS
    data = tmp_path_factory.mktemp("janus")
    around = Surroundings(
        data,
        janus=f"http://127.0.0.1:{free_port()}/janus",
        own_video=True,
        turn="turn:t.example.org",
        turn_secret="s",
    )
    made = configuration.companion(around)
    assert made.missing == ""
    made.prepare()
    server = LocalServer("janus", None)
    try:
        server.start(made.command, lambda: _answers(BuiltIn(around)))
        yield around
    finally:
        server.end(SIGTERM)
        server.forget()


@pytest.fixture
def adapter(around: Surroundings) -> BuiltIn:
    return BuiltIn(around)


def _answers(adapter: BuiltIn) -> bool:
    try:
        adapter.check(NOBODY)
    except Retryable:
        return False
    return True


def _room(adapter: BuiltIn) -> Room:
    return adapter.create(NOBODY, WISH)


def test_it_is_a_room_whose_doors_we_keep(adapter: BuiltIn) -> None:
    assert isinstance(adapter, OwnRoom)
    assert all(found.ok for found in adapter.check(NOBODY))
    assert adapter.setup.missing == ""


def test_asked_twice_there_is_one_room(adapter: BuiltIn) -> None:
    first, second = _room(adapter), _room(adapter)
    assert (first.ref, first.inside) == (second.ref, second.inside)
    assert (
        adapter.update(NOBODY, first.ref, replace(WISH, title="Planning Committee, moved")).ref == first.ref
    )
    with pytest.raises(Gone):
        adapter.update(NOBODY, "0" * 24, WISH)
    assert adapter.state(NOBODY, first.ref).people == 0


def test_a_seat_is_the_same_again_and_another_one_for_another_person(adapter: BuiltIn) -> None:
    room = _room(adapter)
    mine = adapter.door(NOBODY, room.ref, room.inside, Guest("p1", "A"))
    assert mine == adapter.door(NOBODY, room.ref, room.inside, Guest("p1", "A"))
    other = adapter.door(NOBODY, room.ref, room.inside, Guest("p2", "B", host=True))
    assert json.loads(mine.token)["token"] != json.loads(other.token)["token"]
    assert mine.url == ""
    assert room.inside["secret"] not in mine.token


def test_the_server_forgets_its_rooms_and_they_are_made_again(adapter: BuiltIn) -> None:
    room = _room(adapter)
    adapter.end(NOBODY, room.ref)
    adapter.end(NOBODY, room.ref)
    assert adapter.people(room.ref, room.inside) == ()
    adapter.kick(room.ref, room.inside, "nobody.x")
    adapter.mute(room.ref, room.inside, "nobody.x", muted=True)
    adapter.refuse(room.ref, room.inside, Guest("p1", "A"))
    assert adapter.admit(room.ref, room.inside, Guest("p1", "A")) == adapter.admit(
        room.ref, room.inside, Guest("p1", "A")
    )
    adapter.revoke(NOBODY, room.ref, Guest("p1", "A"), "p1")


def test_a_relay_gets_credentials_for_one_person_and_a_time(adapter: BuiltIn) -> None:
    (relay,) = adapter.relays("p1", 1_800_000_000)
    assert relay.username == "1800000000:p1"
    assert len(base64.b64decode(relay.credential)) == 20
    assert BuiltIn(Surroundings(Path("/nowhere"))).relays("p1", 1) == ()


def test_where_the_server_is_not_there_it_says_so(tmp_path: Path) -> None:
    away = BuiltIn(Surroundings(tmp_path, janus=f"http://127.0.0.1:{free_port()}/janus"))
    assert "script/setup --with-builtin-video" in away.setup.missing
    for ask in (
        lambda: away.create(NOBODY, WISH),
        lambda: away.check(NOBODY),
        lambda: away.state(NOBODY, "r"),
    ):
        with pytest.raises(Retryable, match="does not answer"):
            ask()


def test_a_server_with_another_password_is_told_apart(around: Surroundings, tmp_path: Path) -> None:
    with pytest.raises(Permanent, match="another password") as refused:
        BuiltIn(replace(around, data=tmp_path)).create(NOBODY, WISH)
    assert "Restart" in refused.value.remedy


def test_what_it_cannot_do_says_what_to_do(adapter: BuiltIn) -> None:
    for ask in (adapter.start_stream, adapter.stop_stream):
        with pytest.raises(Permanent) as refused:
            ask(NOBODY, "r")
        assert refused.value.remedy
    assert adapter.attendance(NOBODY, "r") == ()
    assert adapter.files(NOBODY, "r") == ()


def test_only_the_rooms_and_the_news_are_switched_on(tmp_path: Path) -> None:
    around = Surroundings(tmp_path, own="http://127.0.0.1:8000", video_address="192.0.2.7")
    known = secrets_of(tmp_path)
    files = configuration.files(tmp_path, around, known)
    main = files["janus.jcfg"]
    assert f'api_secret = "{known["api"]}"' in main
    assert "session_timeout = 15" in main
    assert 'nat_1_1_mapping = "192.0.2.7"' in main
    assert "libjanus_videoroom.so" not in main
    assert "libjanus_streaming.so" in main
    assert 'ip = "127.0.0.1"' in files["janus.transport.http.jcfg"]
    assert "admin_http = false" in files["janus.transport.http.jcfg"]
    assert "http://127.0.0.1:8000/video/events" in files["janus.eventhandler.sampleevh.jcfg"]
    configuration.write(tmp_path / "video" / "janus", around)
    assert {p.stat().st_mode & 0o077 for p in (tmp_path / "video" / "janus").iterdir()} == {0}


def test_secrets_are_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    assert secrets_of(tmp_path) == secrets_of(tmp_path)
    assert (tmp_path / "video" / "secrets.json").stat().st_mode & 0o077 == 0
    assert len(set(secrets_of(tmp_path).values())) == 7


def _signed(secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"janus:{secret}".encode()).decode()}


def _event(what: str, **more: object) -> dict[str, object]:
    data = {"event": what, "room": "r", "id": "p1.dev", "display": "A", "token": "secret", **more}
    return {
        "type": 64,
        "timestamp": 1795343947577171,
        "event": {"plugin": "janus.plugin.videoroom", "data": data},
    }


def test_news_are_put_in_our_words_without_tokens() -> None:
    raw = json.dumps([_event("joined"), _event("published"), _event("leaving"), {"type": 1}]).encode()
    heard = hear("pw", _signed("pw"), raw)
    assert [(h.kind, h.ref, h.data["seat_ref"], h.data["connection"]) for h in heard.happened] == [
        ("joined", "r", "p1", "p1.dev"),
        ("left", "r", "p1", "p1.dev"),
    ]
    assert heard.happened[0].at == datetime(2026, 11, 22, 10, 39, 7, 577171, tzinfo=UTC)
    assert "secret" not in repr(heard)


@pytest.mark.parametrize("headers", [{}, _signed("wrong"), {"Authorization": "Basic \u00e4"}])
def test_forged_news_are_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Forged):
        hear("pw", headers, b"[]")


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff"])
def test_what_is_no_news_is_refused(raw: bytes) -> None:
    with pytest.raises(Forged):
        hear("pw", _signed("pw"), raw)
