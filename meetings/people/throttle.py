"""Failed sign-ins slow down whoever makes them, and nobody else.

Three rules, all in the memory of this process:

- A device that has signed in to an account before has a bucket of its own for that account. Nothing that
  strangers do reaches it, so nobody can lock a councillor out before a vote.
- Each address has a bucket for what it tries from unknown devices, whatever the account.
- Each account has a bucket for what unknown devices try, wherever they are. When it is empty, each address must
  wait for its own turn: ten seconds at first, twice as long after every failure of its own. A turn once waited
  for is certain, however many others try.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

FIRST_TURN = 10.0
LONGEST_TURN = 300.0
#: keys remembered; beyond that the ones not touched for longest are forgotten
MOST_KEYS = 20_000


@dataclass(frozen=True)
class Rate:
    """So many tries at once, then one in so many seconds."""

    burst: int
    seconds: float


DEVICE = Rate(10, 5.0)
ADDRESS = Rate(30, 2.0)
ACCOUNT = Rate(10, 10.0)


@dataclass(frozen=True)
class Try:
    """An attempt: which account (as typed), from where, and the device if this account knows it."""

    account: str
    address: str
    device: str | None = None


@dataclass
class _Bucket:
    tokens: float
    at: float


@dataclass
class _Turn:
    ready_at: float
    length: float


class Throttle:
    """Asked before each attempt; told when it succeeded."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()
        self._turns: OrderedDict[tuple[str, str], _Turn] = OrderedDict()

    def admit(self, attempt: Try) -> float:
        """0: try now (it counts as failed until `succeeded` is called). Otherwise: the seconds to wait."""
        with self._lock:
            if attempt.device is not None:
                return self._take(("device", f"{attempt.account} {attempt.device}"), DEVICE)
            return self._admit_stranger(attempt.account, network_of(attempt.address))

    def succeeded(self, attempt: Try) -> None:
        """Give back what the attempt took."""
        with self._lock:
            if attempt.device is not None:
                self._buckets.pop(("device", f"{attempt.account} {attempt.device}"), None)
                return
            address = network_of(attempt.address)
            self._give_back(("address", address), ADDRESS)
            self._give_back(("account", attempt.account), ACCOUNT)
            self._turns.pop((attempt.account, address), None)

    def _admit_stranger(self, account: str, address: str) -> float:
        if wait := self._take(("address", address), ADDRESS):
            return wait
        if not self._take(("account", account), ACCOUNT):
            return 0.0
        wait = self._wait_for_turn(account, address)
        if wait:
            self._give_back(("address", address), ADDRESS)
        return wait

    def _wait_for_turn(self, account: str, address: str) -> float:
        now = self._clock()
        turn = self._turns.get((account, address))
        if turn is None:
            self._keep_turn((account, address), _Turn(now + FIRST_TURN, FIRST_TURN))
            return FIRST_TURN
        if now < turn.ready_at:
            return turn.ready_at - now
        longer = min(LONGEST_TURN, turn.length * 2)
        self._keep_turn((account, address), _Turn(now + longer, longer))
        return 0.0

    def _keep_turn(self, key: tuple[str, str], turn: _Turn) -> None:
        self._turns[key] = turn
        self._turns.move_to_end(key)
        if len(self._turns) > MOST_KEYS:
            self._turns.popitem(last=False)

    def _take(self, key: tuple[str, str], rate: Rate) -> float:
        """Take one token; the seconds until there is one if there is none."""
        bucket = self._filled(key, rate)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) * rate.seconds
        bucket.tokens -= 1
        return 0.0

    def _give_back(self, key: tuple[str, str], rate: Rate) -> None:
        bucket = self._filled(key, rate)
        bucket.tokens = min(rate.burst, bucket.tokens + 1)

    def _filled(self, key: tuple[str, str], rate: Rate) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(rate.burst, now))
        bucket.tokens = min(rate.burst, bucket.tokens + (now - bucket.at) / rate.seconds)
        bucket.at = now
        self._buckets.move_to_end(key)
        if len(self._buckets) > MOST_KEYS:
            self._buckets.popitem(last=False)
        return bucket


def network_of(address: str) -> str:
    """What counts as one address: a household or office has a whole /64 of IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
