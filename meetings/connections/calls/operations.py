"""What each operation at a provider does, and what follows when it is given up: registered by the features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from meetings.connections.models import ProviderCall
from meetings.ports.broadcast import BroadcastProvider
from meetings.ports.conferencing import ConferenceProvider
from meetings.ports.providers import Account, Permanent
from meetings.runtime.jobs import JobContext
from meetings.runtime.work import Work

#: What a call leaves behind: run in the transaction that also marks it done.
Applied = Callable[[Work], None]


@dataclass(frozen=True)
class Call:
    """One call, as it was asked for."""

    id: str
    provider: str
    operation: str
    key: str
    payload: dict[str, Any]
    meeting_id: str | None
    attempts: int
    urgent: bool = False


@dataclass(frozen=True)
class Doing:
    """One attempt at a call. No transaction is open; whatever is done must be safe to do again."""

    context: JobContext
    account: Account = field(repr=False)
    provider: str
    payload: dict[str, Any]
    meeting_id: str | None
    key: str
    #: 1 for the first
    attempt: int

    @property
    def room_provider(self) -> ConferenceProvider:
        """The adapter for rooms. Raises Permanent where this provider has none."""
        found = self.context.providers.conferencing.get(self.provider)
        if found is None:
            raise Permanent(
                f"This installation makes no remote rooms with “{self.provider}”.", remedy="Choose another."
            )
        return found

    @property
    def broadcast_provider(self) -> BroadcastProvider:
        """The adapter for broadcasts. Raises Permanent where this provider has none."""
        found = self.context.providers.broadcast.get(self.provider)
        if found is None:
            raise Permanent(
                f"This installation makes no broadcasts with “{self.provider}”.", remedy="Choose another."
            )
        return found


Handler = Callable[[Doing], Applied | None]
FailedHandler = Callable[[Work, Call, str, str], None]
_OPERATIONS: dict[str, Handler] = {}
_FAILED: dict[str, FailedHandler] = {}


def operation(name: str) -> Callable[[Handler], Handler]:
    """Register what is done at the provider for this operation.

    The handler asks the provider with no transaction open and raises its errors. What it returns runs in the one
    transaction that also marks the call done. After a crash, or when an answer got lost, it is called again.
    """

    def register(handler: Handler) -> Handler:
        _OPERATIONS[name] = handler
        return handler

    return register


def failed(name: str) -> Callable[[FailedHandler], FailedHandler]:
    """Register what follows when a call is given up: `(work, call, reason, remedy)`, in that transaction."""

    def register(handler: FailedHandler) -> FailedHandler:
        _FAILED[name] = handler
        return handler

    return register


def handler_of(name: str) -> Handler | None:
    """What is done for an operation; None: nobody has registered it."""
    return _OPERATIONS.get(name)


def after_failure(name: str) -> FailedHandler | None:
    """What follows when it is given up."""
    return _FAILED.get(name)


def call_of(row: ProviderCall) -> Call:
    """The row as plain data."""
    return Call(
        row.id,
        row.provider,
        row.operation,
        row.key,
        dict(row.payload),
        row.meeting_id,
        row.attempts,
        row.urgent,
    )
