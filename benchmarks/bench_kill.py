"""Kill the server or cut its power in the middle of votes, many times, and count the ballots: script/bench kill.

    script/bench kill --kills 150 [--database postgres]             kill -9 of the server
    script/bench kill --kills 150 --power [--database postgres]     a power cut
    script/bench kill --kills 30 --weakness before-commit           a control, which must lose ballots

The test suite does the same with few kills; this is for a release. Sixty members vote at once, each on a connection of
their own, and send again until they are acknowledged. The server is killed at a random moment between 20 and 300 ms and
started again on the same data. After a power cut SQLite's files hold what had been synced, and every other time a
random half of the other blocks; PostgreSQL's processes and the server end in one moment and the log is replayed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.factories.postgres import Postgres, postgres
from tests.faults.campaign import MEMBERS, Campaign, cut_power, cut_power_of, run
from tests.faults.house import House, make_house
from tests.faults.weaknesses import WEAKNESSES


@contextlib.contextmanager
def _house(database: str) -> Iterator[tuple[House, Postgres | None]]:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="witan-bench-")))
        cluster = stack.enter_context(postgres()) if database == "postgres" else None
        house = make_house(folder, MEMBERS, cluster.database() if cluster else "")
        yield house, cluster
        house.let_go()


def _campaign(given: argparse.Namespace) -> Campaign:
    with _house(given.database) as (house, cluster):
        if not given.power:
            return run(house, given.kills, weakness=given.weakness)
        if cluster is not None:
            return cut_power_of(cluster, house, given.kills)
        return cut_power(house, given.kills, weakness=given.weakness)


def main() -> None:
    """The campaign and its figures."""
    formatter = argparse.RawDescriptionHelpFormatter
    words = argparse.ArgumentParser(prog="script/bench kill", description=__doc__, formatter_class=formatter)
    words.add_argument("--kills", type=int, default=50)
    words.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    words.add_argument("--power", action="store_true", help="cut the power instead of killing the server")
    words.add_argument("--weakness", choices=list(WEAKNESSES), default="", help="the control")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    began = time.monotonic()
    campaign = _campaign(given)
    figures = {
        "database": given.database,
        "what": "power cuts" if given.power else "kills",
        "weakness": given.weakness,
        **campaign.figures(),
        "seconds": round(time.monotonic() - began),
        "load": round(os.getloadavg()[0], 1),
    }
    if not given.json:
        for name, value in figures.items():
            print(f"{name:32}{value}")
        for fault in campaign.faults[:20]:
            print(fault)
    else:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
