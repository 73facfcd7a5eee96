"""Browsers that follow a meeting on a real server: a socket for members and officers, events for the public."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

import socketio

from tests.faults.house import COOKIE, HOST, House, Server, Voter

WAIT = 10.0


@dataclass
class Press:
    """A person's presses and pages, without a socket."""

    server: Server
    who: Voter

    def post(self, path: str, **form: str) -> int:
        """A button of our own page; the status."""
        return self._ask("POST", path, urlencode(form))[0]

    def state(self) -> dict[str, Any]:
        """The whole state of the meeting, as a page fetches it after a gap."""
        status, body = self._ask("GET", f"/room/{self.server.house.sitting.id}/state")
        assert status == 200, body
        state: dict[str, Any] = json.loads(body)
        return state

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = dict(line.split(": ", 1) for line in self.who.headers.split("\r\n") if line)
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with contextlib.closing(HTTPConnection(HOST, self.server.port, timeout=WAIT)) as connection:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()


@dataclass
class Follower:
    """A socket that keeps what it was pushed."""

    client: socketio.SimpleClient
    pushes: list[dict[str, Any]] = field(default_factory=list)
    beats: list[int] = field(default_factory=list)

    def hear(self, wanted: str, timeout: float = WAIT) -> dict[str, Any]:
        """The next event of that name, with the moment it came."""
        deadline = time.monotonic() + timeout
        while True:
            name, message = self.client.receive(timeout=max(0.001, deadline - time.monotonic()))
            if name == "push":
                self.pushes.append(message)
            elif name == "beat":
                self.beats.append(message["version"])
            if name == wanted:
                heard: dict[str, Any] = message
                return heard

    def hear_until(self, version: int, timeout: float = WAIT) -> None:
        """Pushes up to a version of the record."""
        deadline = time.monotonic() + timeout
        while not self.pushes or self.pushes[-1]["to"] < version:
            self.hear("push", deadline - time.monotonic())

    def wait_for_the_end(self, timeout: float) -> None:
        """Until the server has ended this socket."""
        deadline = time.monotonic() + timeout
        while self.client.client.connected:
            assert time.monotonic() < deadline, "the socket is still open"
            time.sleep(0.05)


@contextlib.contextmanager
def following(house: House, port: int, who: Voter, **auth: Any) -> Iterator[Follower]:
    """A socket in the meeting."""
    with socketio.SimpleClient() as client:
        connect(client, port, who.token, auth or {"meeting": house.sitting.id})
        follower = Follower(client)
        follower.hear("hello")
        yield follower


def connect(client: socketio.SimpleClient, port: int, token: str, auth: Any, **headers: str) -> None:
    """As the page's own script connects. Raises socketio.exceptions.ConnectionError when refused."""
    if token:
        headers["Cookie"] = f"{COOKIE}={token}"
    client.connect(
        f"http://{HOST}:{port}", headers=headers, auth=auth, transports=["websocket"], wait_timeout=WAIT
    )
