"""Order by hand and by keyboard, told to the server and to screen readers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.components.pages import Site

ORDER = "[...document.querySelectorAll('[data-sortable] > li')].map(item => item.dataset.id).join('')"


def opened(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/guide")
    page.wait_for_selector(".witan-sortable--ready")


def test_keyboard_moves_an_item_and_sends_the_order(page: Page, site: Site) -> None:
    site.order_answer = (200, {"numbers": {"a": "7", "b": "8"}})
    opened(page, site)
    page.focus("[data-id=c] .witan-sortable__handle")
    for key in ("Space", "ArrowUp", "ArrowUp", "Space"):
        page.keyboard.press(key)
    expect(page.locator("[data-announce=polite]")).to_have_text("The new order of Agenda items is saved.")
    assert page.evaluate(ORDER) == "cabd"
    assert page.evaluate("document.activeElement.closest('li').dataset.id") == "c"
    assert page.text_content("[data-id=a] [data-number]") == "7"
    assert site.posts == [("/order", {"order": ["c", "a", "b", "d"]}, "token")]


def test_escape_puts_an_item_back(page: Page, site: Site) -> None:
    opened(page, site)
    page.focus("[data-id=c] .witan-sortable__handle")
    for key in ("Space", "End", "Escape"):
        page.keyboard.press(key)
    expect(page.locator("[data-announce=assertive]")).to_contain_text("put down, 3 of 4")
    assert (page.evaluate(ORDER), site.posts) == ("abcd", [])


def test_dragging_moves_an_item(page: Page, site: Site) -> None:
    opened(page, site)
    page.locator("[data-id=a]").scroll_into_view_if_needed()
    start = page.locator("[data-id=a] .witan-sortable__handle").bounding_box()
    end = page.locator("[data-id=c]").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, end["y"] + end["height"] - 4, steps=8)
    page.mouse.up()
    expect(page.locator("[data-announce=polite]")).to_contain_text("saved")
    assert page.evaluate(ORDER) == "bcad"
    assert site.posts == [("/order", {"order": ["b", "c", "a", "d"]}, "token")]


def test_refused_order_is_put_back_and_says_why(page: Page, site: Site) -> None:
    site.order_answer = (409, {"error": "The agenda is published.", "code": "wrong_state"})
    opened(page, site)
    page.focus("[data-id=a] .witan-sortable__handle")
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("text=as it was before. The agenda is published.").first).to_be_visible()
    assert page.evaluate(ORDER) == "abcd"
