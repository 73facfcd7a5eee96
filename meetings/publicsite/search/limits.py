"""How often one address may search: enough for any reader, too little for a machine that tries every word."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from meetings.kernel.errors import TooMany
from meetings.people.throttle import network_of

BURST = 40
PER_SECOND = 1.0
_MOST_KEYS = 20_000


class SearchLimit:
    """A bucket for each address, in the memory of this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> None:
        """Count one search. Raises TooMany."""
        key = network_of(address)
        with self._lock:
            now = self._clock()
            tokens, at = self._buckets.pop(key, (float(BURST), now))
            tokens = min(float(BURST), tokens + (now - at) * PER_SECOND)
            self._buckets[key] = (max(tokens - 1, 0.0) if tokens >= 1 else tokens, now)
            if len(self._buckets) > _MOST_KEYS:
                self._buckets.popitem(last=False)
        if tokens < 1:
            wait = (1 - tokens) / PER_SECOND
            raise TooMany(
                "There have been very many searches from your network. Try again in a moment.", wait
            )
