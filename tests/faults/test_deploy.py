"""R12: the server is asked to end in the middle of a vote, as when a new version is installed."""

from __future__ import annotations

import asyncio
import random

from tests.faults import campaign, loops
from tests.faults.campaign import Campaign, judge
from tests.faults.checker import check_record
from tests.faults.conftest import Times
from tests.faults.house import House, Server, serving
from tests.faults.voters import Burst

CONTROL_DEPLOYMENTS = 30


def _deploy(house: House, server: Server, found: Campaign) -> int:
    """A vote in the middle of which the server is replaced; its exit status."""
    status: list[int] = []

    def replace() -> None:
        status.append(server.terminate())
        server.start()

    async def deploy(_: Burst) -> None:
        await asyncio.sleep(random.uniform(campaign.EARLIEST, campaign.LATEST))
        await asyncio.to_thread(replace)

    burst = Burst(server.port, house.voters, house.open_vote(), campaign.PRESSES)
    loops.run(burst.run(deploy))
    assert burst.refusals == []
    if server.weakness:
        house.wait_until_quiet()
    judge(house, burst.vote_id, burst.acks, found)
    return status[0]


def test_a_server_that_is_replaced_in_a_vote_ends_in_good_order_and_loses_nothing(
    house: House, times: Times
) -> None:
    found = Campaign()
    with serving(house) as server:
        for _ in range(times(1, 0.2)):
            assert _deploy(house, server, found) == 0
        with house.database.read() as session:
            assert check_record(session, house.sitting.id) == []
    assert found.faults == []


def test_two_versions_side_by_side_count_each_ballot_once(house: House) -> None:
    found = Campaign()
    with serving(house) as old, serving(house) as new:
        vote_id = house.open_vote()
        half = len(house.voters) // 2
        bursts = [
            Burst(old.port, house.voters[:half], vote_id, 4),
            Burst(new.port, house.voters[half:], vote_id, 4),
        ]

        async def both() -> None:
            await asyncio.gather(*(burst.run() for burst in bursts))

        loops.run(both())
        judge(house, vote_id, [ack for burst in bursts for ack in burst.acks], found)
    assert found.faults == []
    assert found.acknowledged == 4 * len(house.voters)


def test_control_a_server_that_drops_what_it_holds_loses_ballots(sqlite_house: House) -> None:
    found = Campaign()
    with serving(sqlite_house, weakness="drops-what-it-holds") as server:
        for _ in range(CONTROL_DEPLOYMENTS):
            _deploy(sqlite_house, server, found)
            if found.lost:
                break
    assert found.lost > 0
