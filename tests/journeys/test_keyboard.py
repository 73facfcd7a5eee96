"""What matters most is done without a mouse: vote, change the vote, order an agenda, skip to what a page is about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.everything import Everything
from tests.journeys.screens import Screens

#: stops on the way to anything that matters
FAR = 40


@pytest.fixture
def screens(browser: Browser, council: Everything) -> Iterator[Screens]:
    """Windows whose consoles must stay empty."""
    made = Screens(browser, council.address)
    yield made
    made.close()
    assert made.problems == []


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus, and see that the focus can be seen."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            shown = wanted.evaluate("e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).boxShadow]")
            assert shown != ["none", "none"], "the focus cannot be seen"
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


def test_a_ballot_is_cast_and_changed_by_tab_and_space(council: Everything, screens: Screens) -> None:
    member = council.town.site.world.tokens[council.town.planning.members[2]]
    page = screens.open("member", f"/room/{council.town.live.id}", member).page
    expect(page.locator("#ballot")).to_be_visible()
    for choice in ("for", "against"):
        button = page.locator(f'[data-choice="{choice}"]')
        tab_to(page, button)
        page.keyboard.press("Space")
        expect(page.locator("#ballot-state")).to_contain_text(f"Your vote {choice.upper()} is saved")
        expect(page.locator('[data-choice][aria-pressed="true"]')).to_have_attribute("data-choice", choice)
    vote_id = page.evaluate(
        "fetch('/room/' + location.pathname.split('/')[2] + '/state').then((a) => a.json())"
    )
    mine = page.request.get(f"/votes/{vote_id['parts']['vote']['data']['id']}/ballot").json()
    assert mine["choice"] == "against"


def test_the_first_stop_leads_past_the_menu(council: Everything, screens: Screens) -> None:
    page = screens.open("resident", f"/meetings/{council.town.past.id}").page
    link = page.get_by_role("link", name="Skip to main content")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("main").evaluate("main => main.contains(document.activeElement)")


def test_an_agenda_is_put_in_order_by_keys(council: Everything, screens: Screens) -> None:
    path = f"/desk/meetings/{council.town.coming.id}/agenda"
    page = screens.open("officer", path, council.lookers["officer"]).page
    names = page.locator("[data-sortable] > li .witan-lines__title a")
    first, second, *others = names.all_inner_texts()
    handle = page.get_by_role("button", name=f"Move {first}", exact=True)
    tab_to(page, handle)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-announce="assertive"]')).to_contain_text(f"{first}, 2 of {2 + len(others)}")
    page.keyboard.press("Space")
    expect(page.locator('[data-announce="polite"]')).to_contain_text("The new order of the agenda is saved.")
    expect(handle).to_be_focused()
    page.reload()
    assert names.all_inner_texts() == [second, first, *others]
