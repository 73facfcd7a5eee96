"""A bad network between the members and the server: replies that are lost after the server has done its work."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.faults.house import HOST


@dataclass
class BadNetwork:
    """Passes whole requests and whole answers on; some answers never arrive and the connection ends instead."""

    target: int
    drop: float
    port: int = 0
    passed: int = 0
    dropped: int = 0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a member's."""
        self._writers.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError):
            back, forth = await asyncio.open_connection(HOST, self.target)
            self._writers.add(forth)
            while True:
                forth.write(await _message(reader))
                answer = await _message(back)
                # The server has answered: whatever it did is done.
                if random.random() < self.drop:
                    self.dropped += 1
                    break
                self.passed += 1
                writer.write(answer)
                await writer.drain()
            forth.close()
        writer.close()


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
    return head + await reader.readexactly(int(fields[b"content-length"]))


@asynccontextmanager
async def bad_network(target: int, drop: float = 0.3) -> AsyncIterator[BadNetwork]:
    """Between a port of its own and the server's."""
    network = BadNetwork(target, drop)
    server = await asyncio.start_server(network.handle, HOST, 0)
    network.port = server.sockets[0].getsockname()[1]
    try:
        yield network
    finally:
        server.close()
        for writer in network._writers:
            writer.close()
        await server.wait_closed()
