"""Failed sign-ins slow down whoever makes them, and nobody else."""

from __future__ import annotations

from meetings.people.throttle import (
    ACCOUNT,
    ADDRESS,
    DEVICE,
    FIRST_TURN,
    LONGEST_TURN,
    Throttle,
    Try,
    network_of,
)

VICTIM = "a.lee@aldwater.example"


class Seconds:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def attack(throttle: Throttle, tries: int, account: str = VICTIM) -> int:
    """Wrong passwords from as many addresses; how many were let through."""
    addresses = (f"203.0.{n // 250}.{n % 250}" for n in range(tries))
    return sum(throttle.admit(Try(account, address)) == 0 for address in addresses)


def test_attack_from_many_addresses_is_let_through_a_few_times_only() -> None:
    assert attack(Throttle(Seconds()), 1000) == ACCOUNT.burst


def test_known_device_is_not_slowed_by_strangers() -> None:
    throttle = Throttle(Seconds())
    attack(throttle, 1000)
    known = Try(VICTIM, "198.51.100.7", device="d1")
    assert [throttle.admit(known) for _ in range(DEVICE.burst)] == [0.0] * DEVICE.burst
    assert throttle.admit(known) == DEVICE.seconds
    assert throttle.admit(Try(VICTIM, "198.51.100.7", device="d2")) == 0.0


def test_known_device_starts_afresh_after_success() -> None:
    throttle = Throttle(Seconds())
    known = Try(VICTIM, "198.51.100.7", device="d1")
    for _ in range(DEVICE.burst):
        throttle.admit(known)
    throttle.succeeded(known)
    assert throttle.admit(known) == 0.0


def test_fresh_device_waits_once_however_long_the_attack_goes_on() -> None:
    seconds = Seconds()
    throttle = Throttle(seconds)
    attack(throttle, 1000)
    fresh = Try(VICTIM, "198.51.100.7")
    assert throttle.admit(fresh) == FIRST_TURN
    for _ in range(10):
        seconds.now += FIRST_TURN / 10
        attack(throttle, 300)
    assert throttle.admit(fresh) == 0.0


def test_turn_gets_longer_with_each_failure_of_the_same_address_up_to_a_bound() -> None:
    seconds = Seconds()
    throttle = Throttle(seconds)
    attack(throttle, 100)
    stranger = Try(VICTIM, "198.51.100.7")
    waits = []
    for _ in range(8):
        attack(throttle, 50)
        wait = throttle.admit(stranger)
        waits.append(wait)
        seconds.now += wait
        attack(throttle, 50)
        assert throttle.admit(stranger) == 0.0
    assert waits == [10.0, 20.0, 40.0, 80.0, 160.0, LONGEST_TURN, LONGEST_TURN, LONGEST_TURN]


def test_one_address_is_slowed_over_all_accounts() -> None:
    seconds = Seconds()
    throttle = Throttle(seconds)
    admitted = [
        throttle.admit(Try(f"person{n}@aldwater.example", "203.0.113.9")) for n in range(ADDRESS.burst + 1)
    ]
    assert admitted == [0.0] * ADDRESS.burst + [ADDRESS.seconds]
    assert throttle.admit(Try("person99@aldwater.example", "203.0.113.10")) == 0.0
    seconds.now += ADDRESS.seconds
    assert throttle.admit(Try("person99@aldwater.example", "203.0.113.9")) == 0.0


def test_successes_cost_nothing() -> None:
    throttle = Throttle(Seconds())
    chamber = "198.51.100.7"
    for n in range(100):
        attempt = Try(f"person{n % 3}@aldwater.example", chamber)
        assert throttle.admit(attempt) == 0.0
        throttle.succeeded(attempt)


def test_network_of_takes_a_household_as_one() -> None:
    assert network_of("2001:db8:1:2:aaaa::1") == network_of("2001:db8:1:2:bbbb::2") == "2001:db8:1:2::"
    assert network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1")
    assert network_of("::ffff:203.0.113.9") == network_of("203.0.113.9") == "203.0.113.9"
    assert network_of("unknown") == "unknown"
