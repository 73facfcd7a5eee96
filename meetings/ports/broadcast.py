"""A broadcast of a meeting on another service: how it is stopped, and how its real state is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class StreamState:
    """What the service says of the public stream. `live` None: it could not be told."""

    live: bool | None
    detail: str


class BroadcastGuard(Protocol):
    """Looks after the streams of one service."""

    def handles(self, url: str) -> bool:
        """Whether the stream at this address is one of its own."""
        ...

    def stop(self, url: str) -> None:
        """Ask the service to show nothing to the public from now on."""
        ...

    def resume(self, url: str) -> None:
        """Ask the service to go on."""
        ...

    def state(self, url: str) -> StreamState:
        """What the public gets at this moment, as the service itself has it: not what was asked for."""
        ...


_GUARDS: list[BroadcastGuard] = []


def guard_of(url: str) -> BroadcastGuard | None:
    """Who looks after this stream; None: a person must look."""
    return next((guard for guard in _GUARDS if guard.handles(url)), None)


@contextmanager
def guarding(guard: BroadcastGuard) -> Iterator[None]:
    """Have a guard for a while: for as long as the server runs, or a test."""
    _GUARDS.append(guard)
    try:
        yield
    finally:
        _GUARDS.remove(guard)
