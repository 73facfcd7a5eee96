"""R5, in a real browser: two tabs of one member, the network gone in between, the page loaded again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect

from meetings.voting.queries import ballots_of
from meetings.voting.rules import Choice
from tests.faults.house import COOKIE, HOST, House, Server, serving

SAVED = re.compile(r"is saved")
WAIT = 15_000


@contextmanager
def _member(browser: Browser, house: House, server: Server) -> Iterator[BrowserContext]:
    """A member's browser, signed in."""
    context = browser.new_context(base_url=f"http://{HOST}:{server.port}")
    context.set_default_timeout(WAIT)
    token = house.voters[5].token
    context.add_cookies([{"name": COOKIE, "value": token, "url": f"http://{HOST}:{server.port}"}])
    yield context
    context.close()


def _tab(context: BrowserContext, house: House) -> Page:
    page = context.new_page()
    page.goto(f"/room/{house.sitting.id}")
    expect(page.locator("#ballot")).to_be_visible(timeout=WAIT)
    return page


def _press(page: Page, choice: Choice) -> None:
    page.locator(f"#ballot [data-choice={choice.value}]").click()


def _says(page: Page, choice: Choice) -> None:
    pressed = page.locator(f"#ballot [data-choice={choice.value}]")
    expect(pressed).to_have_attribute("aria-pressed", "true", timeout=WAIT)
    expect(page.locator("#ballot-state")).to_contain_text(SAVED, timeout=WAIT)


def test_both_tabs_show_what_counts_and_a_press_without_network_is_not_forgotten(
    browser: Browser, sqlite_house: House
) -> None:
    house = sqlite_house
    member = house.voters[5].person_id
    with serving(house) as server, _member(browser, house, server) as context:
        vote_id = house.open_vote()
        one, other = _tab(context, house), _tab(context, house)
        _press(one, Choice.FOR)
        _says(one, Choice.FOR)
        _says(other, Choice.FOR)
        _press(other, Choice.AGAINST)
        _says(other, Choice.AGAINST)
        _says(one, Choice.AGAINST)
        # Twice in a hurry: the last press counts.
        one.locator("#ballot [data-choice=for]").dblclick()
        _press(one, Choice.ABSTAIN)
        _says(one, Choice.ABSTAIN)
        context.set_offline(True)
        _press(one, Choice.FOR)
        expect(one.locator("#ballot-state")).not_to_contain_text(SAVED)
        context.set_offline(False)
        _says(one, Choice.FOR)
        # Back and forth, and loaded again: the page shows what the server holds, and sends nothing old.
        other.goto("/account")
        other.go_back()
        other.reload()
        expect(other.locator("#ballot")).to_be_visible(timeout=WAIT)
        _says(other, Choice.FOR)
        with house.database.read() as session:
            assert ballots_of(session, vote_id)[member] is Choice.FOR
        house.end_votes()
