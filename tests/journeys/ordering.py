"""What the officer does on the way to a published agenda: plan, date, order of business, report, checks, summons."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.documents.files import pdf, save
from tests.factories.process import PATIENCE
from tests.journeys.drafting import RECOMMENDATIONS, SECRET, TITLE
from tests.journeys.office import COMMITTEE, Desk, fill_date, look_on_a_phone

REASONS = "Bids are compared before a contract is signed."
LATE = "Storm damage at the depot gate"
URGENCY = "The gate fell on Monday; it must be made safe before the next meeting in the spring."


def plan_the_decision(desk: Desk) -> None:
    """In the forward plan, with the part that is private; then the notice is published, for good."""
    page = desk.page
    page.locator(".witan-side-nav").get_by_role("link", name="Forward plan", exact=True).click()
    expect(page.get_by_role("heading", name="Forward plan", level=1)).to_be_visible()
    desk.officer.look("01-forward-plan-empty")
    page.get_by_role("button", name="Plan a decision").click()
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("What is to be decided?").fill("Whether the depot is sold, and to whom.")
    page.get_by_label("Amount to be spent or saved").fill("750,000")
    page.get_by_label("It affects all wards").check()
    page.get_by_label("Body", exact=True).select_option(label=COMMITTEE)
    fill_date(page, "Day, or first day of the period", desk.meeting_day)
    page.get_by_label("Who is consulted?").fill("Residents of Mill Lane")
    page.get_by_label("How, and until when?").fill("By letter, until the end of the month")
    page.get_by_label("Documents to be considered").fill("Report of the Head of Property")
    page.get_by_label("Where can they be had?").fill("At the town hall")
    desk.officer.look("02-forward-plan-entry-form")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    desk.officer.look("03-forward-plan-entry")
    page.get_by_role("button", name="Publish the plan").click()
    desk.officer.look("04-forward-plan-publish")
    page.get_by_role("button", name="Publish this notice").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish this notice").click()
    expect(page.get_by_text("The notice is published.")).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    desk.officer.look("05-forward-plan-noticed")


def arrange_the_meeting(desk: Desk) -> None:
    """The verdict on the date is there as soon as the date is."""
    page = desk.page
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Desk").click()
    page.get_by_role("link", name="New meeting", exact=True).click()
    page.get_by_label("Which committee meets?").select_option(label=COMMITTEE)
    page.get_by_role("button", name="Continue").click()
    fill_date(page, "Date", desk.meeting_day)
    page.get_by_label("Start time").fill("18:30")
    page.get_by_label("Place", exact=True).fill("Committee Room 1, Town Hall")
    verdict = page.locator("[data-notice] .witan-verdict")
    expect(verdict).to_contain_text("Safe")
    expect(verdict).to_contain_text("5 are needed")
    desk.officer.look("06-arrange")
    page.get_by_role("button", name=re.compile("^Arrange|^Save")).click()
    page.wait_for_url(re.compile(r"/desk/meetings/\w{16}$"))
    desk.meeting_id = page.url.rsplit("/", 1)[1]
    desk.officer.look("07-meeting")


def begin_the_agenda(desk: Desk) -> None:
    """With an order of business that the committee has not had so far."""
    page = desk.page
    page.goto(f"{desk.home}/agenda")
    page.get_by_role("button", name="Begin with the order of business").click()
    page.get_by_role("button", name="Set up the order of business").click()
    desk.officer.look("08-order-of-business")
    page.get_by_role("button", name="Fill in the usual order").click()
    expect(page.get_by_role("heading", name="Begin the agenda")).to_be_visible()
    desk.officer.look("09-begin")
    page.get_by_role("button", name="Begin the agenda").click()
    expect(page.get_by_role("link", name="Declarations of interest").first).to_be_visible()
    desk.officer.look("10-agenda-begun")
    look_on_a_phone(desk.officer, "10-agenda-begun")


def put_the_report_on(desk: Desk) -> None:
    """The worker has printed it; the item gets its title, recommendations and papers, above the urgent business."""
    page = desk.page
    page.goto("/desk/reports")
    desk.officer.look("30-reports")
    page.get_by_role("button", name="Put on the agenda").click()
    expect(page.get_by_text("was cleared by everybody who was asked")).to_be_visible()
    until(page, lambda: page.get_by_text("The PDF of this version is being made").count() == 0)
    page.get_by_label("Where", exact=True).select_option(label="Below 5. Public questions and petitions")
    desk.officer.look("31-accept")
    page.get_by_role("button", name="Put on the agenda").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value(TITLE)
    expect(page.get_by_label("Recommendation (optional)")).to_have_value(RECOMMENDATIONS)
    desk.officer.look("32-item")
    page.goto(f"{desk.home}/agenda")
    expect(page.get_by_text("Part exempt")).to_be_visible()
    desk.officer.look("33-agenda")


def until(page: Page, done: Callable[[], bool]) -> None:
    """Ask for the page again until the worker's part of it is there, as its words tell people to do."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, page.locator("main").inner_text()
        page.wait_for_timeout(250)
        page.reload()


