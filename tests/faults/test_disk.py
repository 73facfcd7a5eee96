"""R8, R9: the disk fills up or fails in a vote: what was acknowledged is there, the rest is said and sent again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from meetings.db.space import MB, Space
from meetings.kernel.errors import Unsafe
from meetings.runtime.health import trouble
from tests.faults import campaign, loops
from tests.faults.campaign import Campaign, judge
from tests.faults.checker import check_ballots, check_record
from tests.faults.conftest import Times
from tests.faults.disk import Disk
from tests.faults.house import House, serving
from tests.faults.voters import FINAL, Burst
from tests.live.clients import Follower, following

#: seconds until the clerk must know: a heartbeat comes every two, later on a busy machine
TOLD = 4.0
CONTROL_VOTES = 10


@pytest.fixture
def disk(sqlite_house: House, tmp_path: Path) -> Iterator[Disk]:
    """The disk that the server's database is on."""
    made = Disk(sqlite_house.folder, keep=tmp_path)
    yield made
    made.close()


def _told(officer: Follower, words: str) -> float:
    """Until the clerk's page says so; how long that took."""
    began = time.monotonic()
    while words not in officer.hear("beat")["trouble"]:
        assert time.monotonic() - began < 20, "the clerk was not told"
    return time.monotonic() - began


async def _fill_up(disk: Disk, officer: Follower, told: list[float], burst: Burst) -> None:
    """After a moment there is room for a few ballots only; it is made again once the clerk knows."""
    await asyncio.sleep(0.05)
    disk.room(20_000)
    while not burst.statuses[503]:
        await asyncio.sleep(0.01)
    told.append(await asyncio.to_thread(_told, officer, "the server's disk is full"))
    disk.room(-1)


def test_a_full_disk_loses_nothing_and_is_said(disk: Disk, sqlite_house: House) -> None:
    house, found = sqlite_house, Campaign()
    told: list[float] = []
    with serving(house, disk=disk) as server, following(house, server.port, house.officer) as officer:
        burst = Burst(server.port, house.voters, house.open_vote(), campaign.PRESSES)
        loops.run(burst.run(lambda burst: _fill_up(disk, officer, told, burst)))
        assert disk.refused > 0
        assert set(burst.statuses) == {200, 503}
        assert told[0] <= TOLD
        while officer.hear("beat")["trouble"]:
            pass
        judge(house, burst.vote_id, burst.acks, found)
    assert found.faults == []
    assert found.acknowledged == campaign.MEMBERS * campaign.PRESSES


def test_what_is_stored_on_a_full_disk_is_what_was_acknowledged(disk: Disk, sqlite_house: House) -> None:
    house = sqlite_house

    async def full(burst: Burst) -> None:
        while not burst.acks:
            await asyncio.sleep(0.005)
        disk.room(20_000)
        while not burst.statuses[503]:
            await asyncio.sleep(0.01)
        burst.give_up = True

    with serving(house, disk=disk) as server:
        burst = Burst(server.port, house.voters, house.open_vote(), campaign.PRESSES)
        loops.run(burst.run(full))
        disk.room(-1)
        with house.database.read() as session:
            verdict = check_ballots(session, house.sitting.id, burst.vote_id, burst.acks)
            assert check_record(session, house.sitting.id) == []
        house.end_votes()
    assert verdict.faults == []
    assert 0 < verdict.kept == verdict.acknowledged < campaign.MEMBERS * campaign.PRESSES


def test_control_acknowledging_before_the_commit_loses_ballots_on_a_full_disk(
    disk: Disk, sqlite_house: House
) -> None:
    house, found = sqlite_house, Campaign()

    async def full(_: Burst) -> None:
        disk.room(20_000)

    with serving(house, weakness="before-commit", disk=disk) as server:
        burst = Burst(server.port, house.voters, house.open_vote(), campaign.PRESSES)
        loops.run(burst.run(full))
        house.wait_until_quiet()
        disk.room(-1)
        judge(house, burst.vote_id, burst.acks, found)
    assert found.lost > 0


async def _errors(disk: Disk, burst: Burst) -> None:
    disk.fail(0.02)
    while burst.waiting and disk.refused < 40:
        await asyncio.sleep(0.05)
    disk.fail(0)


def test_errors_of_the_disk_lose_nothing(disk: Disk, sqlite_house: House, times: Times) -> None:
    house, found = sqlite_house, Campaign()
    with serving(house, disk=disk) as server:
        for _ in range(times(1, 0.2)):
            burst = Burst(server.port, house.voters, house.open_vote(), campaign.PRESSES)
            loops.run(burst.run(lambda burst: _errors(disk, burst)))
            assert not set(burst.statuses) & (FINAL | {500})
            judge(house, burst.vote_id, burst.acks, found)
        with house.database.read() as session:
            assert check_record(session, house.sitting.id) == []
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert disk.refused > 0
    assert found.faults == []


def test_control_errors_of_the_disk_are_found_out_when_acknowledged_first(
    disk: Disk, sqlite_house: House
) -> None:
    house, found = sqlite_house, Campaign()
    with serving(house, weakness="before-commit", disk=disk) as server:
        for _ in range(CONTROL_VOTES):
            burst = Burst(server.port, house.voters, house.open_vote(), campaign.PRESSES)
            loops.run(burst.run(lambda burst: _errors(disk, burst)))
            disk.fail(0)
            house.wait_until_quiet()
            judge(house, burst.vote_id, burst.acks, found)
            if found.lost:
                break
    assert found.lost > 0


def test_no_vote_is_opened_when_its_ballots_might_not_fit(sqlite_house: House) -> None:
    database = sqlite_house.database
    before = database.space
    try:
        database.watch(Space(sqlite_house.folder, least=10**9 * MB))
        with pytest.raises(Unsafe, match=r"only \d+ MB are free on the server's disk, and \d+ MB are needed"):
            sqlite_house.open_vote()
        assert "No vote can be opened" in trouble(database.space, [])
        database.watch(Space(sqlite_house.folder, warn=10**9 * MB))
        assert "Space is running out" in trouble(database.space, [])
        sqlite_house.open_vote()
    finally:
        database.watch(before)
