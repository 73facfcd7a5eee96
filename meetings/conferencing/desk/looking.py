"""How often the service is asked what the public sees: often while something changes, never without need. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: before the meeting this long, and after its planned end
BEFORE = timedelta(minutes=30)
AFTER = timedelta(hours=2)
#: what was pressed should show within this; after it, there is no hurry any more
CHANGING = timedelta(minutes=2)
#: a meeting that was adjourned to another day, or a picture that was left on, must not use up a service's allowance
LONG_AFTER = timedelta(hours=12)
SELDOM = 300.0


@dataclass(frozen=True)
class Timing:
    """What the pace is worked out from."""

    now: datetime
    starts_at: datetime
    planned_end: datetime
    closed_at: datetime | None
    #: the public is excluded: not confirmed yet, or in private
    stopping: bool
    private: bool
    #: when something was last pressed
    wished_at: datetime | None
    #: whether what was found is not what was wished for
    unfulfilled: bool
    #: whether anything was running when last looked at
    running: bool
    #: whether anything was ever wished for, or a test run stands
    begun: bool
    #: the meeting goes on, perhaps adjourned
    sitting: bool = False
    adjourned: bool = False


def pace(at: Timing) -> float | None:
    """Seconds between two looks; None: nobody needs to know."""
    if at.stopping:
        return 2.0
    if at.private:
        return 4.0
    if at.unfulfilled and _pressed_within(at, CHANGING):
        return 2.0
    if at.running and at.sitting and not at.adjourned:
        return 10.0
    if at.running or at.sitting:
        return 10.0 if _is_around(at, LONG_AFTER) else SELDOM
    if at.closed_at is not None:
        return None if at.now - at.closed_at > CHANGING else 10.0
    if at.begun:
        return 10.0 if _is_around(at, AFTER) else SELDOM
    return 30.0 if _is_around(at, AFTER) else None


def _is_around(at: Timing, after: timedelta) -> bool:
    """Whether it is about the meeting's time, or somebody has pressed something not long ago."""
    return at.starts_at - BEFORE <= at.now <= at.planned_end + after or _pressed_within(at, BEFORE)


def _pressed_within(at: Timing, time: timedelta) -> bool:
    return at.wished_at is not None and at.now - at.wished_at < time


def is_due(at: Timing, asked_at: datetime | None, not_before: datetime | None) -> bool:
    """Whether to look now. `not_before`: the service itself asked for a pause."""
    every = pace(at)
    if every is None or (not_before is not None and at.now < not_before):
        return False
    # A look that comes a moment early is better than one that misses its turn.
    return asked_at is None or (at.now - asked_at).total_seconds() >= every - 0.5
