"""Asks a keeper: a process that holds what the application must not hold, over a socket, a line a question."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: a socket's whole path may be this long on every system
_LONGEST_PATH = 100


class Refused(Exception):
    """The keeper will not do it; the message says why, in words for people."""


class Away(Exception):
    """No whole answer came: the keeper is not running, too slow, or broke while answering."""


@dataclass(frozen=True)
class Limits:
    """What a keeper bears with."""

    #: the longest question, and the longest answer
    line: int = 16 * 1024 * 1024
    #: how long one question may take to arrive
    seconds: float = 10.0
    #: connections served at the same time; others wait
    at_once: int = 8


LIMITS = Limits()


class Keeper:
    """The application's side: asks one question on a connection of its own, so a restart in between harms nothing.

    It waits, so it is called from native threads only, never from the hub.
    """

    def __init__(self, path: Path, seconds: float = 5.0, limits: Limits = LIMITS) -> None:
        self.path = path
        self._seconds = seconds
        self._limits = limits

    def ask(self, question: str, **content: Any) -> dict[str, Any]:
        """The answer. Raises Refused, and Away when there is none in time."""
        line = json.dumps({"do": question, **content}, ensure_ascii=False).encode() + b"\n"
        try:
            with addressed(self.path) as address, socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(self._seconds)
                connection.connect(address)
                connection.sendall(line)
                reply = json.loads(one_line(connection, self._limits.line, self._seconds))
        except (OSError, ValueError) as error:
            raise Away(f"the keeper at {self.path.name} did not answer: {error}") from error
        if not isinstance(reply, dict) or reply.get("broke") or "answer" not in reply:
            if isinstance(reply, dict) and isinstance(reply.get("refused"), str):
                raise Refused(reply["refused"])
            raise Away(f"the keeper at {self.path.name} broke while answering")
        answer: dict[str, Any] = reply["answer"]
        return answer

    def answers(self) -> bool:
        """Whether it is there."""
        try:
            self.ask("hello")
        except (Refused, Away):
            return False
        return True


def socket_of(data: Path, name: str) -> Path:
    """Where the keeper of this name listens unless it is told otherwise."""
    return data / "run" / f"{name}.sock"


@contextmanager
def addressed(path: Path) -> Iterator[str]:
    """An address for a socket, also where the path is longer than the system allows one to be."""
    text = str(path)
    if len(text.encode()) <= _LONGEST_PATH:
        yield text
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def one_line(connection: socket.socket, longest: int, seconds: float) -> bytes:
    """One whole line. Raises OSError when it does not come in time, ValueError when it is too long or cut off."""
    deadline = time.monotonic() + seconds
    pieces: list[bytes] = []
    size = 0
    while True:
        connection.settimeout(max(deadline - time.monotonic(), 0.001))
        piece = connection.recv(65536)
        if not piece:
            raise ValueError("the connection ended")
        pieces.append(piece)
        size += len(piece)
        if size > longest:
            raise ValueError("the line is too long")
        if piece.endswith(b"\n"):
            return b"".join(pieces)
