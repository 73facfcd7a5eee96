"""From the forward plan to a published agenda and its supplement, in the browser, against the real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import drafting, ordering, reading
from tests.journeys.office import Office, make_office, working_day
from tests.journeys.town import furnished


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A planning committee of seven, and those who write for it."""
    with furnished(tmp_path / "data") as (_, world):
        return make_office(world, tmp_path / "data")


def test_a_report_on_its_way_to_the_public(office: Office, browser: Browser) -> None:
    with working_day(office, browser) as desk:
        ordering.plan_the_decision(desk)
        ordering.arrange_the_meeting(desk)
        ordering.begin_the_agenda(desk)
        author = drafting.write_the_report(desk)
        drafting.say_why_it_is_exempt(author)
        drafting.ask(author)
        legal, finance = drafting.consultees(desk)
        drafting.one_asks_for_a_change(author, legal, finance)
        drafting.both_clear(author, legal, finance)
        ordering.put_the_report_on(desk)
        ordering.look_at_the_checks(desk)
        ordering.preview_and_publish(desk)
        ordering.summon_the_members(desk)
        packs = reading.open_the_packs(desk)
        reading.the_public_reads_it_on_a_phone(desk, "50-public")
    with working_day(office, browser, days_later=desk.days_until(2)) as later:
        later.meeting_id, later.opened = desk.meeting_id, desk.meeting_day
        ordering.a_late_item(later)
        reading.numbers_go_on(later, packs)
        reading.certify(later)
