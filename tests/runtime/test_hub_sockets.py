"""Sockets in the hub, with the real client: both transports, whole messages, bounds, and slow listeners."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import socketio as client_side
import websocket
from flask import Flask, request
from flask_socketio import SocketIO, join_room

from meetings.runtime import hub
from tests.runtime.serving import WAIT, ask, serving, until


@dataclass
class House:
    """A Flask application with a room that everybody joins."""

    app: Flask = field(default_factory=lambda: Flask("house"))
    socketio: SocketIO = field(init=False)
    threads: set[int] = field(default_factory=set)
    here: list[str] = field(default_factory=list)
    left: queue.Queue[str] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        self.socketio = SocketIO(self.app, **hub.SOCKET_OPTIONS)
        self.socketio.on_event("connect", self.connect)
        self.socketio.on_event("disconnect", lambda *_: self.left.put(request.sid))  # type: ignore[attr-defined]
        self.socketio.on_event("echo", lambda text: text)

    def connect(self, auth: Any = None) -> None:
        self.threads.add(threading.get_ident())
        join_room("room")
        self.here.append(request.sid)  # type: ignore[attr-defined]

    def emit(self, event: str, data: Any) -> None:
        hub.call_soon(lambda: hub.emit_to_room(self.socketio, event, data, "room"))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def ready(house: House) -> Iterator[hub.Ready]:
    with serving(house.app, house.socketio, max_sockets=3) as ready:
        yield ready


def address(ready: hub.Ready) -> str:
    return f"{ready.host}:{ready.port}"


@contextmanager
def joined(ready: hub.Ready, transport: str) -> Iterator[tuple[client_side.SimpleClient, str]]:
    with client_side.SimpleClient() as client:
        url = f"http://{address(ready)}"
        # Over a WebSocket this client says by itself where it comes from.
        headers = {"Origin": url} if transport == "polling" else {}
        client.connect(url, headers=headers, transports=[transport], wait_timeout=WAIT)
        yield client, transport


@contextmanager
def bare(ready: hub.Ready, **options: Any) -> Iterator[websocket.WebSocket]:
    """A WebSocket that has joined the room and does only what it is told."""
    ws = websocket.create_connection(
        f"ws://{address(ready)}/socket.io/?EIO=4&transport=websocket",
        timeout=WAIT,
        origin=f"http://{address(ready)}",
        **options,
    )
    try:
        assert str(ws.recv()).startswith("0{")
        ws.send("40")
        assert str(ws.recv()).startswith("40{")
        yield ws
    finally:
        ws.close(timeout=0)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_both_transports_call_and_hear(house: House, ready: hub.Ready, transport: str) -> None:
    with joined(ready, transport) as (client, _):
        assert client.call("echo", "hello", timeout=WAIT) == "hello"
        house.emit("push", {"to": 7})
        assert client.receive(timeout=WAIT) == ["push", {"to": 7}]
    assert house.left.get(timeout=WAIT) == house.here[0]
    assert ask(ready, "GET", "/nothing")[0] == 404


def test_pages_of_other_sites_and_clients_without_origin_are_refused(ready: hub.Ready) -> None:
    url = f"ws://{address(ready)}/socket.io/?EIO=4&transport=websocket"
    for options in ({"origin": "http://evil.test"}, {"suppress_origin": True}):
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            websocket.create_connection(url, timeout=WAIT, **options)
        assert refused.value.status_code == 403
    assert ask(ready, "GET", "/socket.io/?EIO=4&transport=polling")[0] == 403
    own = {"Origin": f"http://{address(ready)}"}
    assert ask(ready, "GET", "/socket.io/?EIO=4&transport=polling&j=0", **own)[0] == 403
    assert ask(ready, "GET", "/socket.io/?EIO=4&transport=polling", **own)[0] == 200


def test_over_the_cap_a_socket_is_told_to_come_back(ready: hub.Ready) -> None:
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(bare(ready))
        own = {"Origin": f"http://{address(ready)}"}
        status, headers, _ = ask(ready, "GET", "/socket.io/?EIO=4&transport=polling", **own)
        assert (status, headers["retry-after"]) == (503, "10")


def test_compression_is_not_agreed_to(ready: hub.Ready) -> None:
    with bare(ready, header=["Sec-WebSocket-Extensions: permessage-deflate"]) as ws:
        assert "sec-websocket-extensions" not in ws.headers


def test_a_message_that_is_too_big_ends_the_socket(house: House, ready: hub.Ready) -> None:
    with bare(ready) as ws:
        ws.send('42["echo","' + "x" * 20_000 + '"]')
        assert house.left.get(timeout=WAIT) == house.here[0]


def test_a_message_split_into_ever_more_frames_is_not_collected(house: House, ready: hub.Ready) -> None:
    with bare(ready) as ws:
        ws.send_frame(websocket.ABNF.create_frame('42["echo","', websocket.ABNF.OPCODE_TEXT, fin=0))
        for _ in range(5):
            ws.send_frame(websocket.ABNF.create_frame("x" * 4000, websocket.ABNF.OPCODE_CONT, fin=0))
        assert house.left.get(timeout=WAIT) == house.here[0]


def test_a_big_message_arrives_whole_at_a_slow_reader(house: House, ready: hub.Ready) -> None:
    small = (socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with bare(ready, sockopt=[small]) as ws:
        data = "x" * 5_000_000
        house.emit("push", data)
        house.emit("push", "after")
        assert ws.recv() == f'42["push","{data}"]'
        assert ws.recv() == '42["push","after"]'


def test_a_listener_who_does_not_read_misses_pushes_and_is_ended(house: House, ready: hub.Ready) -> None:
    small = (socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    with bare(ready, sockopt=[small]), joined(ready, "websocket") as (client, _):
        slow = house.here[0]
        number = 0
        while house.left.empty():
            house.emit("push", [number, "x" * 500_000])
            # The one who reads gets every push, in order, whatever the other does.
            assert client.receive(timeout=WAIT)[1][0] == number
            number += 1
            assert number < 100
        assert house.left.get(timeout=WAIT) == slow


def test_when_the_server_stops_clients_hear_a_close(house: House) -> None:
    with serving(house.app, house.socketio) as ready, bare(ready) as ws:
        ready.stop()
        assert ws.recv() == "1"
    assert len(house.left.queue) == 1


def test_sockets_are_served_in_the_hub_alone(house: House, ready: hub.Ready) -> None:
    with joined(ready, "websocket"), joined(ready, "polling"):
        until(lambda: len(house.here) == 2)
    assert len(house.threads) == 1
