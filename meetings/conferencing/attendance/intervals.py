"""Stretches of time: clipped, joined, bridged for the eye, compared. Plain functions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

#: For display only: a gap this short was a network, not a departure.
BRIDGED = timedelta(seconds=60)
Interval = tuple[datetime, datetime]


def clipped(start: datetime, end: datetime, first: datetime, last: datetime) -> Interval | None:
    """What of a stretch lies between two moments; None: nothing."""
    since, until = max(start, first), min(end, last)
    return (since, until) if since < until else None


def union(intervals: Iterable[Interval], bridge: timedelta = timedelta()) -> tuple[Interval, ...]:
    """The same time without overlaps; gaps no longer than `bridge` count as none."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1] + bridge:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def gaps(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """What lies between stretches that do not overlap."""
    return tuple((a[1], b[0]) for a, b in itertools.pairwise(intervals))


def overlap(a: Interval, b: Interval) -> bool:
    """Whether they have time in common."""
    return a[0] < b[1] and b[0] < a[1]


def seconds(intervals: Iterable[Interval]) -> int:
    """How long, together."""
    return round(sum((end - start).total_seconds() for start, end in intervals))
