"""R2, R3: the power goes, or the database server goes and comes back, while everybody votes."""

from __future__ import annotations

import asyncio
import time

import pytest
from sqlalchemy import text

from meetings.db.engine import Database, durability
from meetings.voting.rules import Choice
from tests.factories.postgres import Postgres
from tests.faults import campaign, loops
from tests.faults.campaign import Campaign, judge
from tests.faults.checker import check_record
from tests.faults.conftest import Times
from tests.faults.house import House, Server, serving
from tests.faults.voters import FINAL, Burst, Device

CONTROL_CUTS = 20
#: seconds that people wait at most when the database is back
BACK = 10.0


def test_a_power_cut_takes_nothing_that_was_acknowledged(sqlite_house: House, times: Times) -> None:
    cuts = times(4)
    found = campaign.cut_power(sqlite_house, cuts)
    assert found.faults == []
    assert found.acknowledged == cuts * campaign.MEMBERS * campaign.PRESSES
    # Otherwise nothing was lost that had been written, and the disk was none that loses.
    assert found.blocks_lost > 0 or cuts < 20


def test_control_a_database_that_syncs_less_loses_ballots_in_a_power_cut(sqlite_house: House) -> None:
    found = campaign.cut_power(sqlite_house, CONTROL_CUTS, weakness="syncs-less", until_lost=True)
    assert found.lost > 0


def test_control_the_same_database_passes_when_only_the_server_dies(sqlite_house: House) -> None:
    # Which is why kills alone say nothing about power cuts.
    assert campaign.run(sqlite_house, 1, weakness="syncs-less").lost == 0


def test_postgres_and_the_server_end_in_one_moment(
    own_cluster: Postgres, falling_house: House, times: Times
) -> None:
    cuts = times(1, 0.5)
    found = campaign.cut_power_of(own_cluster, falling_house, cuts)
    assert found.faults == []
    assert found.acknowledged == cuts * campaign.MEMBERS * campaign.PRESSES


def test_what_keeps_ballots_through_a_power_cut_is_switched_on(own_cluster: Postgres) -> None:
    database = Database(own_cluster.database())
    with database.write() as session:
        assert durability(session.connection()).ok
        session.execute(text("SET LOCAL synchronous_commit = off"))
        weaker = durability(session.connection())
    database.close()
    assert not weaker.ok
    assert "synchronous_commit=off" in weaker.reason


def _restart_in_a_vote(house: House, cluster: Postgres, server: Server) -> tuple[Burst, float]:
    """Everybody votes; in the middle the database goes down at once. How long until ballots are taken again."""
    moments: list[float] = []

    async def restart(_: Burst) -> None:
        await asyncio.sleep(0.1)
        await asyncio.to_thread(cluster.restart, immediate=True)
        moments.append(time.monotonic())

    vote_id = house.open_vote()
    burst = Burst(server.port, house.voters, vote_id, campaign.PRESSES)
    loops.run(burst.run(restart))
    back = min((a.at - moments[0] for a in burst.acks if a.at > moments[0]), default=0.0)
    return burst, back


def test_nothing_is_lost_when_the_database_restarts_in_a_vote(
    own_cluster: Postgres, falling_house: House, times: Times
) -> None:
    house, found, restarts = falling_house, Campaign(), times(1, 0.2)
    with serving(house) as server:
        for _ in range(restarts):
            burst, back = _restart_in_a_vote(house, own_cluster, server)
            assert back <= BACK
            # Devices were told to come back: what they show meanwhile is "saving", and no error of theirs.
            assert not {s for s in burst.statuses if s != 200} & (FINAL | {500})
            judge(house, burst.vote_id, burst.acks, found)
        with house.database.read() as session:
            assert check_record(session, house.sitting.id) == []
    assert found.faults == []
    assert found.acknowledged == restarts * campaign.MEMBERS * campaign.PRESSES


def _close_after_a_restart(house: House, cluster: Postgres, server: Server) -> int:
    """The clerk's next press once the database is back; its status."""
    vote_id = house.open_vote()

    async def press() -> int:
        officer = Device(house.officer, server.port)
        # Several at once, so that there are several pooled connections to go stale.
        voters = [Device(v, server.port) for v in house.voters[:4]]
        await asyncio.gather(*(voter.press(vote_id, Choice.FOR) for voter in voters))
        await asyncio.to_thread(cluster.restart, immediate=True)
        path, form = f"/desk/votes/{vote_id}/close", {"missing_seen": len(house.voters)}
        status, _ = await officer.post(path, form, form=True)
        for device in [officer, *voters]:
            device.close()
        return status

    return loops.run(press())


@pytest.mark.parametrize(("weakness", "expected"), [("", 200), ("trusts-old-connections", 503)])
def test_the_clerk_can_close_at_once_when_the_database_is_back(
    own_cluster: Postgres, falling_house: House, weakness: str, expected: int
) -> None:
    with serving(falling_house, weakness=weakness) as server:
        assert _close_after_a_restart(falling_house, own_cluster, server) == expected
