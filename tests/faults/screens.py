"""Screens that follow a meeting and come back by themselves, as the pages do: members' over a socket, the public's."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from tests.faults.house import HOST, Voter

#: seconds, as in the pages
FIRST, LONGEST = 0.5, 10.0
_UPGRADE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
)


@dataclass
class Screen:
    """What one page shows. `voter` None: one of the public."""

    port: int
    meeting_id: str
    voter: Voter | None = None
    #: a page that does not ask what it missed, as no page should be
    trusting: bool = False
    version: int = 0
    synced_at: float = 0.0
    failures: int = 0
    retry: float = 3.0

    async def follow(self) -> None:
        """Until cancelled: connect, learn the state, listen, and come back after each end."""
        while True:
            with suppress(OSError, EOFError, asyncio.IncompleteReadError, ValueError):
                await (self._public() if self.voter is None else self._member(self.voter))
            self.failures += 1
            await asyncio.sleep(self._pause())

    def _pause(self) -> float:
        if self.voter is None:
            return self.retry
        # The client of the page waits for half to one and a half of this.
        return float(min(LONGEST, FIRST * 2 ** (self.failures - 1)) * random.uniform(0.5, 1.5))

    def _learn(self, version: int) -> None:
        self.failures = 0
        if version > self.version:
            self.version, self.synced_at = version, time.monotonic()

    async def _public(self) -> None:
        async with _connected(self.port) as (reader, writer):
            path = f"/meetings/{self.meeting_id}/events"
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            if b" 200 " not in (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]:
                raise EOFError
            while line := await reader.readline():
                if line.startswith(b"retry: "):
                    self.retry = int(line[7:]) / 1000
                elif line.startswith(b"data: ") and not (self.trusting and self.version):
                    data = json.loads(line[6:])
                    self._learn(data.get("to", data.get("version", 0)))

    async def _member(self, voter: Voter) -> None:
        async with _connected(self.port) as (reader, writer):
            writer.write(f"{_UPGRADE}Origin: http://{HOST}\r\n{voter.headers}\r\n".encode())
            if b" 101 " not in (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0]:
                raise EOFError
            await _frame(reader)
            _send(writer, "40" + json.dumps({"meeting": self.meeting_id}))
            while True:
                text = await _frame(reader)
                if text == "2":
                    _send(writer, "3")
                elif text.startswith("42"):
                    await self._hear(voter, *json.loads(text[2:]))

    async def _hear(self, voter: Voter, event: str, message: dict[str, int]) -> None:
        if event == "hello" and not (self.trusting and self.version):
            self._learn(await _state(self.port, voter, self.meeting_id))
        elif event == "push" and not self.trusting:
            self._learn(message["to"])


@asynccontextmanager
async def _connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(HOST, port, limit=4 * 1024 * 1024)
    try:
        yield reader, writer
    finally:
        writer.close()


async def _state(port: int, voter: Voter, meeting_id: str) -> int:
    async with _connected(port) as (reader, writer):
        writer.write(
            f"GET /room/{meeting_id}/state HTTP/1.1\r\nConnection: close\r\n{voter.headers}\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise EOFError
        version: int = json.loads(await reader.read())["version"]
        return version


def _send(writer: asyncio.StreamWriter, text: str) -> None:
    data = text.encode()
    assert len(data) < 126
    writer.write(bytes([0x81, 0x80 | len(data), 0, 0, 0, 0]) + data)


async def _frame(reader: asyncio.StreamReader) -> str:
    kind, length = await reader.readexactly(2)
    if length > 125:
        length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
    data = await reader.readexactly(length)
    if kind & 15 == 8:
        raise EOFError
    return data.decode()
