"""Jobs outside the database: what they are given, and the relay that hands the outbox to the queue."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import update

from meetings.db.outbox import OutboxRow, waiting
from meetings.ports.adapters import Providers
from meetings.ports.mail import MailSender
from meetings.ports.storage import Storage
from meetings.runtime.keeper import Keeper
from meetings.runtime.usecase import Runner
from meetings.runtime.vault import Vault

log = logging.getLogger("witan.jobs")
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class JobContext:
    """What a job may use."""

    runner: Runner
    storage: Storage
    #: HTML to PDF, in a process of its own that fetches nothing
    render_pdf: Callable[..., bytes]
    #: None: no mail server is set up
    mail: MailSender | None = None
    #: this site's address as people use it, without a slash at its end; empty: not known
    site: str = ""
    #: what seals the record; None: nothing does
    signer: Keeper | None = None
    #: remote rooms and broadcasts
    providers: Providers = field(default_factory=Providers)
    #: what secrets at rest are locked with; None: there are none
    vault: Vault | None = None


Job = Callable[[JobContext, dict[str, Any]], None]


class GiveUp(Exception):
    """A job that can never succeed: it is not tried again."""


def relay(runner: Runner, enqueue: Callable[[str], None]) -> int:
    """Hand waiting outbox rows to the queue, marking each as handed over. How many.

    The queue gets a row before the mark is committed: a crash between the two hands it over twice, never not at all.
    """
    with runner.read() as session:
        ids = [row.id for row in waiting(session)]
    for row_id in ids:
        enqueue(row_id)
        with runner.database.write() as session:
            session.execute(
                update(OutboxRow).where(OutboxRow.id == row_id).values(relayed_at=runner.clock.now())
            )
    return len(ids)


def carry_out(context: JobContext, jobs: Mapping[str, Job], row_id: str) -> bool:
    """Do one outbox row. True when it needs no further attempt: done, done before, or given up."""
    with context.runner.read() as session:
        row = session.get(OutboxRow, row_id)
    if row is None or row.done_at is not None:
        return True
    error: str | None = None
    final = True
    try:
        jobs[row.job](context, row.payload)
    except GiveUp as gave_up:
        error = str(gave_up)
    except Exception as failure:
        log.exception("job %s failed (attempt %d)", row.job, row.attempts + 1)
        error = f"{type(failure).__name__}: {failure}"
        final = row.attempts + 1 >= MAX_ATTEMPTS
    _note(context.runner, row_id, error, context.runner.clock.now() if final else None)
    return final


def take_up_again(runner: Runner, before: datetime) -> int:
    """Offer again what was handed over but not finished by then: the queue or its worker was lost. How many."""
    with runner.database.write() as session:
        rows = session.execute(
            update(OutboxRow)
            .where(OutboxRow.done_at.is_(None), OutboxRow.relayed_at < before)
            .values(relayed_at=None)
            .returning(OutboxRow.id)
        ).all()
    return len(rows)


def _note(runner: Runner, row_id: str, error: str | None, done_at: datetime | None) -> None:
    with runner.database.write() as session:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == row_id)
            .values(attempts=OutboxRow.attempts + 1, error=error, done_at=done_at)
        )
