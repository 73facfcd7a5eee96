"""Carrying out what is due: each call with no transaction open, its result in one with the mark that it is done."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from meetings.connections.accounts import AccountDead, Opened, opened
from meetings.connections.calls.claiming import Claim, claim, due
from meetings.connections.calls.operations import Applied, Call, Doing, handler_of
from meetings.connections.calls.outcomes import (
    Attempt,
    Done,
    GiveUp,
    Later,
    Park,
    note_done,
    note_given_up,
    note_later,
    note_parked,
)
from meetings.connections.installed import provider_named
from meetings.connections.redact import redacted
from meetings.connections.rules import next_day, wait_after
from meetings.kernel.actor import SYSTEM
from meetings.kernel.errors import DomainError
from meetings.ports.providers import NotYet, Permanent, ProviderFailed, QuotaSpent, Retryable, SignInDead
from meetings.runtime.jobs import JobContext

log = logging.getLogger("witan.connections")
_OURS = "Something went wrong on our own side"


class InHand:
    """The calls that this process is carrying out at this moment, so that their leases can be renewed."""

    def __init__(self) -> None:
        self._calls: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def holding(self, call_id: str) -> Iterator[None]:
        with self._lock:
            self._calls.add(call_id)
        try:
            yield
        finally:
            with self._lock:
                self._calls.discard(call_id)

    def calls(self) -> frozenset[str]:
        with self._lock:
            return frozenset(self._calls)


@dataclass(frozen=True)
class Carrying:
    """How this worker carries calls out."""

    worker: str = "here"
    urgent_only: bool = False
    #: where in the pause before the next attempt that falls, from 0 to 1
    chance: Callable[[], float] = random.random
    in_hand: InHand | None = None


def carry_out_due(context: JobContext, how: Carrying = Carrying(), most: int = 1000) -> int:
    """Carry out every call whose turn it is, one after the other. How many attempts were made."""
    for made in range(most):
        with context.runner.read() as session:
            if not due(session, context.runner.clock.now(), urgent_only=how.urgent_only):
                return made
        call = context.runner.run(claim, Claim(how.worker, how.urgent_only), actor=SYSTEM)
        if call is None:
            return made
        with (how.in_hand or InHand()).holding(call.id):
            _attempt(context, call, how)
    return most


def _attempt(context: JobContext, call: Call, how: Carrying) -> None:
    attempt = Attempt(call.id, call.attempts)
    account: Opened | None = None
    try:
        provider = provider_named(context.providers, call.provider)
        account = opened(context.runner, context.vault, provider)
        applied = _do(context, call, account)
        context.runner.run(note_done, Done(attempt, applied), actor=SYSTEM)
    except SignInDead as error:
        version = error.version if isinstance(error, AccountDead) else account.version if account else 0
        park = Park(attempt, _words(error.reason, account), _name(context, call), version)
        context.runner.run(note_parked, park, actor=SYSTEM)
    except ProviderFailed as error:
        _refused(context, call, error, account, how)
    except DomainError as error:
        context.runner.run(note_given_up, GiveUp(attempt, error.message), actor=SYSTEM)
    except Exception as error:
        log.exception("%s of %s failed (attempt %d)", call.operation, call.provider, call.attempts)
        reason = f"{_OURS} ({type(error).__name__})."
        later = Later(attempt, reason, counts=False, chance=how.chance())
        context.runner.run(note_later, later, actor=SYSTEM)


def _do(context: JobContext, call: Call, account: Opened) -> Applied | None:
    handler = handler_of(call.operation)
    if handler is None:
        raise Permanent(
            f"Nothing here does “{call.operation}”.", remedy="It was asked for by another version."
        )
    doing = Doing(
        context, account.account, call.provider, call.payload, call.meeting_id, call.key, call.attempts
    )
    return handler(doing)


def _refused(
    context: JobContext, call: Call, error: ProviderFailed, account: Opened | None, how: Carrying
) -> None:
    attempt, reason = Attempt(call.id, call.attempts), _words(error.reason, account)
    if not isinstance(error, Retryable):
        remedy = _words(error.remedy, account) if isinstance(error, Permanent) else ""
        context.runner.run(note_given_up, GiveUp(attempt, reason, remedy, error.code), actor=SYSTEM)
        return
    moment = error.not_before
    spent = isinstance(error, QuotaSpent)
    if spent and moment is None:
        moment = next_day(context.runner.clock.now(), account.setup.allowance_zone if account else "UTC")
    waits = isinstance(error, NotYet)
    # Who names a moment, or only needs more time, answers well enough: only this call waits for it.
    counts = not spent and not waits and moment is None
    if waits and moment is None and not call.urgent:
        moment = context.runner.clock.now() + wait_after(attempt.number)
    later = Later(attempt, reason, error.code, moment, counts, how.chance())
    context.runner.run(note_later, later, actor=SYSTEM)


def _words(text: str, account: Opened | None) -> str:
    """Without any secret, also one that only this account tells from ordinary words."""
    return redacted(text, account.secrets() if account else ())


def _name(context: JobContext, call: Call) -> str:
    return provider_named(context.providers, call.provider).name
