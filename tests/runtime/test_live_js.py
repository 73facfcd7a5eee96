"""The page that follows its meeting, in a real browser: pushes, gaps, typing, lost connections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from meetings.runtime import hub
from tests.runtime.black_hole import black_hole
from tests.runtime.live_house import NOTES, LiveHouse

LIVE = "Up to date"
OLD = re.compile(r"Not up to date since \d\d:\d\d\. Trying again\.")
ENDED = re.compile(r"Not up to date since \d\d:\d\d\. Load the page again\.")
both = pytest.mark.parametrize("audience", ["public", "member"])


@contextmanager
def opened(browser: Browser, ready: hub.Ready, port: int = 0) -> Iterator[Page]:
    """The page, following and up to date."""
    context = browser.new_context()
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    try:
        page.goto(f"http://{ready.host}:{port or ready.port}/page")
        yield page
        assert broken == []
    finally:
        context.close()


def light(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("[data-connection]")).to_have_text(words, timeout=10_000)


def shows(page: Page, part: str, words: str) -> None:
    expect(page.locator(f"[data-part={part}]")).to_contain_text(words, timeout=10_000)


def version(page: Page) -> int:
    return int(page.evaluate("window.room.version"))


@both
def test_pushes_are_shown_and_told_to_the_page(browser: Browser, audience: str) -> None:
    house = LiveHouse(audience)
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        assert page.locator("[data-connection]").get_attribute("class") == "witan-light witan-light--good"
        asked = len(house.asked)
        house.push(vote="<p>open</p>")
        shows(page, "vote", "open")
        house.push()
        house.push(vote="<p>closed</p>", notes=NOTES.format(text="two"))
        shows(page, "vote", "closed")
        shows(page, "notes", "two")
        assert version(page) == 4
        heard = [event for event in page.evaluate("window.heard") if not event[3]]
        assert heard[-1][2] == 4
        # Everything came by push; nothing had to be fetched for it.
        assert len(house.asked) == asked


@both
def test_a_gap_and_a_heartbeat_that_knows_more_make_it_fetch(browser: Browser, audience: str) -> None:
    house = LiveHouse(audience)
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        house.silent.set()
        house.change(vote="<p>missed</p>")
        house.change()
        house.push(notes=NOTES.format(text="after"))
        shows(page, "vote", "missed")
        shows(page, "notes", "after")
        assert version(page) == 4
        house.silent.clear()
        house.change(vote="<p>of another process</p>")
        shows(page, "vote", "of another process")
        house.version = 2
        house.parts["vote"] = "<p>restored</p>"
        shows(page, "vote", "restored")
        assert version(page) == 2


def test_what_is_being_typed_stays_until_it_is_sent(browser: Browser) -> None:
    house = LiveHouse("member")
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        page.locator("#d summary").click()
        page.locator("#typed").fill("half a sent")
        page.locator("#typed").evaluate("e => e.setSelectionRange(2, 4)")
        house.push(notes=NOTES.format(text="two"))
        expect(page.locator("li")).to_have_text("two")
        expect(page.locator("#in")).to_be_visible()
        expect(page.locator("#typed")).to_have_value("half a sent")
        expect(page.locator("#count")).to_have_value("one")
        typed = "e => [document.activeElement === e, e.selectionStart, e.selectionEnd]"
        assert page.locator("#typed").evaluate(typed) == [True, 2, 4]
        # Leaving the field is not enough: the words are not sent yet.
        page.locator("#b").focus()
        house.push(notes=NOTES.format(text="three"))
        expect(page.locator("li")).to_have_text("three")
        expect(page.locator("#typed")).to_have_value("half a sent")
        page.locator("#f").evaluate("e => e.dispatchEvent(new CustomEvent('press:done', { bubbles: true }))")
        expect(page.locator("#typed")).to_have_value("three")
        expect(page.locator("#count")).to_have_value("three")


def test_a_field_somebody_stands_in_waits_until_they_leave_it(browser: Browser) -> None:
    house = LiveHouse("member")
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        page.locator("#count").focus()
        house.push(notes=NOTES.format(text="two"))
        expect(page.locator("li")).to_have_text("two")
        expect(page.locator("#count")).to_have_value("one")
        page.locator("#b").focus()
        expect(page.locator("#count")).to_have_value("two")


def test_the_focus_stays_on_its_button_or_goes_to_the_part(browser: Browser) -> None:
    house = LiveHouse("member")
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        page.locator("#b").focus()
        house.push(notes="<p>New, before everything</p>" + NOTES.format(text="two"))
        expect(page.locator("#b")).to_have_text("two")
        expect(page.locator("#b")).to_be_focused()
        house.push(notes="<p>Nothing left</p>")
        shows(page, "notes", "Nothing left")
        expect(page.locator("[data-part=notes]")).to_be_focused()


def test_typed_words_outlive_their_form_on_the_server(browser: Browser) -> None:
    house = LiveHouse("member")
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        page.locator("#typed").fill("not lost")
        house.push(notes="<p>Closed</p>")
        shows(page, "notes", "Closed")
        expect(page.locator("#typed")).to_have_value("not lost")


def test_new_sentences_are_spoken_once(browser: Browser) -> None:
    house = LiveHouse("member")
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        house.push(vote='<p data-say="assertive">A vote is open</p>')
        expect(page.locator("[data-announce=assertive]")).to_have_text("A vote is open")
        page.locator("[data-announce=assertive]").evaluate("e => { e.textContent = 'spoken'; }")
        house.push(vote='<p data-say="assertive">A vote is open</p><p>7 of 9</p>')
        shows(page, "vote", "7 of 9")
        expect(page.locator("[data-announce=assertive]")).to_have_text("spoken")


@both
def test_a_lost_server_is_said_and_the_page_catches_up_when_it_is_back(
    browser: Browser, audience: str
) -> None:
    house = LiveHouse(audience)
    with house.served() as ready:
        port = ready.port
        with opened(browser, ready) as page:
            light(page, LIVE)
            ready.stop()
            light(page, OLD)
            house.change(vote="<p>while away</p>")
            with house.served(port):
                shows(page, "vote", "while away")
                light(page, LIVE)


@both
def test_a_dead_line_that_seems_open_is_noticed(browser: Browser, audience: str) -> None:
    house = LiveHouse(audience)
    with house.served() as ready, black_hole(ready) as wire, opened(browser, ready, wire.port) as page:
        light(page, LIVE)
        wire.cut()
        light(page, OLD)
        house.change(vote="<p>while cut off</p>")
        wire.mend()
        shows(page, "vote", "while cut off")
        light(page, LIVE)


def test_without_instant_updates_the_page_asks_now_and_then(browser: Browser) -> None:
    house = LiveHouse("public")
    with house.served(with_events=False) as ready, opened(browser, ready) as page:
        light(page, "Up to date, checked every few seconds")
        house.change(vote="<p>asked for</p>")
        shows(page, "vote", "asked for")


def test_who_may_not_listen_any_more_is_told_to_reload(browser: Browser) -> None:
    house = LiveHouse("member")
    with house.served() as ready, opened(browser, ready) as page:
        light(page, LIVE)
        house.refuse = 401
        house.push(since=house.version + 5)
        light(page, ENDED)
        asked = len(house.asked)
        house.push(vote="<p>secret</p>")
        page.wait_for_function("document.querySelector('[data-part=vote]').textContent === 'none'")
        assert len(house.asked) == asked
