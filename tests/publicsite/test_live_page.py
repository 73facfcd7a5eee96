"""The public live page in a browser, on the real server, while the meeting goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from meetings.room.usecases import CloseMeeting, TakeItem, close_meeting, take_item
from meetings.voting.usecases import CloseVote, DeclareVote, close_vote, declare_vote
from tests.factories.site import Site
from tests.factories.world import Sitting
from tests.publicsite.serving import served
from tests.publicsite.town import AGAINST, FOR, RECORDED, cast


@pytest.fixture
def sitting(site: Site) -> Sitting:
    """A meeting that is on."""
    return site.world.body(members=3).meeting("Library hours", "Car parks").open()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with a time limit of its own."""
    context = browser.new_context(viewport={"width": 375, "height": 720})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def connection(page: Page) -> str:
    return page.locator("#connection").inner_text()


def test_the_page_follows_the_meeting_from_item_to_result_to_its_end(
    site: Site, sitting: Sitting, page: Page
) -> None:
    world = site.world
    with served(site.parts) as ready:
        page.goto(f"http://{ready.host}:{ready.port}/meetings/{sitting.id}/live")
        expect(page.locator("#connection")).to_have_text("Up to date")
        expect(page.locator(".witan-stage__title")).to_have_text("Library hours")

        world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
        expect(page.locator(".witan-stage__title")).to_have_text("Car parks")

        vote_id = sitting.vote(sitting.motion("That the car parks are free"), RECORDED)
        a, b, c = sitting.body.members
        cast(sitting, vote_id, {a: FOR, b: FOR, c: AGAINST})
        expect(page.locator(".witan-vote .witan-counts")).to_contain_text("3voted")
        assert "Bright" not in page.locator('[data-part="vote"] .witan-counts').inner_text()

        world.run(close_vote, CloseVote(vote_id, 0))
        expect(page.locator('[data-part="vote"]')).to_contain_text("The result is being checked")
        world.run(declare_vote, DeclareVote(vote_id))
        expect(page.locator('[data-part="vote"]')).to_contain_text("Carried")
        page.get_by_text("How each member voted").click()
        expect(page.locator("#vote-names")).to_contain_text("Councillor C. Cole")
        expect(page.get_by_text("The meeting is over.")).to_be_hidden()

        world.run(close_meeting, CloseMeeting(sitting.id))
        expect(page.get_by_text("The meeting is over.")).to_be_visible()
        expect(page.locator(".witan-stage")).to_be_hidden()
        page.get_by_role("link", name="decisions and results").click()
        expect(page.get_by_role("heading", name="Decisions")).to_be_visible()
        expect(page.get_by_text("For 2, against 1, abstained 0, no vote cast 0.")).to_be_visible()


def test_without_events_the_page_asks_and_without_a_server_it_says_so(
    site: Site, sitting: Sitting, page: Page
) -> None:
    page.route("**/events*", lambda route: route.abort())
    with served(site.parts) as ready:
        page.goto(f"http://{ready.host}:{ready.port}/meetings/{sitting.id}/live")
        site.world.run(take_item, TakeItem(sitting.id, sitting.items[1]))
        expect(page.locator(".witan-stage__title")).to_have_text("Car parks", timeout=25_000)
        assert "Up to date" in connection(page)
    expect(page.locator("#connection")).to_contain_text("Not up to date", timeout=25_000)


def test_without_scripts_the_page_shows_the_meeting_and_how_to_look_again(
    site: Site, sitting: Sitting, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    with served(site.parts) as ready:
        page.goto(f"http://{ready.host}:{ready.port}/meetings/{sitting.id}/live")
        expect(page.locator(".witan-stage__title")).to_have_text("Library hours")
        expect(page.locator("#connection")).to_have_text("Does not follow by itself")
        page.get_by_role("link", name="Load it again").click()
        expect(page.locator(".witan-stage__title")).to_have_text("Library hours")
    context.close()
