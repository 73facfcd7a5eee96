"""R10: everybody votes while another process keeps writing to the same SQLite file."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from meetings.voting.rules import Choice
from tests.faults import loops
from tests.faults.campaign import Campaign, judge
from tests.faults.conftest import Times
from tests.faults.house import House, Server, serving
from tests.faults.voters import Ack, Burst, Device
from tests.faults.warm import ROOT

#: seconds in which everybody presses, and in which 99 of 100 must have been acknowledged
SPREAD, P99 = 1.0, 1.0
PRESSES = 3
CHOICES = list(Choice)


@contextmanager
def _indexing(house: House) -> Iterator[None]:
    url = str(house.database.writer.url)
    command = [sys.executable, "-m", "tests.faults.indexing", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "indexing\n"
        try:
            yield
        finally:
            process.kill()


async def _press(device: Device, vote_id: str, took: list[float], acks: list[Ack]) -> None:
    for _ in range(PRESSES):
        await asyncio.sleep(random.uniform(0, SPREAD / PRESSES))
        began = time.monotonic()
        acks.append(await device.press(vote_id, random.choice(CHOICES)))
        took.append(time.monotonic() - began)


async def _press_all(burst: Burst, took: list[float]) -> None:
    devices = [Device(v, burst.port, statuses=burst.statuses) for v in burst.voters]
    await asyncio.gather(*(_press(device, burst.vote_id, took, burst.acks) for device in devices))
    for device in devices:
        device.close()


def _vote(house: House, server: Server) -> tuple[Burst, list[float]]:
    took: list[float] = []
    burst = Burst(server.port, house.voters, house.open_vote())
    with _indexing(house):
        loops.run(_press_all(burst, took))
    return burst, sorted(took)


def test_ballots_wait_their_turn_while_another_process_writes(sqlite_house: House, times: Times) -> None:
    house, found, late = sqlite_house, Campaign(), list[float]()
    with serving(house) as server:
        for _ in range(times(3, 0.1)):
            burst, took = _vote(house, server)
            assert set(burst.statuses) == {200}
            late.append(took[int(0.99 * (len(took) - 1))])
            judge(house, burst.vote_id, burst.acks, found)
    assert found.faults == []
    # Other work on the machine makes single votes late; without its turn nobody is ever in time.
    assert min(late) <= P99, late


def test_control_a_server_that_waits_for_nobody_says_that_the_database_is_locked(sqlite_house: House) -> None:
    with serving(sqlite_house, weakness="waits-for-nobody") as server:
        burst, _ = _vote(sqlite_house, server)
        sqlite_house.end_votes()
    assert burst.statuses[503] > 0
