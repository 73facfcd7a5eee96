"""Votes while the public watches: script/bench watchers [--n 1000] [--members 150] [--rounds 8] [--json].

The same votes as in script/bench vote, on the same server, first with nobody watching, then with n readers of the
public live page connected (held by a process of their own), then with nobody again. Milliseconds, medians:

  last_ack_ms_alone    from the first ballot sent to the last one acknowledged, nobody watching (before and after)
  last_ack_ms_watched  the same while n people watch
  ratio                the second by the first
  last_watcher_ms      from sending "declare" to the moment the last watcher has been sent the result
  result_seen_ms       from sending "declare" to the moment the last member's socket has it, while n people watch
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.bench_vote import Chamber, Round, chamber_of, vote
from benchmarks.floor import load
from tests.faults.house import ROOT, make_house, serving

PATIENCE = 60.0


@contextlib.contextmanager
def gallery_of(port: int, meeting_id: str, n: int) -> Iterator[subprocess.Popen[str]]:
    """So many watchers, all of whom have the state."""
    command = [sys.executable, "-m", "benchmarks.watching", "--port", str(port), "--meeting", meeting_id]
    with subprocess.Popen(
        [*command, "--n", str(n)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            if said(process) != "ready":
                raise RuntimeError("the watchers could not connect")
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    """The next line of the watchers' process."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def watched(chamber: Chamber, gallery: subprocess.Popen[str], turn: int) -> tuple[Round, float]:
    """One vote that everybody watches; how long after "declare" the last watcher had the result."""
    took = vote(chamber, turn)
    seen: dict[str, Any] = {}
    while seen.get("vote") != took.vote_id:
        seen = json.loads(said(gallery))
    return took, 1000 * (float(seen["at"]) - took.declared_at)


def measure(n: int, members: int, rounds: int) -> dict[str, float]:
    """Run it all."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="witan-bench-")))
        house = make_house(folder / "data", members)
        stack.callback(house.let_go)
        server = stack.enter_context(serving(house))
        chamber = stack.enter_context(chamber_of(house, server, listeners=True))
        time.sleep(1)
        turns = iter(range(3 * rounds + 1))
        vote(chamber, next(turns))
        alone = [vote(chamber, next(turns)) for _ in range((rounds + 1) // 2)]
        with gallery_of(server.port, house.sitting.id, n) as gallery:
            time.sleep(1)
            public = [watched(chamber, gallery, next(turns)) for _ in range(rounds)]
        time.sleep(1)
        alone += [vote(chamber, next(turns)) for _ in range(rounds - len(alone))]
    return figures(n, members, alone, [took for took, _ in public], [late for _, late in public])


def figures(
    n: int, members: int, alone: list[Round], public: list[Round], late: list[float]
) -> dict[str, float]:
    """Medians."""
    quiet = statistics.median(r.acks[-1] for r in alone)
    crowded = statistics.median(r.acks[-1] for r in public)
    return {
        "watchers": n,
        "members": members,
        "last_ack_ms_alone": round(quiet, 1),
        "last_ack_ms_watched": round(crowded, 1),
        "ratio": round(crowded / quiet, 2),
        "last_watcher_ms": round(statistics.median(late), 1),
        "last_watcher_worst_ms": round(max(late), 1),
        "result_seen_ms": round(statistics.median(r.result_seen for r in public), 1),
        "result_seen_alone_ms": round(statistics.median(r.result_seen for r in alone), 1),
        "server_cpu_ms_alone": round(statistics.median(r.cpu for r in alone), 1),
        "server_cpu_ms_watched": round(statistics.median(r.cpu for r in public), 1),
        "lost": sum(r.lost for r in [*alone, *public]),
        "doubled": sum(r.doubled for r in [*alone, *public]),
        "rounds": len(public),
        "load": load(),
    }


def main() -> None:
    """Measure and print."""
    formatter = argparse.RawDescriptionHelpFormatter
    words = argparse.ArgumentParser(
        prog="script/bench watchers", description=__doc__, formatter_class=formatter
    )
    words.add_argument("--n", type=int, default=1000)
    words.add_argument("--members", type=int, default=150)
    words.add_argument("--rounds", type=int, default=8)
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    found = measure(given.n, given.members, max(2, given.rounds))
    if not given.json:
        for name, value in found.items():
            print(f"{name:24}{value:>10}")
    else:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
