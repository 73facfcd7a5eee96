"""Everybody votes at once: script/bench vote [--members 150] [--rounds 7] [--extra-fsync-ms 5] [--json].

The real server runs in a process of its own on SQLite. Every member has a socket in the room and, beside it, a
connection that stays open; all ballots are sent in the same moment. What is printed, in milliseconds, is the
median of the rounds after the first; the first, on a cold server, stands by itself.

  last_ack     from the first ballot sent to the last one acknowledged; an acknowledged ballot is on disk
  p99_ack      the same to 99 of 100
  result_seen  from sending "declare" to the moment the last member's socket has been pushed the result
  close_seen   from sending "close" to the moment the last member's socket has been pushed the read-back
  result_after_close  from sending "close", with "declare" at once when that is answered, to the moment the last
               member's socket has been pushed the result; in a meeting members read the list in between
  server_cpu   processor time the server used between the first ballot and the last acknowledgement: less
               troubled by whatever else the machine does
  fsync_p50    appending 16 KiB to a file and syncing it, measured in the same run
  extra_fsync  added to each sync of the database's files in this run (--extra-fsync-ms: this machine's disk may be
               quicker than a council's), so that what a group of ballots waits for is fsync_p50 and this
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.floor import cpu_seconds, fsync_ms, load
from benchmarks.wires import Listener, Post, connect, drain, hear_until, listen, request, send_at_once
from meetings.voting.rules import Choice
from tests.factories.postgres import postgres
from tests.faults.checker import check_ballots
from tests.faults.disk import Disk
from tests.faults.house import COOKIE, House, Server, Voter, make_house, serving
from tests.faults.voters import Ack

CHOICES = list(Choice)


@dataclass
class Round:
    """What one vote took."""

    acks: list[float] = field(default_factory=list)
    cpu: float = 0.0
    result_seen: float = 0.0
    close_seen: float = 0.0
    vote_id: str = ""
    #: the moment "declare" was sent, as time.perf_counter has it
    declared_at: float = 0.0
    lost: int = 0
    doubled: int = 0


@dataclass
class Chamber:
    """The members' connections."""

    house: House
    server: Server
    sockets: dict[str, Any]
    listeners: list[Listener]
    desk: Any

    def ballots(self, vote_id: str, turn: int) -> list[Post]:
        """Everybody's ballot, ready to go."""
        path = f"/votes/{vote_id}/ballot"
        return [
            Post(
                self.sockets[voter.person_id],
                request(
                    path, voter.headers, json.dumps({"choice": _choice(n), "key": f"{turn:08d}"}).encode()
                ),
            )
            for n, voter in enumerate(self.house.voters)
        ]

    def press(self, path: str, **form: object) -> float:
        """A press of the officer's; the moment it was sent."""
        kind = "application/x-www-form-urlencoded"
        post = Post(self.desk, request(path, self.house.officer.headers, urlencode(form).encode(), kind))
        began = send_at_once([post])
        if post.status != 200:
            raise RuntimeError(f"{path}: {post.answer!r}")
        return began


def _choice(number: int) -> str:
    return CHOICES[0 if number % 5 < 3 else number % 3].value


def vote(chamber: Chamber, turn: int) -> Round:
    """One vote from its opening to its result."""
    house, took = chamber.house, Round()
    vote_id = house.open_vote()
    drain(chamber.listeners, 1.3)
    posts = chamber.ballots(vote_id, turn)
    before = cpu_seconds(chamber.server.pid)
    began = send_at_once(posts)
    took.cpu = 1000 * (cpu_seconds(chamber.server.pid) - before)
    took.acks = sorted(1000 * (post.at - began) for post in posts)
    drain(chamber.listeners, 0.5)
    began = chamber.press(f"/desk/votes/{vote_id}/close", missing_seen=0)
    took.close_seen = 1000 * (hear_until(chamber.listeners, _shows("closed")) - began)
    # Members read the list before the result is declared.
    drain(chamber.listeners, 0.5)
    took.vote_id, took.declared_at = vote_id, time.perf_counter()
    began = chamber.press(f"/desk/votes/{vote_id}/declare")
    took.result_seen = 1000 * (hear_until(chamber.listeners, _shows("declared")) - began)
    acks = [_ack(voter, post, vote_id, turn) for voter, post in zip(house.voters, posts, strict=True)]
    with house.database.read() as session:
        verdict = check_ballots(session, house.sitting.id, vote_id, acks)
    took.lost, took.doubled = len(verdict.lost) + len(verdict.altered), len(verdict.doubled)
    house.let_go()
    return took


