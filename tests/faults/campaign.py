"""Kills the server in the middle of votes, again and again, and counts what became of the ballots."""

from __future__ import annotations

import asyncio
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from meetings.voting.queries import vote_of
from tests.factories.postgres import Postgres
from tests.faults import loops
from tests.faults.checker import Verdict, check_ballots, check_record, count
from tests.faults.disk import Disk
from tests.faults.house import House, Server, serving
from tests.faults.voters import Ack, Burst, last_choices

#: what a power cut does while no server runs; how much was lost
Power = Callable[[], int]

MEMBERS = 60
#: presses of each member, so that a burst lasts about as long as the latest kill
PRESSES = 8
EARLIEST, LATEST = 0.02, 0.3


@dataclass
class Campaign:
    """What was done and found."""

    kills: int = 0
    kills_in_a_burst: int = 0
    #: blocks of files that were written and, not having been synced, lost in power cuts
    blocks_lost: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)
    #: seconds from each kill to the next acknowledgement
    back: list[float] = field(default_factory=list)

    def take(self, verdict: Verdict) -> None:
        """Add one vote's verdict."""
        self.acknowledged += verdict.acknowledged
        self.lost += len(verdict.lost)
        self.doubled += len(verdict.doubled)
        self.faults += [repr(fault) for fault in verdict.faults]

    def figures(self) -> dict[str, float]:
        """For a table."""
        back = sorted(self.back) or [0.0]
        return {
            "kills": self.kills,
            "kills_in_a_burst": self.kills_in_a_burst,
            "blocks_lost": self.blocks_lost,
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
            "other_faults": len(self.faults) - self.lost - self.doubled,
            "first_ack_after_kill_ms_p50": round(1000 * statistics.median(back)),
            "first_ack_after_kill_ms_p95": round(1000 * back[int(0.95 * (len(back) - 1))]),
        }


@dataclass
class _Kill:
    """Kills once at a random moment, cuts the power if there is some to cut, and starts the server again."""

    server: Server
    power: Power | None
    blocks_lost: int = 0
    at: float = 0.0
    up: float = 0.0
    in_burst: bool = False

    async def __call__(self, burst: Burst) -> None:
        await asyncio.sleep(random.uniform(EARLIEST, LATEST))
        self.in_burst = burst.waiting > 0
        self.at = time.monotonic()
        self.server.kill()
        await asyncio.to_thread(self._start_again)
        self.up = time.monotonic()

    def _start_again(self) -> None:
        if self.power is not None:
            self.server.wait_until_dead()
            self.blocks_lost = self.power()
        self.server.start()


def one_kill(house: House, server: Server, campaign: Campaign, power: Power | None = None) -> None:
    """A vote with a kill in it, from its opening to its declaration."""
    vote_id = house.open_vote()
    burst, kill = Burst(server.port, house.voters, vote_id, PRESSES), _Kill(server, power)
    loops.run(burst.run(kill))
    campaign.kills += 1
    campaign.kills_in_a_burst += kill.in_burst
    campaign.blocks_lost += kill.blocks_lost
    campaign.back += [at - kill.at for at in sorted(a.at for a in burst.acks) if at > kill.up][:1]
    campaign.faults += [str(refused) for refused in burst.refusals]
    if server.weakness:
        house.wait_until_quiet()
    judge(house, vote_id, burst.acks, campaign)


def judge(house: House, vote_id: str, acks: list[Ack], campaign: Campaign) -> None:
    """Compare what was acknowledged with what is kept and what is counted, and end the vote."""
    with house.database.read() as session:
        campaign.take(check_ballots(session, house.sitting.id, vote_id, acks))
    house.close_vote(vote_id)
    with house.database.read() as session:
        tally = vote_of(session, vote_id).tally
    if tally != count(last_choices(acks), len(house.voters)):
        campaign.faults.append(f"the tally is {tally}")
    house.declare_vote(vote_id)


def run(house: House, kills: int, *, weakness: str = "", until_lost: bool = False) -> Campaign:
    """So many kills, each in a vote of its own; `until_lost` ends at the first loss."""
    return _repeat(house, kills, weakness, None, None, until_lost=until_lost)


def cut_power(house: House, cuts: int, *, weakness: str = "", until_lost: bool = False) -> Campaign:
    """So many power cuts on SQLite; every other one leaves some of what was not synced, and in no order."""
    with tempfile.TemporaryDirectory(dir=house.folder, prefix="disk-") as folder:
        disk = Disk(house.folder, power_cuts=True, keep=Path(folder))
        turns = itertools.count()
        try:
            power = partial(_cut, disk, turns)
            return _repeat(house, cuts, weakness, disk, power, until_lost=until_lost)
        finally:
            disk.close()


def _cut(disk: Disk, turns: Iterator[int]) -> int:
    return disk.cut(some_survives=next(turns) % 2 == 1)


def cut_power_of(cluster: Postgres, house: House, cuts: int, *, until_lost: bool = False) -> Campaign:
    """The same on PostgreSQL: its processes and the application's end in one moment and recover from the log."""

    def power() -> int:
        cluster.restart(immediate=True)
        return 0

    return _repeat(house, cuts, "", None, power, until_lost=until_lost)


def _repeat(
    house: House, times: int, weakness: str, disk: Disk | None, power: Power | None, *, until_lost: bool
) -> Campaign:
    campaign = Campaign()
    with serving(house, weakness=weakness, disk=disk) as server:
        while campaign.kills < times and not (until_lost and campaign.lost):
            one_kill(house, server, campaign, power)
        with house.database.read() as session:
            campaign.faults += check_record(session, house.sitting.id)
    return campaign
