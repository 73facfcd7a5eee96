"""Reads that a page or a live part asks for again and again are made once: a reading session sees one moment only."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy.orm import Session

P = ParamSpec("P")
R = TypeVar("R")
_KEPT = "witan_kept"


def remember(session: Session) -> None:
    """Let a session in one read-only transaction keep what it has read. A session that writes must not."""
    session.info[_KEPT] = {}


def once_a_read(query: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """A query whose answer cannot change while one reading session lasts, so that it is asked for once.

    For arguments that can be hashed and answers that nobody changes: a list is handed out as a list of its own.
    In a session that writes it is asked for each time.
    """

    def asked(session: Session, /, *args: P.args, **more: P.kwargs) -> R:
        kept: dict[Any, Any] | None = session.info.get(_KEPT)
        if kept is None:
            return query(session, *args, **more)
        key = (query, args, tuple(sorted(more.items())))
        if key not in kept:
            kept[key] = query(session, *args, **more)
        answer: Any = kept[key]
        return cast(R, answer.copy() if isinstance(answer, list | dict) else answer)

    update_wrapper(asked, query)
    return asked
