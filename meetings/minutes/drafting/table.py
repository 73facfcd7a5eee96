"""Which fact is minuted how: filled by the fold and by the files beside it, one for each topic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from meetings.kernel.facts import Fact

#: Called with the fold, when it happened, and the fact.
Handler = Callable[[Any, datetime, Any], None]
H = TypeVar("H", bound=Handler)

HANDLERS: dict[type[Fact], Handler] = {}


def minutes_of(kind: type[Fact]) -> Callable[[H], H]:
    """Register what the minutes make of a fact."""

    def register(handler: H) -> H:
        HANDLERS[kind] = handler
        return handler

    return register
