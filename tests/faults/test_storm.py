"""R6: every connection ends in one moment: all come back, learn what they missed, and ballots go on meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from meetings.db.record import version_of
from meetings.room.usecases import TakeNote, take_note
from tests.faults import loops
from tests.faults.campaign import Campaign, judge
from tests.faults.conftest import Times, standing
from tests.faults.house import House, Server, serving
from tests.faults.screens import Screen
from tests.faults.voters import Burst

#: seconds after the server is back until all screens are up to date; until 95 of 100 are; the same in the short form,
#: which may share the machine with other tests
ALL, MOST, MOST_IF_SHARED = 15.0, 5.0, 10.0


@pytest.fixture
def full_house(tmp_path: Path, times: Times) -> Iterator[House]:
    """Sixty members in the short form, as many as 150 otherwise."""
    with standing(tmp_path, members=min(150, max(60, times(60, 1.5)))) as house:
        yield house


def _screens(house: House, port: int, *, trusting: bool = False) -> list[Screen]:
    members = [Screen(port, house.sitting.id, voter, trusting) for voter in house.voters]
    return members + [Screen(port, house.sitting.id, None, trusting) for _ in range(2 * len(members))]


async def _until(screens: list[Screen], version: int, patience: float) -> None:
    """Until every screen shows that version, or patience ends."""
    end = time.monotonic() + patience
    while time.monotonic() < end and any(screen.version < version for screen in screens):
        await asyncio.sleep(0.05)


def _note_and_start(house: House, server: Server) -> int:
    """While nobody is connected something happens; the version that every screen must come to show."""
    house.sitting.world.run(take_note, TakeNote(house.sitting.id, "A note."))
    with house.database.read() as session:
        version = version_of(session, house.sitting.id)
    house.let_go()
    server.start()
    return version


async def _storm(
    house: House, server: Server, screens: list[Screen], burst: Burst, patience: float = ALL
) -> tuple[int, float]:
    """The server dies and comes back while everybody votes; the version that all should show, and since when."""
    with house.database.read() as session:
        version = version_of(session, house.sitting.id)
    house.let_go()
    following = [asyncio.create_task(screen.follow()) for screen in screens]
    await _until(screens, version, ALL)
    server.kill()
    voting = asyncio.create_task(burst.run())
    version = await asyncio.to_thread(_note_and_start, house, server)
    up = time.monotonic()
    await voting
    await _until(screens, version, patience)
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)
    return version, up


def _after(screens: list[Screen], version: int, up: float) -> list[float]:
    return sorted(s.synced_at - up if s.version >= version else float("inf") for s in screens)


def test_all_screens_come_back_and_are_up_to_date(full_house: House, times: Times) -> None:
    house, found = full_house, Campaign()
    with serving(house) as server:
        screens = _screens(house, server.port)
        burst = Burst(server.port, house.voters, house.open_vote())
        version, up = loops.run(_storm(house, server, screens, burst))
        judge(house, burst.vote_id, burst.acks, found)
    late = _after(screens, version, up)
    assert late[-1] <= ALL
    assert late[int(0.95 * (len(late) - 1))] <= (MOST_IF_SHARED if times(0) == 0 else MOST)
    assert found.faults == []
    assert found.acknowledged == len(house.voters)


def test_control_screens_that_do_not_ask_what_they_missed_are_found_out(sqlite_house: House) -> None:
    house = sqlite_house
    with serving(house) as server:
        screens = _screens(house, server.port, trusting=True)[::20]
        burst = Burst(server.port, house.voters, house.open_vote())
        version, up = loops.run(_storm(house, server, screens, burst, patience=2.0))
    assert _after(screens, version, up)[0] == float("inf")
