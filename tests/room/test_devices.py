"""Pure parts of presence: what of an item was missed, and whose device is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from meetings.room.devices import Devices
from meetings.room.missed import Stretch, missed


def test_what_is_missed_is_what_no_stay_covers() -> None:
    def at(minute: int) -> datetime:
        return datetime(2026, 12, 8, 19, minute, tzinfo=UTC)

    business = [Stretch(at(0), at(10)), Stretch(at(20), None)]
    assert missed(business, [Stretch(at(0), None)]) == []
    assert missed(business, [Stretch(at(0), at(12)), Stretch(at(18), None)]) == []
    assert missed(business, [Stretch(at(2), None)]) == [Stretch(at(0), at(2))]
    assert missed(business, [Stretch(at(0), at(25))]) == [Stretch(at(25), None)]
    assert missed(business, []) == business


def test_devices_are_lost_after_the_threshold_and_told_once() -> None:
    clock = [datetime(2026, 12, 8, 19, 0, tzinfo=UTC)]
    devices = Devices(lambda: clock[0], 20)
    devices.up("m", "ann")
    devices.up("m", "ann")
    devices.down("m", "ann")
    clock[0] += timedelta(seconds=60)
    assert devices.due() == ([], [("m", "ann")])
    devices.down("m", "ann", silent=5)
    clock[0] += timedelta(seconds=14)
    assert devices.due() == ([], [])
    clock[0] += timedelta(seconds=1)
    ((lost,), back) = devices.due()
    assert (lost.person_id, back) == ("ann", [])
    assert lost.since == datetime(2026, 12, 8, 19, 0, 55, tzinfo=UTC)
    assert devices.due() == ([], [])
    devices.up("m", "ann")
    assert devices.due() == ([], [("m", "ann")])
