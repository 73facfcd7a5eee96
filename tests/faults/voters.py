"""Members' devices: each on a connection of its own, sending a ballot with the same key until it is acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from meetings.voting.rules import Choice
from tests.faults.house import HOST, Voter

#: a device that gets no answer in this time sends again
PATIENCE = 5.0
#: answers after which a device does not send again, as on the real ballot page
FINAL = {400, 401, 403, 404, 409, 422}
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Ack:
    """An acknowledged ballot, with all that the server said of it."""

    person_id: str
    vote_id: str
    key: str
    choice: Choice
    seq: int
    receipt: str
    at: float


class Refused(Exception):
    """An answer that sending again would not change."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class GaveUp(Exception):
    """The member has put the device away before anything was acknowledged."""


class NoAnswer(Exception):
    """The connection ended, or the server is not there, or it asks to come back later."""


@dataclass
class Device:
    """One browser tab: a connection that is opened again whenever it is lost."""

    voter: Voter
    port: int
    patience: float = PATIENCE
    give_up: Callable[[], bool] = lambda: False
    #: what the server answered, how often; nothing for requests that nothing came back to
    statuses: Counter[int] = field(default_factory=Counter)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def connect(self) -> None:
        """Open the connection, if there is none."""
        if self._writer is None:
            try:
                self._reader, self._writer = await asyncio.open_connection(HOST, self.port)
            except OSError as error:
                raise NoAnswer from error

    async def post(
        self, path: str, body: dict[str, Any], *, form: bool = False
    ) -> tuple[int, dict[str, Any]]:
        """Send once, and the answer. Raises NoAnswer."""
        await self.connect()
        assert self._reader is not None
        assert self._writer is not None
        content = (urlencode(body) if form else json.dumps(body)).encode()
        kind = "x-www-form-urlencoded" if form else "json"
        head = f"POST {path} HTTP/1.1\r\n{self.voter.headers}Content-Type: application/{kind}\r\n"
        try:
            self._writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
            status, answer = await asyncio.wait_for(_answer(self._reader), self.patience)
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError) as error:
            self.close()
            raise NoAnswer from error
        self.statuses[status] += 1
        return status, answer

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def press(
        self, vote_id: str, choice: Choice, key: str = "", *, new_key_each_time: bool = False
    ) -> Ack:
        """One press of a button, sent until it is acknowledged. Raises Refused."""
        key = key or new_key()
        while True:
            if self.give_up():
                raise GaveUp
            try:
                status, body = await self.post(
                    f"/votes/{vote_id}/ballot", {"choice": choice.value, "key": key}
                )
            except NoAnswer:
                await asyncio.sleep(random.uniform(0.005, 0.03))
                if new_key_each_time:
                    key = new_key()
                continue
            if status in FINAL:
                raise Refused(status, body)
            if status != 200:
                await asyncio.sleep(0.1)
            else:
                said = Choice(body["choice"])
                person = self.voter.person_id
                return Ack(person, vote_id, key, said, body["seq"], body["receipt"], time.monotonic())


def new_key() -> str:
    """What a device makes up once a press."""
    return f"press-{next(_numbers):08d}"


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, Any]]:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines if line)
    content = await reader.readexactly(int(fields["content-length"]))
    return int(first.split()[1]), json.loads(content)


@dataclass
class Burst:
    """Everybody votes at once, and some change their minds."""

    port: int
    voters: list[Voter]
    vote_id: str
    presses: int = 1
    new_key_each_time: bool = False
    patience: float = PATIENCE
    statuses: Counter[int] = field(default_factory=Counter)
    acks: list[Ack] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)
    waiting: int = 0
    #: set to let every device stop sending
    give_up: bool = False

    async def run(self, *alongside: Callable[[Burst], Any]) -> None:
        """All at the same moment, until every press is acknowledged or refused; `alongside` begins then too."""
        devices = [self._device(voter) for voter in self.voters]
        # A device that finds no server yet goes on trying like any other.
        await asyncio.gather(*(device.connect() for device in devices), return_exceptions=True)
        try:
            others = [step(self) for step in alongside]
            await asyncio.wait_for(asyncio.gather(*(self._member(d) for d in devices), *others), 60)
        finally:
            for device in devices:
                device.close()

    def _device(self, voter: Voter) -> Device:
        return Device(voter, self.port, self.patience, lambda: self.give_up, self.statuses)

    async def _member(self, device: Device) -> None:
        for choice in random.choices(list(Choice), k=self.presses):
            self.waiting += 1
            try:
                again = self.new_key_each_time
                self.acks.append(await device.press(self.vote_id, choice, new_key_each_time=again))
            except Refused as refused:
                self.refusals.append(refused)
            except GaveUp:
                return
            finally:
                self.waiting -= 1


def last_choices(acks: list[Ack]) -> dict[str, Choice]:
    """What counts: each member's choice that was acknowledged last."""
    return {ack.person_id: ack.choice for ack in sorted(acks, key=lambda ack: ack.at)}
