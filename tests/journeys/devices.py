"""Members' devices without a browser: a session of their own, a socket that hears pushes, ballots by HTTP."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
import socketio

from meetings.kernel.ids import new_id
from tests.journeys.town import Member
from tests.runtime.serving import until


class Device:
    """Follows the room as its page does, and casts ballots."""

    def __init__(self, address: str, meeting_id: str, member: Member) -> None:
        self.member = member
        self._address = address
        self._http = requests.Session()
        self._http.cookies.set("witan", member.token)
        page = self._http.get(f"{address}/room/{meeting_id}", timeout=10)
        token = re.search(r'name="csrf-token" content="([0-9a-f]+)"', page.text)
        assert token is not None, f"{member.name} is not let into the room"
        self._http.headers["X-CSRF-Token"] = token[1]
        self.parts: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._socket = socketio.Client(reconnection=False)
        self._socket.on("push", self._pushed)
        cookie = {"Cookie": f"witan={member.token}"}
        self._socket.connect(address, headers=cookie, auth={"meeting": meeting_id}, transports=["websocket"])

    def _pushed(self, message: dict[str, Any]) -> None:
        with self._lock:
            self.parts |= {name: part["data"] for name, part in message["parts"].items()}

    @property
    def vote(self) -> dict[str, Any]:
        """The vote as this device last heard of it."""
        with self._lock:
            return self.parts.get("vote") or {}

    def wait_for_vote(self, state: str) -> dict[str, Any]:
        """Until the socket tells of a vote in this state."""
        until(lambda: self.vote.get("state") == state)
        return self.vote

    def cast(self, vote_id: str, choice: str) -> tuple[int, dict[str, Any]]:
        """One press: the status and the answer."""
        url = f"{self._address}/votes/{vote_id}/ballot"
        answer = self._http.post(url, json={"choice": choice, "key": new_id()}, timeout=10)
        body: dict[str, Any] = answer.json()
        return answer.status_code, body

    def close(self) -> None:
        """Leave."""
        self._socket.disconnect()
        self._http.close()


@contextmanager
def devices(address: str, meeting_id: str, members: Iterable[Member]) -> Iterator[list[Device]]:
    """A device each, closed whatever happens."""
    made: list[Device] = []
    try:
        made += [Device(address, meeting_id, member) for member in members]
        yield made
    finally:
        for device in made:
            device.close()
