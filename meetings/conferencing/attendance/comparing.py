"""The provider's times beside our own roll call, in words. Plain functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from meetings.conferencing.attendance.intervals import Interval
from meetings.conferencing.attendance.rules import Flag, PersonSeen, Standing

#: Times that differ by less agree: a roll is called after the opening, and a connection is made before it.
TELLING = timedelta(minutes=5)


class Comparison(StrEnum):
    """How the two stand to each other."""

    AGREE = "agree"
    TIMES_DIFFER = "times_differ"
    IN_THE_ROOM = "in_the_room"
    BOTH = "both"
    NOT_SEEN = "not_seen"
    NOT_LISTED = "not_listed"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "agree": "Agrees with the roll call",
            "times_differ": "The times differ from the roll call",
            "in_the_room": "In the room by the roll call, and not connected",
            "both": "In the room by the roll call, and connected too",
            "not_seen": "Remote by the roll call, but nobody connected as them",
            "not_listed": "Connected, but not on the list of attendance",
            "absent": "Neither listed nor connected",
        }[self.value]

    @property
    def needs_looking(self) -> bool:
        """Whether the two contradict each other."""
        return self in (Comparison.TIMES_DIFFER, Comparison.NOT_SEEN, Comparison.NOT_LISTED)


@dataclass(frozen=True)
class Listed:
    """A stretch on the list of attendance."""

    arrived_at: datetime
    left_at: datetime | None
    remote: bool


@dataclass(frozen=True)
class Suggestion:
    """What the form of a person is filled in with; the officer decides."""

    was_present: bool
    remote: bool
    #: None: from the opening, to the end
    started_at: datetime | None = None
    ended_at: datetime | None = None


def compare(listed: Sequence[Listed], seen: PersonSeen, opened: datetime, end: datetime) -> Comparison:
    """How the roll call and the provider stand to each other for one person."""
    connected = bool(seen.intervals)
    if not listed:
        return Comparison.NOT_LISTED if connected else Comparison.ABSENT
    if not connected:
        return Comparison.NOT_SEEN if any(x.remote for x in listed) else Comparison.IN_THE_ROOM
    first = max(opened, listed[0].arrived_at)
    last = min(end, listed[-1].left_at or end)
    apart = (abs(seen.intervals[0][0] - first), abs(seen.intervals[-1][1] - last))
    if max(apart) > TELLING:
        return Comparison.TIMES_DIFFER
    return Comparison.AGREE if any(x.remote for x in listed) else Comparison.BOTH


def suggestion(listed: Sequence[Listed], seen: PersonSeen) -> Suggestion:
    """What to fill in: connected is present from a distance, unless the roll call has them in the room."""
    if not seen.intervals:
        return Suggestion(bool(listed), any(x.remote for x in listed))
    remote = not listed or any(x.remote for x in listed)
    start = seen.intervals[0][0] if Flag.LATE in seen.flags else None
    end = seen.intervals[-1][1] if Flag.EARLY in seen.flags else None
    return Suggestion(True, remote, start, end)


def may_be_confirmed_together(comparison: Comparison, seen: PersonSeen) -> bool:
    """Whether one press for many may confirm it: certain or strong, without a flag, and no contradiction."""
    return seen.standing is Standing.SUGGESTED and comparison is Comparison.AGREE


def changed_since(confirmed: Sequence[Interval], now: Sequence[Interval]) -> bool:
    """Whether the provider has told something else since it was confirmed."""
    return tuple(confirmed) != tuple(now)
