"""A worker's view of letters, with a mail server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from integrations.mail_smtp.adapter import SmtpSender
from integrations.storage_fs.adapter import FolderStorage
from meetings.db.outbox import waiting
from meetings.notifications import reactions
from meetings.notifications.jobs import JOBS
from meetings.notifications.queries import LetterRow, Sought, letters
from meetings.notifications.rules import LetterKind, Recipient
from meetings.notifications.usecases import Letter, send_letter
from meetings.runtime.jobs import JobContext, carry_out, relay
from tests.factories.smtp import Sink, smtp_sink
from tests.factories.world import World

SITE = "https://meetings.northmoor.example"
ANN = Recipient("Councillor Ann Lee", "ann@example.org")
BEN = Recipient("Councillor Ben Ode", "ben@example.org")
LETTER = Letter(
    (ANN, BEN), "Summons", "You are summoned.", LetterKind.SUMMONS, "summons:1", link="/meetings/m1"
)


def write(world: World, letter: Letter = LETTER) -> list[str]:
    with world.runner.work(world.officer) as work:
        return send_letter(work, letter)


@dataclass
class Post:
    """The worker: it can be without a mail server, and is called when it has something to do."""

    world: World
    sink: Sink
    context: JobContext

    def deliver(self) -> None:
        """Do what waits, as the worker does: look what is due, hand it to the queue, carry it out."""
        reactions.due_letters(self.context)
        queue: list[str] = []
        relay(self.world.runner, queue.append)
        for row_id in queue:
            carry_out(self.context, JOBS, row_id)

    def waiting(self) -> int:
        """How many jobs have not been handed over."""
        with self.world.runner.read() as session:
            return len(waiting(session))

    def letters(self) -> list[LetterRow]:
        """All letters, the first written first."""
        with self.world.runner.read() as session:
            return letters(session, Sought(), 500)[::-1]

    def without_server(self) -> Post:
        """The same worker before a mail server was set up."""
        return Post(self.world, self.sink, replace(self.context, mail=None))


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as running:
        yield running


@pytest.fixture
def post(sqlite_world: World, sink: Sink, tmp_path: Path) -> Post:
    return post_of(sqlite_world, sink, tmp_path)


def post_of(world: World, sink: Sink, folder: Path) -> Post:
    """A worker for any world."""

    def no_pdf(_html: str) -> bytes:
        raise AssertionError("a letter is no PDF")

    context = JobContext(world.runner, FolderStorage(folder / "files"), no_pdf, SmtpSender(sink.server), SITE)
    return Post(world, sink, context)
