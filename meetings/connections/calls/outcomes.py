"""How an attempt at a call ended: done with its result, to be tried again, waiting for the connection, given up."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from meetings.connections.calls.operations import Applied, after_failure, call_of
from meetings.connections.dying import kill
from meetings.connections.events import CallGivenUp
from meetings.connections.health import locked_health
from meetings.connections.models import ProviderCall
from meetings.connections.redact import redacted
from meetings.connections.rules import CallState, Circuit, next_attempt
from meetings.db.record import council_stream
from meetings.runtime.usecase import use_case
from meetings.runtime.work import Work


@dataclass(frozen=True)
class Attempt:
    """One attempt: an outcome counts only while the call is still in the hands of the worker that made it."""

    call_id: str
    number: int


@dataclass(frozen=True)
class Done:
    """It succeeded; `apply` is what it leaves behind."""

    attempt: Attempt
    apply: Applied | None = None
    #: the provider was really asked
    asked: bool = True


@dataclass(frozen=True)
class Later:
    """To be tried again. `counts`: it says something about the provider's state."""

    attempt: Attempt
    reason: str
    code: str = ""
    not_before: datetime | None = None
    counts: bool = True
    #: 0 to 1: where in the pause the next attempt falls
    chance: float = field(default_factory=random.random)


@dataclass(frozen=True)
class Park:
    """The account is not accepted any more: everything waits until it is connected again."""

    attempt: Attempt
    reason: str
    name: str
    #: the connection it was tried with
    version: int


@dataclass(frozen=True)
class GiveUp:
    """It will never succeed."""

    attempt: Attempt
    reason: str
    remedy: str = ""
    code: str = ""


@use_case(permission=None, system_only=True)
def note_done(work: Work, command: Done) -> bool:
    """Mark it done and apply what it brought, in one. False: it had been taken out of this worker's hands."""
    row = _mine(work, command.attempt)
    if row is None:
        return False
    row.state, row.done_at = CallState.DONE, work.now
    row.error, row.error_code, row.remedy = "", "", ""
    if command.asked:
        _answered(work, row.provider)
    if command.apply is not None:
        command.apply(work)
    return True


@use_case(permission=None, system_only=True)
def note_later(work: Work, command: Later) -> None:
    """Try again after a pause, or give up if that has gone on for long enough."""
    row = _mine(work, command.attempt)
    if row is None:
        return
    if command.counts:
        _failed(work, row.provider, command.reason)
    if work.now >= row.give_up_at:
        _give_up(work, row, command.reason, "It was tried until there was no more time for it.", command.code)
        return
    when = next_attempt(work.now, row.attempts, command.chance, command.not_before, urgent=row.urgent)
    row.next_at = min(when, max(row.give_up_at, work.now))
    row.error, row.error_code, row.remedy = redacted(command.reason), redacted(command.code)[:80], ""


@use_case(permission=None, system_only=True)
def note_parked(work: Work, command: Park) -> None:
    """Wait for the connection; the first call that finds it dead tells the administrators."""
    row = _mine(work, command.attempt)
    if row is None:
        return
    if kill(work, row.provider, command.name, command.reason, command.version):
        row.state = CallState.PARKED
    else:
        # Somebody has connected it again meanwhile.
        row.next_at = work.now
    row.error = redacted(command.reason)
    row.remedy = "Connect it again; then this goes on by itself."


@use_case(permission=None, system_only=True)
def note_given_up(work: Work, command: GiveUp) -> None:
    """Stop trying, and tell the feature that asked."""
    row = _mine(work, command.attempt)
    if row is not None:
        _give_up(work, row, command.reason, command.remedy, command.code)


def _mine(work: Work, attempt: Attempt) -> ProviderCall | None:
    row = work.session.scalar(
        select(ProviderCall).where(ProviderCall.id == attempt.call_id).with_for_update()
    )
    if row is None or row.state is not CallState.WAITING or row.attempts != attempt.number:
        return None
    row.lease_until, row.leased_by = None, ""
    return row


def _give_up(work: Work, row: ProviderCall, reason: str, remedy: str, code: str) -> None:
    row.state, row.done_at = CallState.GIVEN_UP, work.now
    row.error, row.error_code, row.remedy = redacted(reason), redacted(code)[:80], redacted(remedy)
    fact = CallGivenUp(row.provider, row.operation, row.id, row.error, row.meeting_id)
    work.record(council_stream(work.session), fact)
    follows = after_failure(row.operation)
    if follows is not None:
        follows(work, call_of(row), row.error, row.remedy)


def _answered(work: Work, provider: str) -> None:
    row = locked_health(work.session, provider)
    row.failures, row.open_until = 0, None
    row.last_good_at = work.now


def _failed(work: Work, provider: str, reason: str) -> None:
    row = locked_health(work.session, provider)
    after = Circuit(row.failures, row.open_until).failed(work.now)
    row.failures, row.open_until = after.failures, after.open_until
    row.last_bad_at, row.last_words = work.now, redacted(reason)
