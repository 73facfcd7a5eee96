"""R7: the server's clock jumps in a vote: what counts goes by number, never by time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from meetings.voting.models import BallotKey
from meetings.voting.rules import Choice
from tests.faults import campaign, loops
from tests.faults.campaign import Campaign, judge
from tests.faults.disk import Disk
from tests.faults.house import House, Server, serving
from tests.faults.voters import Burst, Device, Refused, last_choices
from tests.faults.warm import ROOT

#: seconds: both ways over an hour, and a minute and a half back
JUMPS = (3600.0, 0.0, -3600.0, -90.0, 0.0)


@pytest.fixture
def disk(sqlite_house: House, tmp_path: Path) -> Iterator[Disk]:
    """The clock that the server reads is told with its disk."""
    made = Disk(sqlite_house.folder, keep=tmp_path)
    yield made
    made.close()


async def _jump(disk: Disk, burst: Burst) -> None:
    """Jump after so many presses, not after so long: a slow machine meets every jump in the vote as well."""
    share = campaign.MEMBERS * campaign.PRESSES / (len(JUMPS) + 1)
    for number, seconds in enumerate(JUMPS):
        while len(burst.acks) < number * share:
            await asyncio.sleep(0.002)
        disk.clock(seconds)


def _burst(house: House, disk: Disk, server: Server) -> Burst:
    burst = Burst(server.port, house.voters, house.open_vote(), campaign.PRESSES)
    loops.run(burst.run(lambda burst: _jump(disk, burst)))
    return burst


def test_a_clock_that_jumps_loses_nothing_and_changes_nobodys_vote(disk: Disk, sqlite_house: House) -> None:
    house, found = sqlite_house, Campaign()
    with serving(house, disk=disk) as server:
        burst = _burst(house, disk, server)
        by_time = _by_time(house, burst.vote_id)
        judge(house, burst.vote_id, burst.acks, found)
    assert burst.refusals == []
    assert found.faults == []
    assert found.acknowledged == campaign.MEMBERS * campaign.PRESSES
    # Control: whoever goes by the times in the record counts other votes.
    assert by_time != last_choices(burst.acks)


def _by_time(house: House, vote_id: str) -> dict[str, Choice]:
    """Each member's choice that bears the latest time."""
    rows = select(BallotKey.person_id, BallotKey.choice).where(BallotKey.vote_id == vote_id)
    with house.database.read() as session:
        found = session.execute(rows.order_by(BallotKey.answered_at)).all()
    return {row.person_id: row.choice for row in found}


def test_a_clock_three_days_ahead_ends_sessions_but_no_vote(disk: Disk, sqlite_house: House) -> None:
    house, found = sqlite_house, Campaign()

    async def press(server: Server, vote_id: str) -> tuple[int, Burst]:
        device = Device(house.voters[0], server.port)
        disk.clock(3 * 86400)
        try:
            await device.press(vote_id, Choice.FOR)
            status = 200
        except Refused as refused:
            status = refused.status
        finally:
            device.close()
        disk.clock(0)
        burst = Burst(server.port, house.voters, vote_id)
        await burst.run()
        return status, burst

    with serving(house, disk=disk) as server:
        vote_id = house.open_vote()
        status, burst = loops.run(press(server, vote_id))
        judge(house, vote_id, burst.acks, found)
    # A session is over by then, or it is not: the ballot is refused whole or counted, and nothing else is touched.
    assert status in {200, 401}
    assert burst.refusals == []
    assert found.faults == [] or status == 200


def test_the_databases_clock_is_never_asked() -> None:
    asks = re.compile(r"func\.(now|current_timestamp)\(|CURRENT_TIMESTAMP|clock_timestamp|datetime\('now'")
    found = [str(p) for p in (ROOT / "meetings").rglob("*.py") if asks.search(p.read_text(encoding="utf-8"))]
    assert found == []
