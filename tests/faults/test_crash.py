"""The server is killed while everybody votes: what was acknowledged is kept, once, and counted."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.factories.postgres import postgres
from tests.faults import campaign, loops
from tests.faults.checker import check_ballots, check_record
from tests.faults.house import House, make_house, serving
from tests.faults.voters import Burst

#: kills within which the control must have lost something; it loses in about every third
CONTROL_KILLS = 30


def test_no_acknowledged_ballot_is_lost_or_doubled_when_the_server_is_killed(
    house: House, kills: int
) -> None:
    found = campaign.run(house, kills)
    assert found.faults == []
    assert found.kills == kills
    assert found.kills_in_a_burst >= kills / 2
    assert found.acknowledged == kills * campaign.MEMBERS * campaign.PRESSES
    # The next ballot is acknowledged soon after.
    assert found.figures()["first_ack_after_kill_ms_p95"] <= 5000


def test_control_acknowledging_before_the_commit_loses_ballots(house: House) -> None:
    found = campaign.run(house, CONTROL_KILLS, before_commit=True, until_lost=True)
    assert found.lost > 0


def test_nothing_is_lost_when_the_database_server_goes_down_at_once(tmp_path: Path) -> None:
    with postgres() as cluster:
        house = make_house(tmp_path / "data", campaign.MEMBERS, cluster.database())

        async def restart(burst: Burst) -> None:
            await asyncio.sleep(0.1)
            await asyncio.to_thread(cluster.restart, immediate=True)

        with serving(house) as server:
            for _ in range(3):
                vote_id = house.open_vote()
                burst = Burst(server.port, house.voters, vote_id, campaign.PRESSES)
                loops.run(burst.run(restart))
                with house.database.read() as session:
                    verdict = check_ballots(session, house.sitting.id, vote_id, burst.acks)
                assert verdict.faults == []
                assert verdict.acknowledged == campaign.MEMBERS * campaign.PRESSES
                house.close_vote(vote_id)
                house.declare_vote(vote_id)
            with house.database.read() as session:
                assert check_record(session, house.sitting.id) == []
