"""The cookie of a device that has signed in before."""

from __future__ import annotations

from meetings.people.devices import Device, device_of

SECRET = b"s" * 32


def test_device_is_known_to_the_accounts_that_used_it_and_no_other() -> None:
    device = device_of(None).with_account(SECRET, "a1").with_account(SECRET, "a2")
    again = device_of(device.cookie)
    assert again == device
    assert [again.knows(SECRET, account) for account in ("a1", "a2", "a3")] == [True, True, False]


def test_device_seal_cannot_be_carried_to_another_name_or_made_without_the_secret() -> None:
    device = device_of(None).with_account(SECRET, "a1")
    assert not Device(device_of(None).name, device.seals).knows(SECRET, "a1")
    assert not device.knows(b"t" * 32, "a1")


def test_device_cookie_of_somebody_else_is_thrown_away() -> None:
    for cookie in ("", "x", "a.b.c", "a" * 40, "name-of-sixteen-1.zz", "<script>" * 5):
        assert device_of(cookie).seals == ()
        assert device_of(cookie).name != cookie


def test_device_keeps_the_latest_accounts_of_a_shared_tablet() -> None:
    device = device_of(None)
    for n in range(12):
        device = device.with_account(SECRET, f"a{n}")
    assert device_of(device.cookie) == device
    assert [device.knows(SECRET, f"a{n}") for n in (0, 3, 4, 11)] == [False, False, True, True]
