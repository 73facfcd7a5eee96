"""Kill the server in the middle of votes, many times, and count the ballots: script/bench kill --kills 300.

The test suite does the same with few kills; this is for a release. Sixty members vote at once, each on a
connection of their own, and send again until they are acknowledged. The server is killed at a random moment
between 20 and 300 ms and started again on the same data.
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

from tests.factories.postgres import postgres
from tests.faults.campaign import MEMBERS, run
from tests.faults.house import House, make_house


@contextlib.contextmanager
def _house(database: str) -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="witan-bench-") as folder:
        if database == "sqlite":
            yield make_house(Path(folder), MEMBERS)
        else:
            with postgres() as cluster:
                house = make_house(Path(folder), MEMBERS, cluster.database())
                yield house
                house.let_go()


def main() -> None:
    """The campaign and its figures."""
    words = argparse.ArgumentParser(prog="script/bench kill", description=__doc__)
    words.add_argument("--kills", type=int, default=50)
    words.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    words.add_argument("--before-commit", action="store_true", help="the control, which must lose ballots")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    began = time.monotonic()
    with _house(given.database) as house:
        campaign = run(house, given.kills, before_commit=given.before_commit)
    figures = {"database": given.database, **campaign.figures()}
    figures |= {"seconds": round(time.monotonic() - began), "load": round(os.getloadavg()[0], 1)}
    if not given.json:
        for name, value in figures.items():
            print(f"{name:32}{value}")
        for fault in campaign.faults[:20]:
            print(fault)
    else:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