def swift_vote(chamber: Chamber, turn: int) -> float:
    """A vote that is closed and declared in one go: how long until the last member sees the result."""
    vote_id = chamber.house.open_vote()
    drain(chamber.listeners, 0.5)
    send_at_once(chamber.ballots(vote_id, turn))
    drain(chamber.listeners, 0.5)
    began = chamber.press(f"/desk/votes/{vote_id}/close", missing_seen=0)
    chamber.press(f"/desk/votes/{vote_id}/declare")
    seen = hear_until(chamber.listeners, _shows("declared"))
    chamber.house.let_go()
    return 1000 * (seen - began)


def _shows(state: str) -> Any:
    def wanted(event: Any) -> bool:
        if event[0] != "push":
            return False
        part = event[1]["parts"].get("vote")
        return part is not None and part["data"] is not None and part["data"]["state"] == state

    return wanted


def _ack(voter: Voter, post: Post, vote_id: str, turn: int) -> Ack:
    if post.status != 200:
        raise RuntimeError(f"a ballot was refused: {post.answer!r}")
    body = post.body
    choice = Choice(body["choice"])
    return Ack(voter.person_id, vote_id, f"{turn:08d}", choice, body["seq"], body["receipt"], post.at)


@contextlib.contextmanager
def chamber_of(house: House, server: Server, listeners: bool) -> Iterator[Chamber]:
    """Everybody connected."""
    sockets = {voter.person_id: connect(server.port) for voter in house.voters}
    heard = [
        listen(server.port, f"{COOKIE}={voter.token}", house.sitting.id)
        for voter in house.voters
        if listeners
    ]
    made = Chamber(house, server, sockets, heard, connect(server.port))
    try:
        yield made
    finally:
        for listener in heard:
            listener.ws.close(timeout=0)
        for sock in [*sockets.values(), made.desk]:
            sock.close()


def figures(
    rounds: list[Round], swift: list[float], members: int, fsync: float, extra: float
) -> dict[str, float]:
    """Medians over the rounds after the first."""
    warm = rounds[1:] or rounds

    def middle(values: list[float]) -> float:
        return round(statistics.median(values), 1)

    return {
        "members": members,
        "last_ack_ms": middle([r.acks[-1] for r in warm]),
        "p99_ack_ms": middle([r.acks[int(0.99 * (len(r.acks) - 1))] for r in warm]),
        "p50_ack_ms": middle([r.acks[len(r.acks) // 2] for r in warm]),
        "last_ack_worst_ms": round(max(r.acks[-1] for r in warm), 1),
        "last_ack_cold_ms": round(rounds[0].acks[-1], 1),
        "server_cpu_ms": middle([r.cpu for r in warm]),
        "result_seen_ms": middle([r.result_seen for r in warm]),
        "close_seen_ms": middle([r.close_seen for r in warm]),
        "result_after_close_ms": middle(swift),
        "fsync_p50_ms": round(fsync, 3),
        "extra_fsync_ms": extra,
        "lost": sum(r.lost for r in rounds),
        "doubled": sum(r.doubled for r in rounds),
        "rounds": len(rounds),
        "load": load(),
    }


def measure(members: int, rounds: int, database: str = "sqlite", extra: float = 0.0) -> dict[str, float]:
    """Run it all."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="witan-bench-")))
        url = "" if database == "sqlite" else stack.enter_context(postgres()).database()
        house = make_house(folder / "data", members, url)
        stack.callback(house.let_go)
        disk = None
        if extra:
            disk = Disk(house.folder, keep=folder)
            disk.slow(extra)
            stack.callback(disk.close)
        server = stack.enter_context(serving(house, disk=disk))
        chamber = stack.enter_context(chamber_of(house, server, listeners=True))
        time.sleep(1)
        taken = [vote(chamber, turn) for turn in range(rounds)]
        swift = [swift_vote(chamber, rounds + turn) for turn in range(max(3, rounds // 2))]
        return figures(taken, swift, members, fsync_ms(folder), extra)


def main() -> None:
    """Measure and print."""
    formatter = argparse.RawDescriptionHelpFormatter
    words = argparse.ArgumentParser(prog="script/bench vote", description=__doc__, formatter_class=formatter)
    words.add_argument("--members", type=int, default=150)
    words.add_argument("--rounds", type=int, default=7)
    words.add_argument("--extra-fsync-ms", type=float, default=0.0, help="only with SQLite")
    words.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    if given.extra_fsync_ms and given.database != "sqlite":
        words.error("PostgreSQL's own processes sync its files: --extra-fsync-ms is for SQLite")
    found = measure(given.members, max(2, given.rounds), given.database, given.extra_fsync_ms)
    if not given.json:
        for name, value in found.items():
            print(f"{name:20}{value:>10}")
    else:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
