"""Asks Janus' VideoRoom as its administrator: a session for a moment, over plain HTTP on this machine."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from integrations.asking import checked_base
from integrations.machine.secrets import derived
from meetings.ports.providers import Gone, Permanent, Retryable

PLUGIN = "janus.plugin.videoroom"
#: VideoRoom's own error numbers
NO_ROOM, ROOM_EXISTS, NO_FEED, UNAUTHORIZED, ID_IN_USE = 426, 427, 428, 433, 436
_SECONDS = 5.0
_AWAY = "The video server on this machine does not answer."


class Janus:
    """The server at an address."""

    def __init__(self, address: str, secret: str) -> None:
        self.address = checked_base(address)
        self._secret = secret

    def info(self) -> dict[str, Any]:
        """What it says of itself. Raises Retryable when it is not there."""
        with self._line() as ask:
            said: dict[str, Any] = ask("GET", "/info", None)
        return said

    def videoroom(self, **request: Any) -> dict[str, Any]:
        """One request to the room plugin that is answered at once. Raises Gone, Permanent, Retryable."""
        with self._line() as ask:
            session = int(ask("POST", "", {"janus": "create"})["data"]["id"])
            try:
                handle = int(ask("POST", f"/{session}", {"janus": "attach", "plugin": PLUGIN})["data"]["id"])
                said = ask("POST", f"/{session}/{handle}", {"janus": "message", "body": request})
            finally:
                ask("POST", f"/{session}", {"janus": "destroy"})
        found = said.get("plugindata", {}).get("data", {})
        return _checked(found)

    @contextmanager
    def _line(self) -> Iterator[Any]:
        parts = urlsplit(self.address)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)

        def ask(method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
            packed = None
            if body is not None:
                packed = json.dumps({"transaction": "witan", "apisecret": self._secret} | body)
            try:
                line.request(method, parts.path + path, packed, {"Content-Type": "application/json"})
                answer = json.loads(line.getresponse().read())
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise Retryable(_AWAY, code=type(error).__name__, uncertain=True) from error
            return _understood(answer)

        try:
            yield ask
        finally:
            line.close()


def _understood(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise Retryable(_AWAY, uncertain=True)
    if answer.get("janus") == "error":
        code = str(answer.get("error", {}).get("code", ""))
        if code == "403":
            raise Permanent(
                "The video server on this machine was started with another password.",
                code=code,
                remedy="Restart Witan: it starts the video server with its own.",
            )
        raise Retryable("The video server on this machine refuses.", code=code)
    return answer


def _checked(found: dict[str, Any]) -> dict[str, Any]:
    code = found.get("error_code")
    if code is None:
        return found
    if code in (NO_ROOM, NO_FEED):
        raise Gone("The video server does not know it (any more).", code=str(code))
    raise Permanent(f"The video server refuses ({code}).", code=str(code))


def password(rooms_secret: str, ref: str, what: str) -> str:
    """A room's own passwords: `secret` to run it, `pin` to go in."""
    return derived(rooms_secret, ref, what)
