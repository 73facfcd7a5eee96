"""What an officer does before a meeting: signs in, makes the next one, writes its agenda, publishes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.documents.files import pdf, save
from tests.journeys.screens import Screen, Screens
from tests.journeys.town import PASSWORD, Town

ITEM = "Opening hours of the libraries"
RECOMMENDATION = (
    "That the central library opens on Sundays from April\nThat the hours are reviewed after a year"
)
PAPER = "Report on Sunday opening"
PLACE = "Committee Room 1, Town Hall"


@dataclass
class Journey:
    """Who is on the way, and what was made so far."""

    town: Town
    screens: Screens
    officer: Screen
    folder: Path
    #: how long after the real day this is
    days_later: int = 0
    meeting_id: str = ""
    #: seconds from the answer to a declaration until the public page showed it, for each vote
    delays: list[float] = field(default_factory=list)

    @property
    def desk(self) -> Page:
        """The officer's page."""
        return self.officer.page

    @property
    def today(self) -> datetime:
        """The time on the clock of the town hall."""
        return datetime.now(ZoneInfo("Europe/London")) + timedelta(days=self.days_later)

    @property
    def home(self) -> str:
        """The address of the meeting at the desk."""
        return f"/desk/meetings/{self.meeting_id}"


def sign_in(j: Journey) -> None:
    """With e-mail address and password; the desk is where an officer's work begins."""
    page = j.desk
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(j.town.officer_email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    j.officer.look("01-sign-in")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    j.officer.look("02-desk")


def fill_date(page: Page, day: datetime) -> None:
    """Type a date into its three fields."""
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))


def make_the_next_meeting(j: Journey, previous_id: str) -> None:
    """From the one before, half an hour from now."""
    page = j.desk
    page.goto(f"/desk/meetings/{previous_id}")
    page.get_by_role("link", name="Make the next meeting from this one").click()
    begins = j.today + timedelta(minutes=30)
    fill_date(page, begins)
    page.get_by_label("Start time").fill(f"{begins:%H:%M}")
    page.get_by_label("Place", exact=True).fill(PLACE)
    page.get_by_label("In person", exact=True).check()
    j.officer.look("05-next-meeting")
    page.get_by_role("button", name="Make the next meeting").click()
    page.wait_for_url("**/agenda")
    found = re.search(r"/desk/meetings/(\w+)/agenda", page.url)
    assert found is not None
    j.meeting_id = found[1]


def write_the_agenda(j: Journey) -> None:
    """An item with a recommendation and a paper."""
    page = j.desk
    page.get_by_label("Title").fill(ITEM)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name=ITEM).click()
    page.get_by_label("Recommendation (optional)").fill(RECOMMENDATION)
    j.officer.look("06-item")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name=ITEM).click()
    page.get_by_role("button", name="Add a paper").click()
    page.get_by_label("File", exact=True).set_input_files(_report(j.folder))
    page.get_by_label("Title", exact=True).fill(PAPER)
    page.get_by_role("radio", name="None", exact=True).check()
    j.officer.look("07-paper")
    page.get_by_role("button", name="Add the paper").click()
    expect(page.get_by_text("The paper is added.")).to_be_visible()
    expect(page.get_by_role("link", name=PAPER).first).to_be_visible()
    j.officer.look("08-item-with-paper")


def publish(j: Journey) -> None:
    """Preview, check, publish."""
    page = j.desk
    page.goto(f"{j.home}/agenda")
    j.officer.look("09-agenda")
    page.get_by_role("link", name="Preview").click()
    expect(page.get_by_text("This is exactly what the public will see.")).to_be_visible()
    expect(page.get_by_role("heading", name=ITEM)).to_be_visible()
    j.officer.look("10-preview")
    page.get_by_role("button", name="Check and publish").click()
    j.officer.look("11-publish")
    page.get_by_role("button", name="Publish the agenda").click()
    expect(page.get_by_text("The agenda is published.")).to_be_visible()
    j.officer.look("12-meeting-published")


def the_public_reads_it(j: Journey) -> None:
    """Without any cookie: item, recommendation, and the paper to download."""
    visitor = j.screens.open("resident", f"/meetings/{j.meeting_id}")
    page = visitor.page
    expect(page.get_by_role("heading", name=ITEM)).to_be_visible()
    for line in RECOMMENDATION.split("\n"):
        expect(page.get_by_text(line)).to_be_visible()
    link = page.get_by_role("link", name=PAPER)
    answer = page.request.get(str(link.get_attribute("href")))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF-")
    assert visitor.context.cookies() == []
    visitor.look("13-public-meeting")
    visitor.context.close()
    j.screens.opened.remove(visitor)


def _report(folder: Path) -> Path:
    """A small PDF as an officer would have it."""
    folder.mkdir(parents=True, exist_ok=True)
    return save(pdf("Report on Sunday opening of the central library", "Costs"), folder / "report.pdf")
