"""Puts an application together from settings and adapters."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from meetings.app import create_app
from meetings.appointments.usecases import RoundAnswer, RoundRequest, cast_in_rounds
from meetings.db.engine import Database
from meetings.kernel.actor import SYSTEM
from meetings.kernel.clock import Clock, SystemClock
from meetings.kernel.errors import DomainError
from meetings.ports.adapters import Adapters
from meetings.runtime.groupwriter import GroupWriter
from meetings.runtime.keeper import Keeper, socket_of
from meetings.runtime.usecase import Runner
from meetings.runtime.vault import Vault
from meetings.settings import Settings
from meetings.voting.usecases import BallotAnswer, BallotRequest, cast_ballots
from meetings.web.config import WebConfig
from meetings.web.services import Services


@dataclass
class Announcer:
    """Passes on which streams got facts, to whoever has asked to hear of it."""

    listeners: list[Callable[[dict[str, int]], None]] = field(default_factory=list)

    def __call__(self, touched: dict[str, int]) -> None:
        for listener in self.listeners:
            listener(touched)


@dataclass
class Parts:
    """A complete application and what keeps it alive."""

    settings: Settings
    database: Database
    runner: Runner
    announcer: Announcer
    services: Services
    writer: GroupWriter[BallotRequest, BallotAnswer]
    #: the same for rounds of appointments
    round_writer: GroupWriter[RoundRequest, RoundAnswer]
    app: Flask

    def close(self) -> None:
        """Write what waits, give connections back."""
        self.writer.stop(5.0)
        self.round_writer.stop(5.0)
        self.database.close()


def assemble(settings: Settings, adapters: Adapters, clock: Clock | None = None) -> Parts:
    """Build everything; the database must have been migrated."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.sqlalchemy_url, settings.space)
    announcer = Announcer()
    runner = Runner(database, clock or SystemClock(), settings.tz, announcer)
    writer: GroupWriter[BallotRequest, BallotAnswer] = GroupWriter(ballot_committer(runner))
    round_writer: GroupWriter[RoundRequest, RoundAnswer] = GroupWriter(
        round_committer(runner), name="round-writer"
    )
    services = Services(
        runner=runner,
        storage=adapters.storage(settings.files),
        config=web_config(settings),
        secret=secret_of(settings.data),
        submit_ballot=writer.submit,
        submit_in_round=round_writer.submit,
        opener=opener_of(settings),
        scanner=adapters.scanner(settings.clamav) if settings.clamav and adapters.scanner else None,
        mail=adapters.mail(settings.mail_server) if settings.mail_server else None,
        providers=adapters.providers(settings.surroundings),
        vault=Vault.in_folder(settings.data),
    )
    return Parts(settings, database, runner, announcer, services, writer, round_writer, create_app(services))


def ballot_committer(
    runner: Runner,
) -> Callable[[list[BallotRequest]], Sequence[BallotAnswer | DomainError]]:
    """What the group writer calls: all waiting ballots in one transaction, answered after it is on disk."""

    def commit(requests: list[BallotRequest]) -> Sequence[BallotAnswer | DomainError]:
        with runner.work(SYSTEM) as work:
            answers = cast_ballots(work, requests)
        # only now is it on disk
        return answers  # noqa: RET504

    return commit


def round_committer(
    runner: Runner,
) -> Callable[[list[RoundRequest]], Sequence[RoundAnswer | DomainError]]:
    """The same for ballots and envelopes of appointments."""

    def commit(requests: list[RoundRequest]) -> Sequence[RoundAnswer | DomainError]:
        with runner.work(SYSTEM) as work:
            answers = cast_in_rounds(work, requests)
        # only now is it on disk
        return answers  # noqa: RET504

    return commit


def web_config(settings: Settings) -> WebConfig:
    """The part of the settings that the web needs."""
    return WebConfig(
        timezone=settings.tz,
        demo=settings.demo,
        secure_cookies=settings.secure_cookies,
        public_url=settings.public_url,
        source_url=settings.source_url,
        max_paper_bytes=settings.max_paper_mb * 1024 * 1024,
        read_back_seconds=settings.read_back_seconds,
        lost_after_seconds=settings.lost_after_seconds,
        group_colours=settings.group_colours,
    )


def opener_of(settings: Settings) -> Keeper:
    """The process that makes the keys of secret rounds and opens their boxes, whoever runs it."""
    own = socket_of(settings.data.resolve(), "opener")
    return Keeper(Path(settings.opener_socket) if settings.opener_socket else own)


def secret_of(data: Path) -> bytes:
    """The server's secret, made at the first start and readable by its owner alone."""
    path = data / "secret"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())