def look_at_the_checks(desk: Desk) -> None:
    """The worker looks through the papers; the check list gives the verdict, and nothing stands in the way."""
    page = desk.page
    page.goto(f"{desk.home}/publish")
    until(page, lambda: page.get_by_text("has not been looked through").count() == 0)
    expect(page.get_by_text("Nothing stands in the way.")).to_be_visible()
    expect(page.locator(".witan-verdict")).to_contain_text("If it goes out now: Safe")
    desk.officer.look("34-check-list")
    look_on_a_phone(desk.officer, "34-check-list")


def preview_and_publish(desk: Desk) -> None:
    """The preview has nothing of what is exempt; then it is public."""
    page = desk.page
    page.goto(f"{desk.home}/preview")
    expect(page.get_by_text("This is exactly what the public will see.")).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    assert not [word for word in SECRET if word in page.content()]
    desk.officer.look("36-preview")
    page.get_by_role("button", name="Check and publish").click()
    desk.officer.look("37-publish")
    page.get_by_role("button", name="Publish the agenda").click()
    expect(page.get_by_text("The agenda is published.")).to_be_visible()
    desk.officer.look("38-published")


def summon_the_members(desk: Desk) -> None:
    """A letter each; without a mail server they are kept and it is said so."""
    page = desk.page
    page.goto(f"{desk.home}/summons")
    desk.officer.look("39-summons")
    page.get_by_role("button", name="Send to 7 members").click()
    page.get_by_role("dialog").get_by_role("button", name="Send to 7 members").click()
    expect(page.get_by_text("7 letters of 7 have not left yet.")).to_be_visible()
    desk.officer.look("40-summoned")
    page.get_by_role("link", name=re.compile("letter to Councillor A. Abara")).click()
    expect(page.get_by_text(TITLE).first).to_be_visible()
    assert not [word for word in SECRET if word in page.content()]
    desk.officer.look("41-letter")


def a_late_item(desk: Desk) -> None:
    """With the reason why it cannot wait; it comes out as a supplement."""
    page = desk.page
    page.goto(f"{desk.home}/agenda")
    page.get_by_label("Title", exact=True).fill(LATE)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name=LATE).click()
    desk.officer.look("60-late-item")
    page.get_by_label("Why can it not wait for the next meeting").fill(URGENCY)
    page.get_by_label("Who takes it as urgent?").fill("Councillor A. Abara, chair")
    page.get_by_label("Recommendation (optional)").fill("That the gate is made safe")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name=LATE).click()
    page.get_by_role("button", name="Add a paper").click()
    page.get_by_label("File", exact=True).set_input_files(
        save(pdf("Photographs of the gate", "What it costs"), desk.office.folder.parent / "gate.pdf")
    )
    page.get_by_label("Title", exact=True).fill("The gate")
    page.get_by_label("Report", exact=True).check()
    page.get_by_label("None", exact=True).check()
    desk.officer.look("61-late-paper")
    page.get_by_role("button", name="Add the paper").click()
    expect(page.get_by_text("The paper is added.")).to_be_visible()
    page.goto(f"{desk.home}/publish")
    until(page, lambda: page.get_by_text("has not been looked through").count() == 0)
    desk.officer.look("62-publish-supplement")
    page.get_by_label("What has changed?").fill("Storm damage added as an urgent item.")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("is published").first).to_be_visible()
    desk.officer.look("63-supplement-published")
