"""Every component on a page: what axe says, what fits on a narrow screen, where error links lead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.components.pages import Site
from tests.factories.browser import overflow, violations


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["guide", "guide-errors", "room", "desk"])
def test_page_has_no_violation_and_does_not_scroll_sideways(
    browser: Browser, site: Site, name: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.url}/{name}", wait_until="networkidle")
    assert (violations(page), overflow(page)) == ([], 0)
    context.close()


def test_error_links_focus_their_fields(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide-errors")
    page.wait_for_selector(".witan-editor")
    focused = []
    for link in page.query_selector_all(".govuk-error-summary a"):
        link.click()
        focused.append(page.evaluate("document.activeElement.id"))
    assert focused == ["title", "held_on-day", "nation", "text"]


def test_page_loads_no_inline_style_or_script(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    html = page.request.get(f"{site.url}/guide").text()
    assert (" style=" in html, "<style" in html, " onclick=" in html) == (False, False, False)


def test_conditional_field_shows_with_its_answer(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    assert page.is_visible("#where")
    page.check("#place")
    assert not page.is_visible("#where")


def test_page_works_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/guide")
    assert page.is_visible("textarea#text")
    assert page.is_visible("text=Councillors")
    page.click("text=Move Declarations of interest up", force=True)
    page.wait_for_url("**/room")
    assert site.posts == [("/up", {"csrf_token": "token"}, "")]
    context.close()
