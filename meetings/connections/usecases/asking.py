"""Asking for a call to a provider, in the same transaction as what causes it; taking one back, trying one again."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from meetings.connections.events import CallRetried
from meetings.connections.health import make_health
from meetings.connections.models import ProviderCall
from meetings.connections.rules import GIVE_UP_AFTER, UNFINISHED, CallState
from meetings.db.record import council_stream
from meetings.kernel.errors import NotFound, WrongState
from meetings.kernel.facts import canonical
from meetings.kernel.ids import new_id
from meetings.runtime.usecase import CONFLICTS
from meetings.runtime.work import Work

log = logging.getLogger("witan.connections")
_LONGEST_KEY = 200
CONFLICTS["provider_call.key"] = "This has been asked for already."
CONFLICTS["uq_provider_call_key"] = "This has been asked for already."


@dataclass(frozen=True)
class Ask:
    """A call to a provider. The same `key` asks once. `payload` is plain data and holds no secret."""

    provider: str
    operation: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    #: calls of one provider for one meeting are carried out in the order in which they were asked for
    meeting_id: str | None = None
    #: waits for nobody, and is tried although the provider has failed of late: a stream must stop
    urgent: bool = False
    give_up_after: timedelta = GIVE_UP_AFTER


@dataclass(frozen=True)
class Withdraw:
    """Calls that are no longer wanted and have not been carried out; no `operations`: all of the meeting's."""

    provider: str
    meeting_id: str
    operations: tuple[str, ...] = ()


@dataclass(frozen=True)
class RetryCall:
    """A call that was given up or waits for its next attempt."""

    call_id: str


def ask(work: Work, command: Ask) -> str:
    """Ask for a call, from any use case, with its own work. It leaves only if this transaction commits. Its id."""
    key = command.key if len(command.key) <= _LONGEST_KEY else _digest({"key": command.key})
    content = {"provider": command.provider, "operation": command.operation, "payload": dict(command.payload)}
    digest = _digest(content)
    same = select(ProviderCall.id, ProviderCall.request_hash).where(ProviderCall.key == key)
    known = work.session.execute(same).one_or_none()
    if known is not None:
        if known.request_hash != digest:
            log.warning("%s was asked for again with other content; the first counts", command.key)
        return str(known.id)
    make_health(work.session, command.provider)
    last = work.session.scalar(select(func.max(ProviderCall.number)))
    row = ProviderCall(
        id=new_id(),
        number=(last or 0) + 1,
        provider=command.provider,
        operation=command.operation,
        key=key,
        payload=dict(command.payload),
        request_hash=digest,
        meeting_id=command.meeting_id,
        urgent=command.urgent,
        state=CallState.WAITING,
        asked_at=work.now,
        asked_by=work.actor.name,
        attempts=0,
        next_at=work.now,
        give_up_at=work.now + command.give_up_after,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def withdraw(work: Work, command: Withdraw) -> int:
    """Take back calls that have not been carried out, from any use case. One in a worker's hands runs to its end,
    but its result is not applied. How many."""
    which = [
        ProviderCall.provider == command.provider,
        ProviderCall.meeting_id == command.meeting_id,
        ProviderCall.state.in_(UNFINISHED),
    ]
    if command.operations:
        which.append(ProviderCall.operation.in_(command.operations))
    taken = update(ProviderCall).where(*which).values(state=CallState.WITHDRAWN, done_at=work.now)
    return len(work.session.execute(taken.returning(ProviderCall.id)).all())


def retry_call(work: Work, command: RetryCall) -> None:
    """Try a call again at once, from any use case that has checked who asks. Raises NotFound, WrongState."""
    query = select(ProviderCall).where(ProviderCall.id == command.call_id).with_for_update()
    row = work.session.scalar(query)
    if row is None:
        raise NotFound("There is no such call.")
    if row.state in (CallState.DONE, CallState.WITHDRAWN):
        raise WrongState("This needs no further attempt.")
    if row.state is CallState.PARKED:
        raise WrongState("It waits until the provider is connected again; then it is done by itself.")
    if row.lease_until is not None and row.lease_until > work.now:
        raise WrongState("It is being tried at this moment.")
    if row.state is CallState.GIVEN_UP:
        row.state, row.attempts, row.done_at = CallState.WAITING, 0, None
        row.give_up_at = work.now + GIVE_UP_AFTER
    row.next_at = work.now
    fact = CallRetried(row.provider, row.operation, row.id, row.meeting_id)
    work.record(council_stream(work.session), fact)


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
