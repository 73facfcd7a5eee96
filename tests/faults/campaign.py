"""Kills the server in the middle of votes, again and again, and counts what became of the ballots.

python -m tests.faults.campaign --kills 300 --database sqlite|postgres [--before-commit]
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field

from meetings.voting.queries import vote_of
from tests.faults import loops
from tests.faults.checker import Verdict, check_ballots, check_record, count
from tests.faults.house import House, Server, serving
from tests.faults.voters import Burst, last_choices

MEMBERS = 60
#: presses of each member, so that a burst lasts about as long as the latest kill
PRESSES = 8
EARLIEST, LATEST = 0.02, 0.3


@dataclass
class Campaign:
    """What was done and found."""

    kills: int = 0
    kills_in_a_burst: int = 0
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
            "acknowledged": self.acknowledged,
            "lost": self.lost,
            "doubled": self.doubled,
            "other_faults": len(self.faults) - self.lost - self.doubled,
            "first_ack_after_kill_ms_p50": round(1000 * statistics.median(back)),
            "first_ack_after_kill_ms_p95": round(1000 * back[int(0.95 * (len(back) - 1))]),
        }


@dataclass
class _Kill:
    """Kills once at a random moment, and starts the server again at once."""

    server: Server
    at: float = 0.0
    up: float = 0.0
    in_burst: bool = False

    async def __call__(self, burst: Burst) -> None:
        await asyncio.sleep(random.uniform(EARLIEST, LATEST))
        self.in_burst = burst.waiting > 0
        self.at = time.monotonic()
        self.server.kill()
        await asyncio.get_running_loop().run_in_executor(None, self.server.start)
        self.up = time.monotonic()


def one_kill(house: House, server: Server, campaign: Campaign) -> None:
    """A vote with a kill in it, from its opening to its declaration."""
    vote_id = house.open_vote()
    burst, kill = Burst(server.port, house.voters, vote_id, PRESSES), _Kill(server)
    loops.run(burst.run(kill))
    campaign.kills += 1
    campaign.kills_in_a_burst += kill.in_burst
    campaign.back += [at - kill.at for at in sorted(a.at for a in burst.acks) if at > kill.up][:1]
    campaign.faults += [str(refused) for refused in burst.refusals]
    if server.before_commit:
        house.wait_until_quiet()
    with house.database.read() as session:
        campaign.take(check_ballots(session, house.sitting.id, vote_id, burst.acks))
    house.close_vote(vote_id)
    with house.database.read() as session:
        tally = vote_of(session, vote_id).tally
    if tally != count(last_choices(burst.acks), len(house.voters)):
        campaign.faults.append(f"the tally is {tally}")
    house.declare_vote(vote_id)


def run(house: House, kills: int, *, before_commit: bool = False, until_lost: bool = False) -> Campaign:
    """So many kills, each in a vote of its own; `until_lost` ends at the first loss."""
    campaign = Campaign()
    with serving(house, before_commit=before_commit) as server:
        while campaign.kills < kills and not (until_lost and campaign.lost):
            one_kill(house, server, campaign)
        with house.database.read() as session:
            campaign.faults += check_record(session, house.sitting.id)
    return campaign
