"""R4: answers lost, connections reset, half open, cut off, late: the same press sent again is one ballot."""

from __future__ import annotations

from collections import Counter

from tests.faults import loops
from tests.faults.checker import Verdict, check_ballots, check_record
from tests.faults.conftest import Times
from tests.faults.house import House, serving
from tests.faults.proxy import LOST_REPLIES, STORM, BadNetwork, Weather, bad_network
from tests.faults.voters import Burst

#: a device that hears nothing sends again; the real one waits longer
IMPATIENT = 0.5


async def _burst(burst: Burst, server_port: int, weather: Weather) -> BadNetwork:
    async with bad_network(server_port, weather) as network:
        burst.port = network.port
        await burst.run()
    return network


def _vote(
    house: House, port: int, weather: Weather, *, new_key_each_time: bool = False
) -> tuple[Verdict, BadNetwork]:
    vote_id = house.open_vote()
    burst = Burst(port, house.voters, vote_id, 2, new_key_each_time=new_key_each_time, patience=IMPATIENT)
    network = loops.run(_burst(burst, port, weather))
    assert burst.refusals == []
    with house.database.read() as session:
        verdict = check_ballots(session, house.sitting.id, vote_id, burst.acks)
    house.close_vote(vote_id)
    house.declare_vote(vote_id)
    return verdict, network


def test_a_bad_network_loses_and_doubles_nothing(house: House, times: Times) -> None:
    happened: Counter[str] = Counter()
    with serving(house) as server:
        for weather in [LOST_REPLIES, STORM] * times(3, 0.5):
            verdict, network = _vote(house, server.port, weather)
            assert verdict.faults == []
            assert verdict.kept == verdict.acknowledged == 2 * len(house.voters)
            happened += network.happened
        with house.database.read() as session:
            assert check_record(session, house.sitting.id) == []
    for kind in ("drop_reply", "reset", "half_open", "cut_off"):
        assert happened[kind] > 0, f"nothing of this kind happened: {kind}"
    assert happened["drop_reply"] > 0.2 * happened["pass"]


def test_control_a_new_key_for_each_sending_doubles(sqlite_house: House) -> None:
    with serving(sqlite_house) as server:
        verdict, network = _vote(sqlite_house, server.port, LOST_REPLIES, new_key_each_time=True)
    assert network.dropped > 0
    assert verdict.kept > verdict.acknowledged
