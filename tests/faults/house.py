"""A council with many members, on data of its own, and the server that is killed and started again on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from meetings.db.engine import Database
from meetings.db.record import version_of
from meetings.kernel.clock import FixedClock
from meetings.server.parts import secret_of
from meetings.settings import Settings
from meetings.voting.queries import vote_of
from meetings.voting.rules import VoteMethod
from meetings.voting.usecases import (
    CloseVote,
    DeclareVote,
    GiveCastingVote,
    close_vote,
    declare_vote,
    give_casting_vote,
)
from meetings.web.csrf import token_for
from tests.factories.process import free_port
from tests.factories.world import Sitting, make_world

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
COOKIE = "witan"


@dataclass(frozen=True)
class Voter:
    """A member with a session of their own."""

    person_id: str
    token: str
    csrf: str

    @property
    def headers(self) -> str:
        """What their browser sends with a ballot."""
        return (
            f"Host: {HOST}\r\nCookie: {COOKIE}={self.token}\r\nX-CSRF-Token: {self.csrf}\r\n"
            "Sec-Fetch-Site: same-origin\r\nAccept: application/json\r\n"
        )


@dataclass
class House:
    """The sitting and its voters. Its database is closed whenever a server is about to be killed."""

    folder: Path
    url: str
    sitting: Sitting
    voters: list[Voter]
    officer: Voter
    chair: str

    @property
    def database(self) -> Database:
        """For looking at what is kept; connections are opened when they are needed."""
        return self.sitting.world.runner.database

    def let_go(self) -> None:
        """Leave the database to the server alone, so that a kill leaves nobody who has it open."""
        self.database.close()

    def open_vote(self, method: VoteMethod = VoteMethod.RECORDED) -> str:
        """A new motion and an open vote on it."""
        self.sitting.world.clock.at = datetime.now(UTC)
        vote_id = self.sitting.vote(self.sitting.motion(), method)
        self.let_go()
        return vote_id

    def wait_until_quiet(self) -> None:
        """Until nothing more is written to the meeting's record."""
        before = -1
        while before != (now := self._version()):
            before = now
            time.sleep(0.3)

    def _version(self) -> int:
        with self.database.read() as session:
            return version_of(session, self.sitting.id)

    def close_vote(self, vote_id: str) -> None:
        """No more ballots."""
        self.sitting.world.clock.at = datetime.now(UTC)
        self.sitting.world.run(close_vote, CloseVote(vote_id, missing_seen=len(self.voters)))
        self.let_go()

    def declare_vote(self, vote_id: str) -> None:
        """The result is announced, a tie decided against: the next vote can be opened."""
        world = self.sitting.world
        world.clock.at = datetime.now(UTC)
        with world.runner.read() as session:
            tied = vote_of(session, vote_id).needs_casting
        if tied:
            world.run(give_casting_vote, GiveCastingVote(vote_id, None))
        world.run(declare_vote, DeclareVote(vote_id))
        self.let_go()


def make_house(folder: Path, members: int, url: str = "") -> House:
    """A full council in its chamber, everybody present and signed in, the first item taken."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(data=folder, database_url=url)
    secret = secret_of(folder)
    now = datetime.now(UTC)
    world = make_world(Database(settings.sqlalchemy_url), FixedClock(now))
    body = world.body("Council", members=members, quorum=3)
    sitting = body.meeting(starts_at=now + timedelta(minutes=30)).open()

    def voter(person_id: str, token: str) -> Voter:
        return Voter(person_id, token, token_for(secret, token))

    voters = [voter(p, world.tokens[p]) for p in body.members]
    made = House(folder, url, sitting, voters, voter("", world.officer_token), body.members[0])
    made.let_go()
    return made


@dataclass
class Server:
    """Starts the server on a house's data, kills it, and starts it again on the same port."""

    house: House
    before_commit: bool = False
    port: int = field(default_factory=free_port)
    pid: int = 0
    _process: subprocess.Popen[str] | None = None

    def warm_up(self) -> None:
        """Start the process that servers are forked from."""
        command = [sys.executable, "-m", "tests.faults.serve", "--data", str(self.house.folder)]
        command += ["--url", self.house.url, "--port", str(self.port)]
        if self.before_commit:
            command.append("--before-commit")
        log = (self.house.folder / "server.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        self._hear("warm")

    def start(self) -> None:
        """A server that answers."""
        stdin = self._pipe.stdin
        assert stdin is not None
        stdin.write("start\n")
        stdin.flush()
        self.pid = int(self._hear("ready").split()[1])

    def kill(self) -> None:
        """At once, as the power supply of the process would."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """End both processes."""
        process = self._pipe
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)
        _close(process.stdout)

    @property
    def _pipe(self) -> subprocess.Popen[str]:
        assert self._process is not None, "warm_up first"
        return self._process

    def _hear(self, word: str) -> str:
        stdout = self._pipe.stdout
        assert stdout is not None
        line = stdout.readline()
        if not line.startswith(word):
            raise RuntimeError(
                f"no server: {line!r}\n{(self.house.folder / 'server.log').read_text()[-3000:]}"
            )
        return line


@contextmanager
def serving(house: House, *, before_commit: bool = False) -> Iterator[Server]:
    """A running server, ended whatever happens."""
    server = Server(house, before_commit)
    server.warm_up()
    try:
        server.start()
        yield server
    finally:
        server.end()
        house.let_go()


def _close(stream: IO[str] | None) -> None:
    if stream is not None:
        stream.close()


def seconds_since(moment: float) -> float:
    """How long ago a moment of `time.monotonic` was."""
    return time.monotonic() - moment
