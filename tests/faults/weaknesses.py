"""What a server must not do: each is the control of a campaign, which must find it out."""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

from meetings.db import engine
from meetings.server.parts import Parts
from meetings.voting.usecases import BallotAnswer, BallotRequest

_LOCKS = re.compile(r" FOR (NO KEY )?(UPDATE|SHARE)( OF \w+)?$")


def acknowledge_before_commit(parts: Parts) -> None:
    """Answer first, write in the background: as well grouped and as soon as otherwise."""
    numbers = itertools.count(1)

    def submit(request: BallotRequest) -> BallotAnswer:
        threading.Thread(target=parts.writer.submit, args=(request,), daemon=True).start()
        now = parts.runner.clock.now()
        return BallotAnswer(request.vote_id, request.choice, next(numbers), "0000-0000", now)

    parts.services.submit_ballot = submit


def drop_what_it_holds(parts: Parts) -> None:
    """The same, and end at once when asked to end."""
    acknowledge_before_commit(parts)

    def stop(timeout: float | None = None) -> bool:
        os._exit(0)

    parts.writer.stop = stop  # type: ignore[method-assign]


def forget_keys(parts: Parts) -> None:
    """Take every request for a new press."""
    numbers = itertools.count(1)

    def submit(request: BallotRequest) -> BallotAnswer:
        return parts.writer.submit(dataclasses.replace(request, key=f"forgotten-{next(numbers):08d}"))

    parts.services.submit_ballot = submit


def sync_less(parts: Parts) -> None:
    """SQLite as many set it up: safe when the process dies, not when the power goes."""
    _on_each_connection(parts, "PRAGMA synchronous=NORMAL")


def wait_for_nobody(_: Parts) -> None:
    """Give up at once when another process writes."""
    engine.BUSY_TIMEOUT_MS = 0


def lock_nothing(parts: Parts) -> None:
    """Read votes and meetings without locks, and take a moment between counting and writing the count."""

    def without_locks(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> tuple[str, Any]:
        if statement.startswith("UPDATE vote "):
            time.sleep(0.02)
        return _LOCKS.sub("", statement), given

    event.listen(parts.database.writer, "before_cursor_execute", without_locks, retval=True)


def trust_old_connections(parts: Parts) -> None:
    """Use a pooled connection without asking whether it still leads anywhere."""
    pool: Any = parts.database.writer.pool
    pool._pre_ping = False


def _on_each_connection(parts: Parts, pragma: str) -> None:
    writer: Engine = parts.database.writer
    writer.dispose()

    @event.listens_for(writer, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.execute(pragma)


WEAKNESSES: dict[str, Callable[[Parts], None]] = {
    "before-commit": acknowledge_before_commit,
    "drops-what-it-holds": drop_what_it_holds,
    "forgets-keys": forget_keys,
    "syncs-less": sync_less,
    "waits-for-nobody": wait_for_nobody,
    "locks-nothing": lock_nothing,
    "trusts-old-connections": trust_old_connections,
}
