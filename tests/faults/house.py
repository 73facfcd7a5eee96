"""A council with many members, on data of its own, and the server that is killed and started again on it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from meetings.db.engine import Database
from meetings.db.record import version_of
from meetings.kernel.clock import FixedClock
from meetings.server.parts import secret_of
from meetings.settings import Settings
from meetings.voting.queries import open_vote_of, vote_of
from meetings.voting.rules import VoteMethod, VoteState
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
from tests.faults.disk import Disk
from tests.faults.warm import ROOT, Warm, warm

__all__ = ["COOKIE", "HOST", "ROOT", "House", "Server", "Voter", "make_house", "serving"]

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
    #: told whenever this process has written: a server on a bad disk must know
    wrote: Callable[[], object] = lambda: None

    @property
    def database(self) -> Database:
        """For looking at what is kept; connections are opened when they are needed."""
        return self.sitting.world.runner.database

    def let_go(self) -> None:
        """Leave the database to the server alone, so that a kill leaves nobody who has it open."""
        self.database.close()
        self.wrote()

    def open_vote(self, method: VoteMethod = VoteMethod.RECORDED) -> str:
        """A new motion and an open vote on it."""
        self.sitting.world.clock.at = datetime.now(UTC)
        vote_id = self.sitting.vote(self.sitting.motion(), method)
        self.let_go()
        return vote_id

    def end_votes(self) -> None:
        """After a test that failed in the middle: no vote is left under way."""
        with self.database.read() as session:
            vote = open_vote_of(session, self.sitting.id)
        if vote is not None and vote.state is VoteState.OPEN:
            self.close_vote(vote.id)
        if vote is not None:
            self.declare_vote(vote.id)
        self.let_go()

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
    weakness: str = ""
    disk: Disk | None = None
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    pid: int = 0

    def start(self) -> None:
        """A server that answers; the one before is gone."""
        if self.pid:
            self._warm.end(self.pid)
        folder = self.house.folder
        self.pid = self._warm.start(
            data=str(folder),
            url=self.house.url,
            port=self.port,
            log=str(folder / "server.log"),
            weakness=self.weakness,
            environment=self.environment | (self.disk.environment if self.disk else {}),
        )

    def kill(self) -> None:
        """At once, as the power supply of the process would."""
        os.kill(self.pid, signal.SIGKILL)

    def wait_until_dead(self) -> None:
        """After a kill: nothing more comes of it."""
        self._warm.end(self.pid)
        self.pid = 0

    def terminate(self) -> int:
        """Ask it to end, as a deployment does, and wait; its exit status."""
        os.kill(self.pid, signal.SIGTERM)
        pid, self.pid = self.pid, 0
        return self._warm.wait(pid)

    def end(self) -> None:
        """No server any more."""
        if self.pid:
            self._warm.end(self.pid)
            self.pid = 0

    @property
    def _warm(self) -> Warm:
        return warm(str(self.disk.library) if self.disk else "")


@contextmanager
def serving(
    house: House, *, weakness: str = "", disk: Disk | None = None, **environment: str
) -> Iterator[Server]:
    """A running server, ended whatever happens."""
    server = Server(house, weakness, disk, environment)
    house.wrote = disk.settle if disk else lambda: None
    try:
        server.start()
        yield server
    finally:
        server.end()
        house.wrote = lambda: None
        house.let_go()


def seconds_since(moment: float) -> float:
    """How long ago a moment of `time.monotonic` was."""
    return time.monotonic() - moment
