"""From the meeting before to the signed minute, in the browser, against the real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from tests.journeys import after, before, imported, room, votes
from tests.journeys.before import Journey
from tests.journeys.devices import devices
from tests.journeys.screens import Screens
from tests.journeys.town import Town, served


@contextmanager
def day_at_the_office(town: Town, browser: Browser, days_later: int = 0) -> Iterator[Journey]:
    """The server is started and an officer signs in; at the end of the day no window has anything to complain of."""
    with served(town, days_later):
        screens = Screens(browser, town.address)
        try:
            journey = Journey(town, screens, screens.open("officer"), town.folder.parent, days_later)
            before.sign_in(journey)
            yield journey
        finally:
            screens.close()
    assert screens.problems == []


def test_a_meeting_from_its_notice_to_the_signed_minute(town: Town, browser: Browser) -> None:
    with day_at_the_office(town, browser) as day:
        before_and_at_the_meeting(day)
        after.write_the_minutes(day)
        after.approve_and_publish(day)
        after.the_public_reads_them(day)
    with day_at_the_office(town, browser, days_later=28) as later:
        later.meeting_id = day.meeting_id
        after.confirm(later)
        after.check_the_record(later)


def before_and_at_the_meeting(day: Journey) -> None:
    """Everything up to the draft of the minutes."""
    previous = imported.import_it(day)
    imported.read_it(day, previous)
    before.make_the_next_meeting(day, previous)
    before.write_the_agenda(day)
    before.publish(day)
    before.the_public_reads_it(day)
    room.take_the_roll(day)
    with devices(day.town.address, day.meeting_id, day.town.members[4:12]) as others:
        chamber = room.enter(day, others)
        room.take_the_item(chamber)
        votes.recorded_vote(chamber)
        votes.totals_vote(chamber)
        assert max(day.delays) <= 1.0, day.delays
        after.close_the_meeting(day)
