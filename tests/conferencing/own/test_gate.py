"""What a page may ask at the gate, what it must show there, and its signs of life: all without a server."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meetings.conferencing.own.gatekeeping import why_not
from meetings.conferencing.own.pulse import Pulse
from meetings.conferencing.own.rules import Ending, left_at
from meetings.conferencing.own.tickets import Ticket, read, write
from meetings.server.video import SEAT_SESSIONS, VideoGate
from meetings.server.video_line import Said

T = datetime(2026, 12, 8, 19, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TICKET = Ticket("m1", "room1", "p1.device", "Councillor A", 2000)


def test_when_a_device_was_gone() -> None:
    assert left_at(T, T + 9 * SECOND, T + 8 * SECOND).ending is Ending.LEFT
    assert left_at(T, T + 9 * SECOND, None).at == T + 9 * SECOND
    assert left_at(T, T + 20 * SECOND, T + 5 * SECOND) == left_at(T, T + 30 * SECOND, T + 5 * SECOND)
    assert left_at(T, T + 20 * SECOND, T - SECOND).at == T


def test_signs_of_life() -> None:
    now = [100.0]
    pulse = Pulse(lambda: now[0])
    pulse.begin("1", "p1.d1", "m1")
    pulse.beat("1", microphone=True, camera=False)
    pulse.beat("2", microphone=True, camera=True)
    assert pulse.of("m1") == {"p1.d1": {"microphone": True, "camera": False}}
    assert (pulse.owner("1"), pulse.owner("2")) == ("p1.d1", "")
    now[0] = 130.0
    assert pulse.of("m1") == {}
    assert pulse.seen("p1.d1") == 100.0
    now[0] = 300.0
    pulse.begin("3", "p1.d2", "m1")
    assert pulse.seen("p1.d1") is None


JOIN = {
    "request": "join",
    "ptype": "publisher",
    "room": "room1",
    "id": "p1.device",
    "display": "Councillor A",
    "token": "t",
}


def _message(**body: Any) -> dict[str, Any]:
    return {"janus": "message", "transaction": "t", "body": body}


@pytest.mark.parametrize(
    ("depth", "said"),
    [
        (0, {"janus": "create", "transaction": "t"}),
        (1, {"janus": "attach", "plugin": "janus.plugin.videoroom"}),
        (1, {"janus": "destroy"}),
        (2, _message(**JOIN)),
        (2, _message(request="join", ptype="subscriber", room="room1", private_id=7, streams=[])),
        (2, _message(request="configure", audio=True, video=True)),
        (2, {"janus": "trickle", "candidate": {"completed": True}}),
    ],
)
def test_what_the_page_asks_goes_through(depth: int, said: dict[str, Any]) -> None:
    assert why_not(TICKET, depth, said) == ""


@pytest.mark.parametrize(
    ("depth", "said"),
    [
        (0, {"janus": "destroy"}),
        (0, {"janus": "create", "apisecret": "guessed"}),
        (0, [1]),
        (0, None),
        (1, {"janus": "attach", "plugin": "janus.plugin.streaming"}),
        (1, {"janus": "message", "body": JOIN}),
        (2, _message(**JOIN | {"room": "another"})),
        (2, _message(**JOIN | {"id": "p2.device"})),
        (2, _message(**JOIN | {"display": "The Leader"})),
        (
            2,
            _message(request="join", ptype="publisher", room="room1", id="p1.device", display="Councillor A"),
        ),
        (2, _message(request="join", ptype="subscriber", room="room1")),
        (2, _message(request="join", ptype="both", room="room1")),
        (2, _message(request="configure", display="The Leader")),
        (2, _message(request="configure", record=True, filename="/etc/x")),
        (2, _message(request="kick", room="room1", id="p2.x")),
        (2, _message(request="destroy", room="room1", secret="s")),
        (2, _message(request="listparticipants", room="room1")),
        (2, _message(request="rtp_forward", room="room1")),
        (2, {"janus": "message", "body": "text"}),
    ],
)
def test_nothing_else_goes_through(depth: int, said: Any) -> None:
    assert why_not(TICKET, depth, said) != ""


def test_a_ticket_is_ours_whole_and_of_this_hour() -> None:
    text = write(b"secret", TICKET)
    assert read(b"secret", text, 1999) == TICKET
    assert read(b"secret", text, 2001) is None
    assert read(b"other", text, 1999) is None
    assert read(b"secret", text.replace(".", "x.", 1), 1999) is None
    assert read(b"secret", "", 1999) is None
    assert read(b"secret", "\u00e4.\u00e4", 1999) is None


class Door(VideoGate):
    """The gate with a video server that says yes, and pages that send this."""

    sends: str = ""
    begun: int = 0

    def _body(self, environ: Any) -> bytes:
        if not self.sends:
            raise ValueError("not a body")
        return self.sends.encode()

    def _ask(self, method: str, place: str, said: dict[str, Any]) -> Said:
        self.begun += 1
        return Said(200, "application/json", f'{{"janus":"success","data":{{"id":{self.begun}}}}}'.encode())


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr("meetings.server.video.PULSE", Pulse())
    return Door(b"secret", *[lambda *_: pytest.fail("not asked for")] * len(REST))


REST = [f for f in fields(VideoGate) if f.init and f.name != "secret"]


def _pressed(door: Door, path: str, who: str = "p1.device", method: str = "POST") -> str:
    ticket = write(b"secret", Ticket("m1", "room1", who, "Councillor A", 4_000_000_000))
    said: list[str] = []
    handler = door.route(method, path)
    assert handler is not None
    environ = {"REQUEST_METHOD": method, "HTTP_X_VIDEO_TICKET": ticket, "QUERY_STRING": ""}
    handler(environ, lambda status, *_: said.append(status[:3]))
    return said[0]


def test_one_person_does_not_take_the_video_server_up(door: Door) -> None:
    """With a name of its own for each device, as a page may choose."""
    door.sends = '{"janus":"create","transaction":"t"}'
    said = [_pressed(door, "/video/janus", f"p1.device{n:010}") for n in range(SEAT_SESSIONS + 3)]
    assert said == ["200"] * SEAT_SESSIONS + ["503"] * 3
    assert _pressed(door, "/video/janus", "p2.device") == "200"
    assert _pressed(door, "/video/janus/1", "p2.device") == "404"


@pytest.mark.parametrize("path", ["/video/janus", "/video/events", "/video/publish"])
def test_what_is_no_message_is_answered_as_such(door: Door, path: str) -> None:
    assert _pressed(door, path) == "400"


def test_a_message_of_nothing_but_depth_is_no_message(door: Door) -> None:
    door.sends = "[" * 100_000
    assert _pressed(door, "/video/janus") == "400"
