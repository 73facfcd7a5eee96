"""What is done by the clock: looks for what has fallen due, each at its own interval, in the worker."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from meetings.runtime.jobs import JobContext

log = logging.getLogger("witan.timed")

Look = Callable[[JobContext], None]


@dataclass(frozen=True)
class Timed:
    """A look at what is due. `every`: seconds between two looks."""

    name: str
    every: float
    look: Look


_TIMED: dict[str, Timed] = {}


def timed(every: float) -> Callable[[Look], Look]:
    """Have a function called about every so many seconds, and once at the worker's start.

    The function reads from the database what is due and does it by use cases; it must be safe to call again at any
    time, and by two workers at once: a late or doubled look changes nothing.
    """

    def register(look: Look) -> Look:
        name = f"{look.__module__}.{look.__qualname__}"
        _TIMED[name] = Timed(name, every, look)
        return look

    return register


class Timetable:
    """When each look was last taken, by this worker."""

    def __init__(self, context: JobContext, now: Callable[[], float] = time.monotonic) -> None:
        self._context = context
        self._now = now
        self._last: dict[str, float] = {}

    def tick(self) -> list[str]:
        """Take every look whose time has come. The names of those taken; one that fails is tried next time."""
        taken = []
        for entry in list(_TIMED.values()):
            last = self._last.get(entry.name)
            if last is not None and self._now() - last < entry.every:
                continue
            self._last[entry.name] = self._now()
            taken.append(entry.name)
            try:
                entry.look(self._context)
            except Exception:
                log.exception("%s failed; it is tried again", entry.name)
        return taken
