"""The minutes editor: what it makes of typing, buttons, keys and of what is pasted from Word."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from meetings.documents.richtext import clean
from tests.components.pages import Site

DATA = Path(__file__).parent / "data"
PASTE = """html => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.getElementById("text").dispatchEvent(event);
}"""


def opened(page: Page, site: Site, minute: str = "") -> None:
    site.minute = minute
    page.goto(f"{site.url}/guide")
    page.wait_for_selector(".witan-editor")
    page.click("#text")


def value(page: Page) -> str:
    """What the form would send, once the editor has written it into its field."""
    page.wait_for_timeout(300)
    text: str = page.input_value("[name=text]")
    return text


def press(page: Page, name: str) -> None:
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(
    "minute",
    [
        "<p>The <strong>treasurer</strong> and the <em>chair</em><br>spoke.</p>",
        '<h3>Budget</h3><h4>Part 1</h4><p><a href="https://example.org/a">A report</a></p>',
        '<ol start="3"><li>Three<ul><li>Inner</li></ul></li><li>Four</li></ol>',
        '<table><tbody><tr><th scope="col">A</th><th scope="col">B</th></tr>'
        '<tr><th scope="row">1</th><td>2</td></tr><tr><td colspan="2">3</td></tr></tbody></table>',
        '<p lang="cy">Croeso</p><p>Said <span lang="cy">diolch</span>.</p>',
    ],
)
def test_text_is_not_changed_by_being_edited(page: Page, site: Site, minute: str) -> None:
    opened(page, site, minute)
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    edited = value(page)
    assert edited == minute
    assert clean(edited).replace(' rel="noopener noreferrer nofollow"', "") == minute


def test_typed_text_without_tags_becomes_paragraphs(page: Page, site: Site) -> None:
    opened(page, site, "One\nand more\n\nTwo < three")
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type("!")
    assert value(page) == "<p>One<br>and more</p><p>Two &lt; three!</p>"


def test_buttons_and_keys_format(page: Page, site: Site) -> None:
    opened(page, site)
    page.keyboard.press("ControlOrMeta+Alt+3")
    page.keyboard.type("Budget")
    page.keyboard.press("Enter")
    press(page, "Bold")
    page.keyboard.type("Agreed")
    press(page, "Bold")
    page.keyboard.press("Enter")
    page.keyboard.type("1. First")
    page.keyboard.press("Enter")
    page.keyboard.type("Second")
    assert (
        value(page) == "<h3>Budget</h3><p><strong>Agreed</strong></p><ol><li>First</li><li>Second</li></ol>"
    )


def test_buttons_say_whether_they_are_on(page: Page, site: Site) -> None:
    opened(page, site, "<p><strong>Bold</strong></p><ul><li>In a list</li></ul>")
    bar = page.get_by_role("toolbar")
    page.click("#text strong")
    expect(bar.get_by_role("button", name="Bold", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(bar.get_by_role("button", name="Bullets")).to_have_attribute("aria-pressed", "false")
    page.click("#text li")
    expect(bar.get_by_role("button", name="Bullets")).to_have_attribute("aria-pressed", "true")
    expect(bar.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")


def test_list_changes_its_kind_and_is_taken_apart(page: Page, site: Site) -> None:
    opened(page, site, "<ul><li>One</li></ul>")
    page.click("#text li")
    press(page, "Numbers")
    assert value(page) == "<ol><li>One</li></ol>"
    press(page, "Numbers")
    assert value(page) == "<p>One</p>"


def test_table_is_made_filled_and_grown(page: Page, site: Site) -> None:
    opened(page, site)
    press(page, "Table")
    page.keyboard.type("Name")
    page.keyboard.press("Tab")
    page.keyboard.type("Votes")
    press(page, "Delete column")
    press(page, "Add row")
    head = '<tr><th scope="col">Name</th><th scope="col"></th></tr>'
    assert value(page) == f"<table><tbody>{head}{'<tr><td></td><td></td></tr>' * 3}</tbody></table>"


def test_link_is_asked_for_checked_and_made(page: Page, site: Site) -> None:
    opened(page, site, "<p>report</p>")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("ControlOrMeta+k")
    page.fill("#witan-link-href", "javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.locator("#witan-link-error")).to_be_visible()
    page.fill("#witan-link-href", "example.org/report")
    page.keyboard.press("Enter")
    assert value(page) == '<p><a href="https://example.org/report">report</a></p>'


def test_toolbar_is_one_stop_with_arrow_keys_inside(page: Page, site: Site) -> None:
    opened(page, site)
    page.keyboard.press("Alt+F10")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Bold"
    page.keyboard.press("Enter")
    page.keyboard.type("Loud")
    assert value(page) == "<p><strong>Loud</strong></p>"


def test_tab_leaves_the_text(page: Page, site: Site) -> None:
    opened(page, site, "<ul><li>One</li></ul>")
    page.click("#text li")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Save"


def test_form_sends_the_last_letter_typed(page: Page, site: Site) -> None:
    opened(page, site)
    page.keyboard.type("Noted")
    page.click("text=Save >> nth=0")
    page.wait_for_url("**/room")
    assert site.posts[0][1]["text"] == "<p>Noted</p>"


def test_paste_from_word_keeps_the_words_and_their_order(page: Page, site: Site) -> None:
    opened(page, site)
    page.evaluate(PASTE, (DATA / "pasted_from_word.html").read_text(encoding="utf-8"))
    assert value(page) == (
        "<h3>Heading</h3><p><strong>Bold</strong> words</p>"
        "<ol><li>First<ul><li>Inner</li></ul></li><li>Second</li></ol>"
        "<table><tbody><tr><td>Cell</td></tr></tbody></table>"
    )


def test_paste_brings_no_script_style_or_picture(page: Page, site: Site) -> None:
    opened(page, site)
    hostile = (
        '<p onclick="x()" style="color:red">Plain<img src=x onerror="window.hit=1"><script>window.hit=1</script></p>'
        '<b style="font-weight:normal"><p><span style="font-weight:700">Strong</span> '
        '<a href="javascript:x()">link</a></p></b>'
    )
    page.evaluate(PASTE, hostile)
    assert value(page) == "<p>Plain</p><p><strong>Strong</strong> link</p>"
    assert page.evaluate("window.hit ?? null") is None
