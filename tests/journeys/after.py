"""What an officer does after a meeting: closes it, writes the minutes, approves, publishes and confirms them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pypdfium2
import requests
from playwright.sync_api import expect

from tests.documents.pdfs import words
from tests.factories.process import PATIENCE
from tests.journeys.before import RECOMMENDATION, Journey, fill_date
from tests.journeys.votes import SECOND, sides

NARRATIVE = "Members asked what Sunday opening would cost, and whether staff had been heard."


def close_the_meeting(j: Journey) -> None:
    """Everybody's record of it is complete: the draft stands ready."""
    console = j.desk
    console.get_by_text("Chair, adjourn, close").click()
    console.get_by_role("button", name="Close the meeting").click()
    console.get_by_role("dialog").get_by_role("button", name="Close the meeting").click()
    console.get_by_role("link", name="Go to the draft minutes").click()
    console.wait_for_url("**/minutes")


def write_the_minutes(j: Journey) -> None:
    """The draft holds what was resolved and who voted how; the officer adds what was said."""
    page = j.desk
    resolution = page.locator(".resolution").filter(has_text="RESOLVED").first
    for line in RECOMMENDATION.split("\n"):
        expect(resolution).to_contain_text(line.removeprefix("That "))
    rows = page.locator("table.vote").first.locator("tbody tr")
    for row, side in zip(rows.all(), ("for", "against", "abstain"), strict=False):
        for name in sides(j)[side]:
            expect(row).to_contain_text(name.removeprefix("Councillor "))
    j.officer.look("40-minutes-draft")
    section = page.locator("section.witan-minute").filter(has=page.locator("table.vote"))
    place = section.locator("details.witan-minute__add").first
    place.locator("summary").click()
    place.locator('[contenteditable="true"]').click()
    page.keyboard.type(NARRATIVE)
    page.keyboard.press("Enter")
    page.keyboard.type("- costs;")
    page.keyboard.press("Enter")
    page.keyboard.type("staff.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-state]")).to_contain_text("Saved as version 2")
    j.officer.look("41-minutes-edited")


def approve_and_publish(j: Journey) -> None:
    """Then the public reads them, as a draft."""
    page = j.desk
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("The minutes are approved.")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The minutes are published")).to_be_visible()
    j.officer.look("42-minutes-published")


def read_in_print(j: Journey, name: str, until_it_says: str) -> str:
    """The words of the public PDF, as soon as the worker has made the one that is waited for."""
    address = f"{j.town.address}/meetings/{j.meeting_id}/minutes.pdf"
    end = time.monotonic() + PATIENCE
    while True:
        answer = requests.get(address, timeout=10)
        text = words(answer.content) if answer.status_code == 200 else ""
        if until_it_says in text:
            _pictures(answer.content, name)
            assert _is_watermarked(answer.content) == ("Draft" in text)
            return text
        assert time.monotonic() < end, f"no such PDF: {answer.status_code} {text[:200]}"
        j.desk.wait_for_timeout(200)


def the_public_reads_them(j: Journey) -> None:
    """Resolution, names by side, the officer's own words, on the web and in print."""
    page = j.screens.open("resident", f"/meetings/{j.meeting_id}").page
    page.get_by_role("link", name="Minutes", exact=True).click()
    expect(page.get_by_role("article")).to_contain_text("RESOLVED")
    expect(page.get_by_role("article")).to_contain_text(NARRATIVE)
    j.screens.opened[-1].look("43-public-minutes")
    text = read_in_print(j, "minutes-draft", NARRATIVE)
    assert "RESOLVED" in text
    assert "Page 1 of" in text
    for wanted in (NARRATIVE, SECOND, *(n for names in sides(j).values() for n in names)):
        assert wanted.removeprefix("Councillor ").removeprefix("That ") in text
    assert "Draft, version 2." in text


def confirm(j: Journey) -> None:
    """Signed at a later meeting: they are the record now, and nothing says draft any more."""
    page = j.desk
    page.goto(f"{j.home}/minutes")
    fill_date(page, j.today)
    page.get_by_label("Signed by").fill(j.town.members[0].name)
    page.get_by_role("button", name="Confirm", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("The minutes are confirmed")).to_be_visible()
    j.officer.look("44-minutes-confirmed")
    public = j.screens.open("resident", f"/meetings/{j.meeting_id}/minutes").page
    expect(public.locator(".minutes-status", has_text="Confirmed as a correct record")).to_be_visible()
    expect(public.get_by_role("article")).not_to_contain_text("Draft")
    text = read_in_print(j, "minutes-confirmed", "Confirmed as a correct record")
    assert "draft" not in text.lower()


def check_the_record(j: Journey) -> None:
    """Nothing is missing, nothing was changed, and every vote counts again to what was declared."""
    page = j.desk
    page.goto(f"/desk/record/{j.meeting_id}")
    page.get_by_role("button", name="Check the record").click()
    notice = page.locator(".govuk-notification-banner").filter(has_text="Record intact")
    expect(notice).to_contain_text("2 votes with 22 ballots counted again")
    expect(notice).to_contain_text("1 published agenda, 2 versions of the minutes")
    j.officer.look("45-record")


def _is_watermarked(content: bytes) -> bool:
    """Whether large pale letters lie behind the text of the first page."""
    with pypdfium2.PdfDocument(content) as document:
        shades = document[0].render(scale=0.5).to_pil().convert("L").histogram()
    return bool(sum(shades[225:248]) > 0.03 * sum(shades))


def _pictures(content: bytes, name: str) -> None:
    """Of each page, for people to look at, where a folder for pictures is named in the environment."""
    folder = os.environ.get("WITAN_PICTURES")
    if not folder:
        return
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, 1):
            page.render(scale=1.3).to_pil().save(Path(folder) / f"{name}-{number}.png")
            page.close()
