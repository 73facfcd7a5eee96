"""How often messages are taken at the door for news: plenty from a provider, little from whoever guesses addresses."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from meetings.kernel.errors import TooMany

_MOST_KEYS = 10_000


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many more each second."""

    burst: float
    per_second: float


#: A full council chamber that joins within seconds, several times over.
OF_A_PROVIDER = Rate(3000, 50)
#: Wrong addresses and forged messages, by network.
OF_A_STRANGER = Rate(30, 0.2)


class DoorLimit:
    """A bucket for each key, in the memory of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, rate: Rate) -> None:
        """Count one. Raises TooMany."""
        self._count(key, rate, 1.0)

    def check(self, key: str, rate: Rate) -> None:
        """Raise TooMany if one more would be; nothing is counted."""
        self._count(key, rate, 0.0)

    def _count(self, key: str, rate: Rate, cost: float) -> None:
        with self._lock:
            now = self._clock()
            tokens, at = self._buckets.pop(key, (rate.burst, now))
            tokens = min(rate.burst, tokens + (now - at) * rate.per_second)
            self._buckets[key] = (tokens - cost if tokens >= 1 else tokens, now)
            if len(self._buckets) > _MOST_KEYS:
                self._buckets.popitem(last=False)
        if tokens < 1:
            raise TooMany("Too many messages. Send them again later.", (1 - tokens) / rate.per_second)
