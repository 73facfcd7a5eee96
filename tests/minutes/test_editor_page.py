"""The page on which minutes are written, in two browsers at once: paste, phrases, presence, merging, a lost network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from meetings.kernel.permissions import Role
from meetings.minutes.slots import texts_of
from tests.factories.browser import overflow, violations
from tests.factories.site import Site, make_site
from tests.factories.world import Sitting
from tests.journeys.screens import Screens
from tests.minutes.reading import newest
from tests.minutes.test_editing import edit, minuted
from tests.publicsite.serving import served

WORD = Path(__file__).parent / "data" / "word_minutes.html"
PASTE = """(element, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
CLEAN = (
    "<h3>Library hours</h3><h4><strong>Discussion</strong></h4>"
    "<p>The Head of Libraries introduced the report (pages 3 to 10).</p>"
    "<ol><li>Opening on Sundays<ol><li>in the <em>centre</em></li></ol></li><li>Staffing</li></ol>"
    "<p>Then a vote was taken.</p>"
    '<ol start="3"><li>Opening hours</li></ol><ul><li>A bullet</li></ul>'
    '<table><tbody><tr><th scope="col"><strong>Branch</strong></th><th scope="col"><strong>Hours</strong></th></tr>'
    "<tr><td>Central</td><td>40</td></tr></tbody></table>"
)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


def place(page: Page, sitting: Sitting, which: int) -> Locator:
    return page.locator(f"#start-{sitting.items[which]} .ProseMirror")


def field(page: Page, sitting: Sitting, which: int) -> str:
    page.wait_for_timeout(250)
    return page.locator(f'textarea[name="text.start-{sitting.items[which]}"]').input_value()


def test_two_people_write_the_minutes(site: Site, browser: Browser) -> None:
    sitting = minuted(site.world)
    edit(site.world, sitting, 1, second="<p>The Clerk spoke of the car parks.</p>")
    token = site.world.account("Bo Reid", role=Role.OFFICER)
    path = f"/desk/meetings/{sitting.id}/minutes"
    with served(site.parts) as ready:
        screens = Screens(browser, f"http://{ready.host}:{ready.port}")
        try:
            first = screens.open("first", path, site.world.officer_token)
            _provenance(first.page, sitting)
            _paste(first.page, sitting)
            _phrase(first.page, sitting, site)
            second = screens.open("second", path, token)
            _presence(first.page, second.page, sitting)
            _merge(first.page, second.page, sitting, site)
            first.look("minutes-editor")
            with second.may_say("ERR_INTERNET_DISCONNECTED"):
                _lost_network(second.page, sitting)
            assert violations(first.page) == []
            first.page.set_viewport_size({"width": 320, "height": 700})
            assert overflow(first.page) == 0
            first.look("minutes-editor-phone")
        finally:
            screens.close()
        assert screens.problems == []


def _provenance(page: Page, sitting: Sitting) -> None:
    """Each block says which fact it comes from, and the note who noted it when."""
    block = page.locator(f"#item-{sitting.items[0]} .witan-block-acts").first
    block.get_by_text("Where this comes from").click()
    link = block.get_by_role("link", name=re.compile("fact \\d+")).first
    expect(link).to_have_attribute("href", re.compile(f"/desk/record/{sitting.id}\\?page=1#fact-\\d+"))
    expect(page.locator(f"#item-{sitting.items[0]}")).to_contain_text(
        "Noted in the meeting at 19:00:00 by Priya Nair"
    )
    expect(block.get_by_role("link", name="Put this right")).to_be_visible()


def _paste(page: Page, sitting: Sitting) -> None:
    text = place(page, sitting, 0)
    text.click()
    page.keyboard.press("ControlOrMeta+a")
    text.evaluate(PASTE, WORD.read_text(encoding="utf-8"))
    assert field(page, sitting, 0) == CLEAN


def _phrase(page: Page, sitting: Sitting, site: Site) -> None:
    """A slash, some letters and Enter; the record fills in who, the rest is marked to be typed over."""
    text = place(page, sitting, 0)
    text.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("/moved and")
    expect(page.get_by_role("listbox", name="Phrases").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    mover, seconder = (site.world.names[p] for p in sitting.body.members[:2])
    assert field(page, sitting, 0) == f"<p>{mover} moved and {seconder} seconded the recommendation.</p>"
    page.keyboard.press("End")
    page.keyboard.type(" /presen")
    page.keyboard.press("Enter")
    page.keyboard.type("Councillor C. Coel")
    assert "Councillor C. Coel presented item 1, Library hours." in field(page, sitting, 0)
    expect(page.get_by_text("The council knows Cole")).to_be_visible()
    page.get_by_role("button", name="Change it to Cole").click()
    assert "Councillor C. Cole presented" in field(page, sitting, 0)


def _presence(first: Page, second: Page, sitting: Sitting) -> None:
    """The second sees where the first writes, and takes in what the first saves elsewhere."""
    place(first, sitting, 0).click()
    first.keyboard.press("End")
    first.keyboard.type(" More.")
    expect(first.locator("[data-state]")).to_contain_text("Kept for you at")
    place(second, sitting, 1).click()
    expect(second.locator(f"#item-{sitting.items[0]} [data-writing]")).to_have_text(
        "Priya Nair is writing here now."
    )
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator("[data-state]")).to_contain_text("Saved as version 3")
    second.evaluate("window.dispatchEvent(new Event('online'))")
    expect(place(second, sitting, 0)).to_contain_text("presented item 1")
    expect(second.locator("[data-version]")).to_have_text("3")


def _merge(first: Page, second: Page, sitting: Sitting, site: Site) -> None:
    """Both change the same words: chosen place by place, and nothing is lost."""
    for page, words in (
        (first, "The Mayor spoke of the car parks."),
        (second, "The Chair spoke of the car parks at length."),
    ):
        place(page, sitting, 1).click()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(words)
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.locator("[data-state]")).to_contain_text("Saved as version 4")
    second.evaluate("window.dispatchEvent(new Event('online'))")
    expect(second.get_by_text("Priya Nair saved other words here.")).to_be_visible()
    second.get_by_label("Theirs: Mayor").check()
    second.get_by_role("button", name="Put the text together").click()
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("[data-state]")).to_contain_text("Saved as version 5")
    kept = texts_of(newest(site.world, sitting.id))[f"start-{sitting.items[1]}"]
    assert kept == "<p>The Mayor spoke of the car parks at length.</p>"


def _lost_network(page: Page, sitting: Sitting) -> None:
    """What is typed without a network is there again when the page is."""
    page.context.set_offline(True)
    place(page, sitting, 1).click()
    page.keyboard.press("End")
    page.keyboard.type(" Typed in the dark.")
    expect(page.locator("[data-state]")).to_contain_text("kept on this device")
    page.wait_for_timeout(900)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"/desk/meetings/{sitting.id}/minutes")
    page.get_by_role("button", name="Use that text").click()
    expect(place(page, sitting, 1)).to_contain_text("Typed in the dark.")
