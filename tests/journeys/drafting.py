"""What the author and the consultees do: writing, asking, commenting, clearing, and what falls with a change."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.documents.files import pdf, save
from tests.journeys.office import AUTHOR, FINANCE, LEGAL, Desk, colleague, look_on_a_phone
from tests.journeys.screens import Screen

TITLE = "Sale of the depot at Mill Lane"
RECOMMENDATIONS = "That the depot at Mill Lane is sold.\nThat the proceeds go to the reserve for housing."
#: words of the exempt section, of the exempt appendix and of its title: in no public place
SECRET = ("Quillfeather", "Zanzibarred", "Obsidianette")
#: a word that everybody may read
CONTROL = "Marmaladeville"
BACKGROUND = "Survey of the depot, March 2026"
TEST = "Disclosing the bids would harm the council's position with the bidders."
WISH = "Name the power under which the council sells."
SECTIONS = {
    "Purpose of the report": f"To decide on the sale of the depot in {CONTROL}.",
    "Reasons for the recommendations": "The depot has stood empty for two years.",
    "Financial implications": "The sale brings in more than the book value.",
    "Legal implications": "The council may sell land.",
}


def write_the_report(desk: Desk) -> Screen:
    """Sections in the editor; one of them and an appendix are exempt, under paragraph 3."""
    author = colleague(desk, AUTHOR, "/reports")
    page = author.page
    page.get_by_role("button", name="Start a report").first.click()
    page.get_by_label("Title", exact=True).fill(TITLE)
    where = page.get_by_label("Which meeting is it for?")
    where.select_option(value=f"meeting.{desk.meeting_id}")
    author.look("11-report-start")
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/edit")
    desk.report = page.url.removesuffix("/edit")
    page.get_by_label("Recommendations", exact=True).fill(RECOMMENDATIONS)
    for title, words in SECTIONS.items():
        write(page, title, words)
    write(page, "Alternatives considered (optional)", f"{SECRET[0]} bids less than the others.")
    page.locator("#section-options").get_by_label("This section is exempt").check()
    author.look("12-report-writing")
    page.get_by_role("button", name="Save", exact=True).click()
    author.look("13-report-saved")
    _exempt_appendix(author, desk.office.folder)
    return author


def say_why_it_is_exempt(author: Screen) -> None:
    """The page says from the beginning what a report must have: background papers, a paragraph, the test."""
    page = author.page
    lacks = page.get_by_text("Before it can be submitted:")
    for words in (
        "background papers",
        "Say which paragraph describes the exempt information",
        "public interest",
    ):
        expect(lacks).to_contain_text(words)
    author.look("15-report-not-whole")
    page.get_by_role("button", name="Write", exact=True).first.click()
    page.get_by_label("Papers that the report rests on").fill(BACKGROUND)
    page.get_by_label(re.compile("^3:? ")).check()
    page.get_by_label("Public interest", exact=True).fill(TEST)
    author.look("16-report-exempt")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(BACKGROUND)).to_be_visible()
    expect(lacks).to_have_count(0)
    author.look("17-report-whole")


def ask(author: Screen) -> None:
    """Both consultees are asked."""
    page = author.page
    page.get_by_role("button", name="Send to the consultees").click()
    expect(state_of(page, "Legal")).to_contain_text("answer by")
    expect(state_of(page, "Finance")).to_contain_text("answer by")
    author.look("18-report-asked")


def state_of(page: Page, role: str) -> Locator:
    """The line of one consultee."""
    return page.locator(".witan-clearances__row").filter(has_text=role)


def consultees(desk: Desk) -> tuple[Screen, Screen]:
    """Legal and finance find the report on their list and open it."""
    found = []
    for name in (LEGAL, FINANCE):
        screen = colleague(desk, name, "/reports/to-clear")
        screen.look(f"19-to-clear-{screen.name}")
        screen.page.get_by_role("link", name=TITLE).click()
        expect(screen.page.get_by_role("heading", name=re.compile("^Your answer as"))).to_be_visible()
        found.append(screen)
    return found[0], found[1]


def answer(screen: Screen, button: str, words: str = "") -> None:
    """One of the three buttons."""
    page = screen.page
    page.get_by_label("Comments, or what should be changed").fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".govuk-notification-banner--success")).to_contain_text("You have")


def one_asks_for_a_change(author: Screen, legal: Screen, finance: Screen) -> None:
    """Finance clears; legal wants more; what the author changes then is material, so that what was cleared falls."""
    legal.look("20-report-legal")
    look_on_a_phone(legal, "20-report-legal")
    answer(finance, "Clear with comments", "The proceeds are rightly placed.")
    answer(legal, "Ask for changes", WISH)
    legal.look("21-report-changes-asked")
    page = author.page
    page.reload()
    expect(state_of(page, "Finance")).to_contain_text("Cleared")
    expect(state_of(page, "Legal")).to_contain_text(WISH)
    author.look("22-report-answers")
    page.get_by_role("button", name="Write", exact=True).first.click()
    write(page, "Legal implications", "The council sells under section 123 of the Local Government Act 1972.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(state_of(page, "Finance")).to_contain_text("fell")
    author.look("23-report-fallen")
    page.get_by_role("button", name="Ask them again").click()
    expect(state_of(page, "Finance")).to_contain_text("answer by")


def both_clear(author: Screen, legal: Screen, finance: Screen) -> None:
    """Having seen what was changed; then the author hands it in."""
    for screen in (legal, finance):
        page = screen.page
        page.reload()
        page.get_by_role("link", name=re.compile("^See what was changed since")).first.click()
        expect(page.get_by_text("section 123").first).to_be_visible()
        screen.look(f"24-difference-{screen.name}")
        page.go_back()
        answer(screen, "Clear")
    page = author.page
    page.reload()
    expect(page.get_by_text("Everybody has cleared it")).to_be_visible()
    author.look("25-report-cleared")
    page.get_by_role("button", name=re.compile("^Submit")).first.click()
    expect(page.get_by_text("Submitted").first).to_be_visible()
    author.look("26-report-submitted")


def write(page: Page, title: str, words: str) -> None:
    """Type into one section's editor."""
    # Before the editor is there, its textarea bears the name.
    page.get_by_role("textbox", name=title, exact=True).and_(page.locator("[contenteditable]")).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def _exempt_appendix(author: Screen, folder: Path) -> None:
    page = author.page
    page.get_by_text("Add an appendix").click()
    page.locator("#appendix_title").fill(f"Valuation by {SECRET[2]}")
    page.get_by_label("PDF or Word file").set_input_files(
        save(pdf(f"Valuation: {SECRET[1]}", "Annex of the valuation"), folder.parent / f"{SECRET[2]}.pdf")
    )
    page.get_by_label("It is exempt").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name=f"Valuation by {SECRET[2]}")).to_be_visible()
    author.look("14-report-appendix")
