"""Who is told which kind of news."""

from __future__ import annotations

from collections.abc import Callable

from meetings.ports.providers import Happened
from meetings.runtime.work import Work

#: `(work, provider, happened)`, in the transaction that marks the news as worked through
NewsHandler = Callable[[Work, str, Happened], None]
_HANDLERS: dict[str, list[NewsHandler]] = {}


def news(*kinds: str) -> Callable[[NewsHandler], NewsHandler]:
    """Be told of news of these kinds.

    News comes in any order, some of it never, some of it hours late: what a handler leaves behind must depend only on
    the set of what has come.
    """

    def register(handler: NewsHandler) -> NewsHandler:
        for kind in kinds:
            listed = _HANDLERS.setdefault(kind, [])
            if handler not in listed:
                listed.append(handler)
        return handler

    return register


def handlers_of(kind: str) -> tuple[NewsHandler, ...]:
    """Everybody who is told of this kind."""
    return tuple(_HANDLERS.get(kind, ()))
