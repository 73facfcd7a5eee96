"""What a change of the law does to what is planned, told by the features above that know the meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from meetings.deadlines.rules.base import Law, Verdict


@dataclass(frozen=True)
class Effect:
    """A deadline that moved, and how what has been done already stands now."""

    title: str
    link: str
    was: date
    now: date
    body_id: str | None = None
    #: when it was done; None: not yet
    done_on: date | None = None
    #: how what was done stands on the new count; None: not done yet
    verdict: Verdict | None = None

    @property
    def alarming(self) -> bool:
        """Whether what was in time is not safely so any more."""
        return self.verdict in (Verdict.ARGUABLE, Verdict.SHORT)


LawEffect = Callable[[Session, Law, Law, date], Iterable[Effect]]
E = TypeVar("E", bound=LawEffect)
_EFFECTS: dict[str, LawEffect] = {}


def law_effect(effect: E) -> E:
    """Let a function tell what moves: called with session, the law before, the law now, and today."""
    _EFFECTS[f"{effect.__module__}.{effect.__qualname__}"] = effect
    return effect


def effects_of(session: Session, before: Law, after: Law, today: date) -> list[Effect]:
    """Everything that moves, earliest first."""
    found = [e for effect in _EFFECTS.values() for e in effect(session, before, after, today)]
    return sorted(found, key=lambda e: (e.now, e.title))
