"""Answers that get lost on the way back: the same press sent again is one ballot."""

from __future__ import annotations

from tests.faults import loops
from tests.faults.checker import Verdict, check_ballots, check_record
from tests.faults.house import House, serving
from tests.faults.proxy import BadNetwork, bad_network
from tests.faults.voters import Burst

TRIALS = 10


async def _burst(burst: Burst, server_port: int) -> BadNetwork:
    async with bad_network(server_port) as network:
        burst.port = network.port
        await burst.run()
    return network


def _vote(house: House, port: int, *, new_key_each_time: bool = False) -> tuple[Verdict, BadNetwork]:
    vote_id = house.open_vote()
    burst = Burst(port, house.voters, vote_id, presses=2, new_key_each_time=new_key_each_time)
    network = loops.run(_burst(burst, port))
    assert burst.refusals == []
    with house.database.read() as session:
        verdict = check_ballots(session, house.sitting.id, vote_id, burst.acks)
    house.close_vote(vote_id)
    house.declare_vote(vote_id)
    return verdict, network


def test_lost_replies_lose_and_double_nothing(house: House) -> None:
    dropped = 0
    with serving(house) as server:
        for _ in range(TRIALS):
            verdict, network = _vote(house, server.port)
            assert verdict.faults == []
            assert verdict.kept == verdict.acknowledged == 2 * len(house.voters)
            dropped += network.dropped
        with house.database.read() as session:
            assert check_record(session, house.sitting.id) == []
    assert dropped > 0.2 * TRIALS * 2 * len(house.voters)


def test_control_a_new_key_for_each_sending_doubles(sqlite_house: House) -> None:
    with serving(sqlite_house) as server:
        verdict, network = _vote(sqlite_house, server.port, new_key_each_time=True)
    assert network.dropped > 0
    assert verdict.kept > verdict.acknowledged
