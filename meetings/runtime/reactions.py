"""What follows from a fact: parts of the live screens to push, jobs to queue, further use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from meetings.kernel.facts import Fact, name_of


@dataclass(frozen=True)
class Reaction:
    """One consequence. Exactly one of the three is set."""

    parts: tuple[str, ...] = ()
    job: str | None = None
    #: called as then(work, stream_id, fact) inside the same transaction
    then: Callable[[Any, str, Any], object] | None = None


_TABLE: dict[type[Fact], list[Reaction]] = {}


def push(*parts: str) -> Reaction:
    """These parts of the live state may have changed."""
    return Reaction(parts=parts)


def queue(job: str) -> Reaction:
    """Do this job after the commit."""
    return Reaction(job=job)


def then(function: Callable[[Any, str, Any], object]) -> Reaction:
    """Do this as well, in the same transaction."""
    return Reaction(then=function)


def on(fact_type: type[Fact], *reactions: Reaction) -> None:
    """Say what follows from a fact; several features may say something of the same fact. Saying it twice is once."""
    listed = _TABLE.setdefault(fact_type, [])
    listed.extend(r for r in reactions if r not in listed)


def reactions_to(fact_type: type[Fact]) -> tuple[Reaction, ...]:
    """Everything that follows from a fact of this type."""
    return tuple(_TABLE.get(fact_type, ()))


def parts_touched(type_names: Iterable[str]) -> frozenset[str]:
    """The live parts that facts with these names may have changed."""
    wanted = set(type_names)
    return frozenset(
        part for kind, rs in _TABLE.items() if name_of(kind) in wanted for r in rs for part in r.parts
    )


def pushed_types() -> frozenset[type[Fact]]:
    """Every fact type that is pushed to live screens."""
    return frozenset(kind for kind, rs in _TABLE.items() if any(r.parts for r in rs))
