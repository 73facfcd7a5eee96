"""R13: ballots that race with the close, and with one another: each is counted or refused."""

from __future__ import annotations

import asyncio
import random

from meetings.voting.queries import ballots_of, vote_of
from meetings.voting.rules import Choice, VoteState
from tests.faults import loops
from tests.faults.checker import check_ballots, check_record, count
from tests.faults.conftest import Times
from tests.faults.house import House, serving
from tests.faults.voters import Ack, Burst, Device, Refused, last_choices

#: races within which a server that locks nothing must have miscounted
CONTROL_RACES = 30


async def _late_press(device: Device, vote_id: str, acks: list[Ack], refusals: list[Refused]) -> None:
    await asyncio.sleep(random.uniform(0, 0.06))
    try:
        acks.append(await device.press(vote_id, random.choice(list(Choice))))
    except Refused as refused:
        refusals.append(refused)


async def _race(house: House, port: int, vote_id: str) -> tuple[list[Ack], list[Refused]]:
    """Everybody presses around the moment of the close."""
    acks: list[Ack] = []
    refusals: list[Refused] = []
    officer, devices = Device(house.officer, port), [Device(v, port) for v in house.voters]
    await asyncio.gather(*(d.connect() for d in [officer, *devices]))

    async def close() -> None:
        await asyncio.sleep(random.uniform(0.01, 0.05))
        form = {"missing_seen": len(house.voters)}
        status, body = await officer.post(f"/desk/votes/{vote_id}/close", form, form=True)
        assert status == 200, body

    await asyncio.gather(close(), *(_late_press(d, vote_id, acks, refusals) for d in devices))
    for device in [officer, *devices]:
        device.close()
    return acks, refusals


def _run_race(house: House, port: int) -> tuple[bool, bool]:
    """Whether what was acknowledged is what was counted, and whether the close was in the middle at all."""
    vote_id = house.open_vote()
    acks, refusals = loops.run(_race(house, port, vote_id))
    assert {r.status for r in refusals} <= {409}
    assert len(acks) + len(refusals) == len(house.voters)
    with house.database.read() as session:
        vote, ballots = vote_of(session, vote_id), ballots_of(session, vote_id)
    assert vote.state is VoteState.CLOSED
    house.declare_vote(vote_id)
    agrees = ballots == last_choices(acks) and vote.tally == count(ballots, len(house.voters))
    return agrees, bool(acks) and bool(refusals)


def test_what_is_acknowledged_around_the_close_is_what_is_counted(house: House, times: Times) -> None:
    races = times(12, 5)
    with serving(house) as server:
        found = [_run_race(house, server.port) for _ in range(races)]
        with house.database.read() as session:
            assert check_record(session, house.sitting.id) == []
    assert all(agrees for agrees, _ in found)
    # Otherwise the close was not in the middle and nothing was tried.
    assert sum(middle for _, middle in found) >= races // 3


def test_control_a_close_that_locks_nothing_miscounts(postgres_house: House) -> None:
    with serving(postgres_house, weakness="locks-nothing") as server:
        races = (_run_race(postgres_house, server.port) for _ in range(CONTROL_RACES))
        assert any(not agrees for agrees, _ in races)


async def _twice(house: House, ports: tuple[int, int], vote_id: str) -> list[tuple[Ack, Ack]]:
    """Every member's press sent over two connections in the same moment."""

    async def member(number: int) -> tuple[Ack, Ack]:
        key = f"restored-{number:06d}"
        tabs = [Device(house.voters[number], port) for port in ports]
        first, second = await asyncio.gather(*(tab.press(vote_id, Choice.FOR, key) for tab in tabs))
        for tab in tabs:
            tab.close()
        return first, second

    return await asyncio.gather(*(member(n) for n in range(len(house.voters))))


def _check_same(house: House, vote_id: str, pairs: list[tuple[Ack, Ack]]) -> None:
    assert all((a.seq, a.receipt) == (b.seq, b.receipt) for a, b in pairs)
    with house.database.read() as session:
        verdict = check_ballots(session, house.sitting.id, vote_id, [a for a, _ in pairs])
        assert check_record(session, house.sitting.id) == []
    assert verdict.faults == []
    assert verdict.kept == len(pairs)
    house.end_votes()


def test_the_same_press_sent_to_two_servers_is_one_ballot(house: House) -> None:
    with serving(house) as one, serving(house) as other:
        vote_id = house.open_vote()
        pairs = loops.run(_twice(house, (one.port, other.port), vote_id))
    _check_same(house, vote_id, pairs)


def test_a_burst_over_a_closed_vote_is_refused_whole(sqlite_house: House) -> None:
    house = sqlite_house
    with serving(house) as server:
        vote_id = house.open_vote()
        house.close_vote(vote_id)
        burst = Burst(server.port, house.voters, vote_id)
        loops.run(burst.run())
    assert burst.acks == []
    assert {r.status for r in burst.refusals} == {409}
    house.end_votes()
