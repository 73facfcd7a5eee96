"""Feeds for calendars, read back as a calendar reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from meetings.documents.timezones import changes_of, timezone_component
from meetings.schedule.models import MeetingKind, MeetingMode
from meetings.schedule.usecases import CancelMeeting, ChangeMeeting, cancel_meeting, change_meeting
from tests.factories.site import Site, make_site
from tests.publicsite.town import Town

LONDON = ZoneInfo("Europe/London")


def read(site: Site, path: str) -> Calendar:
    answer = site.public.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    calendar = Calendar.from_ical(answer.data)
    assert isinstance(calendar, Calendar)
    return calendar


def test_a_meeting_is_told_completely_and_always_the_same(town: Town) -> None:
    calendar = read(town.site, f"/meetings/{town.coming.id}.ics")
    (event,) = calendar.events
    assert str(event["UID"]) == f"{town.coming.id}@witan"
    assert datetime(2026, 12, 22, 19, 0, tzinfo=LONDON) == event.DTSTART
    assert datetime(2026, 12, 22, 21, 0, tzinfo=LONDON) == event.DTEND
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert (str(event["SUMMARY"]), str(event["STATUS"])) == ("Planning Committee", "CONFIRMED")
    assert (str(event["LOCATION"]), int(str(event["SEQUENCE"]))) == ("Town Hall", 0)
    assert str(event["URL"]) == f"http://localhost/meetings/{town.coming.id}"
    first = town.site.public.get(f"/meetings/{town.coming.id}.ics")
    town.site.parts.services.page_cache.clear()
    assert town.site.public.get(f"/meetings/{town.coming.id}.ics").data == first.data


def test_a_cancelled_meeting_is_told_as_cancelled(town: Town) -> None:
    (event,) = read(town.site, f"/meetings/{town.cancelled.id}.ics").events
    assert (str(event["STATUS"]), int(str(event["SEQUENCE"]))) == ("CANCELLED", 1)
    assert str(event["SUMMARY"]) == "Cancelled: Planning Committee"
    assert str(event["DESCRIPTION"]).startswith("The works in the Council Chamber take longer")


def test_a_change_keeps_the_uid_and_raises_the_sequence(site: Site) -> None:
    sitting = site.world.body(members=1).meeting("Library hours")
    path = f"/meetings/{sitting.id}.ics"
    (before,) = read(site, path).events
    site.world.later(minutes=30)
    moved = ChangeMeeting(
        sitting.id,
        before.DTSTART + timedelta(days=1),
        "Library",
        MeetingMode.HYBRID,
        MeetingKind.EXTRAORDINARY,
        90,
        "https://video.example.org/live",
        "Moved by a day.",
    )
    site.world.run(change_meeting, moved)
    (after,) = read(site, path).events
    assert str(after["UID"]) == str(before["UID"])
    assert int(str(after["SEQUENCE"])) == int(str(before["SEQUENCE"])) + 1
    assert before.DTSTAMP + timedelta(minutes=30) == after.DTSTAMP
    assert timedelta(minutes=90) == after.DTEND - after.DTSTART
    text = str(after["DESCRIPTION"])
    assert text.split("\n")[0] == "Moved by a day."
    assert "Watch: https://video.example.org/live" in text
    site.world.run(cancel_meeting, CancelMeeting(sitting.id, "No business"))
    (gone,) = read(site, path).events
    assert (str(gone["STATUS"]), int(str(gone["SEQUENCE"]))) == ("CANCELLED", int(str(after["SEQUENCE"])) + 1)


@pytest.mark.parametrize(
    "start",
    [
        datetime(2027, 3, 27, 18, 30, tzinfo=LONDON),
        datetime(2027, 3, 28, 10, 0, tzinfo=LONDON),
        datetime(2027, 10, 31, 0, 30, tzinfo=LONDON),
        datetime(2027, 10, 31, 10, 0, tzinfo=LONDON),
        datetime(2027, 7, 1, 19, 0, tzinfo=LONDON),
    ],
)
def test_times_about_the_change_of_the_clock_are_right_by_the_feed_alone(site: Site, start: datetime) -> None:
    sitting = site.world.body(members=1).meeting("Library hours", starts_at=start.astimezone(UTC))
    calendar = read(site, f"/meetings/{sitting.id}.ics")
    (event,) = calendar.events
    zone = calendar.timezones[0].to_tz()
    wall = event.DTSTART.replace(tzinfo=None)
    assert wall == start.replace(tzinfo=None)
    assert wall.replace(tzinfo=zone).utcoffset() == start.utcoffset()
    assert event.DTEND.astimezone(UTC) == start.astimezone(UTC) + timedelta(hours=2)


def test_the_zone_tells_every_change_at_the_right_second() -> None:
    found = [c.isoformat() for c in changes_of(LONDON, 2026, 2027)]
    assert found == [
        "2026-03-29T01:00:00+00:00",
        "2026-10-25T01:00:00+00:00",
        "2027-03-28T01:00:00+00:00",
        "2027-10-31T01:00:00+00:00",
    ]
    text = timezone_component(LONDON, 2026, 2027).to_ical().decode().replace("\r\n", "\n")
    assert "BEGIN:DAYLIGHT\nDTSTART:20260329T010000\nRDATE:20270328T010000\n" in text
    assert "BEGIN:STANDARD\nDTSTART:20261025T020000\nRDATE:20271031T020000\n" in text


def test_a_zone_without_changes_is_told_in_one_rule() -> None:
    text = timezone_component(ZoneInfo("UTC"), 2026, 2027).to_ical().decode()
    assert (text.count("BEGIN:STANDARD"), text.count("DAYLIGHT"), text.count("RDATE")) == (1, 0, 0)


def test_feeds_hold_public_meetings_of_their_body_alone(town: Town) -> None:
    def ids(path: str) -> set[str]:
        return {str(event["UID"]).split("@")[0] for event in read(town.site, path).events}

    planning = {town.past.id, town.coming.id, town.cancelled.id}
    assert ids("/bodies/planning-committee.ics") == planning
    assert ids("/bodies/council.ics") == {town.live.id}
    assert ids("/calendar.ics") == planning | {town.live.id}


def test_addresses_are_those_that_people_use(tmp_path: Path) -> None:
    with make_site(tmp_path / "data", public_url="https://meetings.northmoor.example/") as site:
        sitting = site.world.body(members=1).meeting("Library hours")
        (event,) = read(site, "/calendar.ics").events
        assert str(event["URL"]) == f"https://meetings.northmoor.example/meetings/{sitting.id}"


def test_an_unknown_body_has_no_feed(site: Site) -> None:
    assert site.public.get("/bodies/nobody.ics").status_code == 404
    assert read(site, "/calendar.ics").events == []
