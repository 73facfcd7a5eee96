"""A bad network between the members and the server, with whatever can happen to a request and its answer."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.faults.house import HOST

_AT_ONCE = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Weather:
    """How likely each of these is, for each request."""

    #: the server has done its work and answered, but the answer never arrives and the connection ends
    drop_reply: float = 0.0
    #: the same, and the connection is reset instead of ended
    reset: float = 0.0
    #: the same, and the connection stays open for ever
    half_open: float = 0.0
    #: the request is cut off in the middle and never answered
    cut_off: float = 0.0
    #: seconds that each request and each answer may be late
    delay: float = 0.0

    def next(self) -> str:
        """What happens to this request."""
        kinds = ("drop_reply", "reset", "half_open", "cut_off")
        weights = [getattr(self, kind) for kind in kinds]
        return random.choices((*kinds, "pass"), (*weights, 1 - sum(weights)))[0]


LOST_REPLIES = Weather(drop_reply=0.3)
STORM = Weather(drop_reply=0.2, reset=0.1, half_open=0.03, cut_off=0.1, delay=0.03)


@dataclass
class BadNetwork:
    """Passes requests and answers on, or does not."""

    target: int
    weather: Weather
    port: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def dropped(self) -> int:
        """How many answers of the server never arrived."""
        return sum(self.happened[kind] for kind in ("drop_reply", "reset", "half_open"))

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a member's."""
        self._writers.add(writer)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            back, forth = await asyncio.open_connection(HOST, self.target)
            self._writers.add(forth)
            try:
                while await self._one(reader, writer, back, forth):
                    pass
            finally:
                forth.close()
        writer.close()

    async def _one(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        back: asyncio.StreamReader,
        forth: asyncio.StreamWriter,
    ) -> bool:
        """One request; whether the connection goes on."""
        request = await _message(reader)
        await asyncio.sleep(random.uniform(0, self.weather.delay))
        what = self.weather.next()
        self.happened[what] += 1
        if what == "cut_off":
            forth.write(request[: len(request) // 2])
            await forth.drain()
            return False
        forth.write(request)
        answer = await _message(back)
        # The server has answered: whatever it did is done.
        await asyncio.sleep(random.uniform(0, self.weather.delay))
        if what == "pass":
            writer.write(answer)
            await writer.drain()
        elif what == "half_open":
            await reader.read()
        elif what == "reset":
            line: socket.socket = writer.get_extra_info("socket")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        return what == "pass"


async def _message(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
    return head + await reader.readexactly(int(fields[b"content-length"]))


@asynccontextmanager
async def bad_network(target: int, weather: Weather = LOST_REPLIES) -> AsyncIterator[BadNetwork]:
    """Between a port of its own and the server's."""
    network = BadNetwork(target, weather)
    server = await asyncio.start_server(network.handle, HOST, 0)
    network.port = server.sockets[0].getsockname()[1]
    try:
        yield network
    finally:
        server.close()
        for writer in network._writers:
            writer.close()
        await server.wait_closed()
