"""Rules of connections: states, when a failed call is tried again, when a provider is left in peace, its allowance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

#: While one worker carries a call out, no other takes it; a worker renews it for as long as it lives.
LEASE = timedelta(seconds=60)
#: A call that has not succeeded by then is given up, unless whoever asked said otherwise.
GIVE_UP_AFTER = timedelta(hours=24)
#: Failures in a row after which a provider is left in peace for a while.
OPENS_AFTER = 5
_LONGEST_PAUSE = 60.0
#: Something that cannot wait is tried again sooner, whatever the provider says.
_LONGEST_URGENT_PAUSE = 5.0
_URGENT_AT_LATEST = timedelta(seconds=30)
_SHORTEST_PAUSE = 0.1
_LONGEST_WAIT = timedelta(minutes=10)
_FIRST_REST = timedelta(seconds=30)
_LONGEST_REST = timedelta(minutes=5)


class ConnectionState(StrEnum):
    """How an account at a provider stands."""

    #: what was entered is kept; nobody has signed in with it or tested it yet
    ENTERED = "entered"
    CONNECTED = "connected"
    DEAD = "dead"

    @property
    def label(self) -> str:
        """The state in words."""
        return {"entered": "Not finished", "connected": "Connected", "dead": "Connect again"}[self.value]

    @property
    def colour(self) -> str:
        """Of its tag."""
        return {"entered": "yellow", "connected": "green", "dead": "red"}[self.value]


class CallState(StrEnum):
    """What has become of a call to a provider."""

    WAITING = "waiting"
    #: until the provider is connected again
    PARKED = "parked"
    DONE = "done"
    GIVEN_UP = "given_up"
    #: what it was for is no longer wanted
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in words."""
        return {
            "waiting": "Waiting",
            "parked": "Waits for the connection",
            "done": "Done",
            "given_up": "Failed",
            "withdrawn": "Not needed any more",
        }[self.value]

    @property
    def colour(self) -> str:
        """Of its tag."""
        return {
            "waiting": "blue",
            "parked": "yellow",
            "done": "green",
            "given_up": "red",
            "withdrawn": "grey",
        }[self.value]


#: Calls that still have their place in the order.
UNFINISHED = (CallState.WAITING, CallState.PARKED)


class NewsState(StrEnum):
    """What has become of a piece of news from a provider."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


def pause_after(attempts: int, chance: float, *, urgent: bool = False) -> timedelta:
    """How long to wait after so many attempts: full jitter, `chance` from 0 to 1, below 1, 2, 4 … 60 seconds."""
    longest = min(2.0 ** min(max(attempts, 1) - 1, 10), _LONGEST_URGENT_PAUSE if urgent else _LONGEST_PAUSE)
    return timedelta(seconds=max(_SHORTEST_PAUSE, chance * longest))


def wait_after(attempts: int) -> timedelta:
    """How long to wait for what takes its time at a provider that is well: 1, 2, 4 … seconds, ten minutes at most."""
    return min(timedelta(seconds=2.0 ** min(max(attempts, 1) - 1, 10)), _LONGEST_WAIT)


def next_attempt(
    now: datetime, attempts: int, chance: float, not_before: datetime | None, *, urgent: bool
) -> datetime:
    """The moment of the next attempt: the provider's own, if it named one."""
    if not_before is None or not_before <= now:
        return now + pause_after(attempts, chance, urgent=urgent)
    return min(not_before, now + _URGENT_AT_LATEST) if urgent else not_before


@dataclass(frozen=True)
class Circuit:
    """How a provider has answered of late. `open_until` set: it is left in peace until then, then tried once."""

    failures: int = 0
    open_until: datetime | None = None

    def closed(self) -> bool:
        """Whether calls go out as usual."""
        return self.failures < OPENS_AFTER

    def resting(self, now: datetime) -> bool:
        """Whether nothing is sent at this moment."""
        return self.open_until is not None and self.open_until > now

    def failed(self, now: datetime) -> Circuit:
        """After one more failure in a row."""
        failures = self.failures + 1
        if failures < OPENS_AFTER:
            return Circuit(failures, None)
        rest = min(_FIRST_REST * 2 ** min(failures - OPENS_AFTER, 10), _LONGEST_REST)
        return Circuit(failures, now + rest)


def day_of(now: datetime, zone: str) -> str:
    """The day on which an allowance is counted, in the provider's own time zone."""
    return now.astimezone(ZoneInfo(zone)).date().isoformat()


def next_day(now: datetime, zone: str) -> datetime:
    """When the next such day begins."""
    there = ZoneInfo(zone)
    tomorrow = now.astimezone(there).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), there).astimezone(UTC)
