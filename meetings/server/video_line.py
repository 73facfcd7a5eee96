"""One HTTP request to the video server on this machine, made by the hub without holding it up."""

from __future__ import annotations

from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any, cast
from urllib.parse import urlsplit

from gevent import socket

#: the video server answers a long poll after half a minute at the latest
_SECONDS = 40.0
_LARGEST = 2_000_000


class Unreachable(Exception):
    """The video server is not there, or says nothing that can be understood."""


@dataclass(frozen=True)
class Said:
    """Its answer, as it came."""

    status: int
    kind: str
    body: bytes


class Line:
    """One request; `hang_up` from the hub's loop ends the wait for its answer."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._where = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._base = parts.path.rstrip("/")
        self._socket: Any = None
        self.hung_up = False

    def ask(self, method: str, path: str, body: bytes = b"") -> Said:
        """Raises Unreachable."""
        head = (
            f"{method} {self._base}{path} HTTP/1.1\r\nHost: {self._where[0]}\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            self._socket = socket.create_connection(self._where, timeout=_SECONDS)
            self._socket.sendall(head.encode() + body)
            answer = HTTPResponse(cast(Any, self._socket), method=method)
            answer.begin()
            read = answer.read(_LARGEST)
            return Said(answer.status, answer.getheader("Content-Type") or "application/json", read)
        except (OSError, HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        finally:
            if self._socket is not None:
                self._socket.close()

    def hang_up(self) -> None:
        """The page has gone: its answer is not waited for."""
        self.hung_up = True
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_RDWR)
