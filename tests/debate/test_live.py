"""A debate in browsers: a member asks on a phone, the chair gives the floor, the clock and the places follow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from meetings.runtime.hub import Ready
from tests.factories.browser import violations
from tests.factories.site import Site, make_site
from tests.publicsite.serving import served


@contextmanager
def opened(browser: Browser, site: Site, ready: Ready, path: str, token: str = "") -> Iterator[Page]:
    """A page of a phone."""
    base = f"http://{ready.host}:{ready.port}"
    context = browser.new_context(viewport={"width": 375, "height": 720})
    context.set_default_timeout(20_000)
    if token:
        name = site.parts.services.config.session_cookie
        context.add_cookies([{"name": name, "value": token, "url": base}])
    page = context.new_page()
    page.goto(base + path)
    expect(page.locator("#connection")).to_have_text("Up to date")
    yield page
    context.close()


def test_from_the_asking_to_the_end_on_three_screens(site: Site, browser: Browser) -> None:
    sitting = site.world.body(members=4).meeting("Library hours").open()
    chair, first, second = sitting.body.members[:3]
    room, tokens = f"/room/{sitting.id}", site.world.tokens
    with (
        served(site.parts) as ready,
        opened(browser, site, ready, room, tokens[chair]) as presiding,
        opened(browser, site, ready, room, tokens[first]) as one,
        opened(browser, site, ready, room, tokens[second]) as two,
        opened(browser, site, ready, f"/meetings/{sitting.id}/live") as public,
    ):
        one.get_by_role("button", name="Ask to speak").click()
        expect(one.locator("[data-my-turn]")).to_have_text("You are on the list, and next.")
        expect(one.get_by_role("button", name="Ask to speak")).to_be_hidden()
        two.get_by_role("button", name="Ask to speak").click()
        expect(two.locator("[data-my-turn]")).to_have_text(
            "You are on the list. One person speaks before you."
        )
        presiding.get_by_role("button", name="Call Councillor B. Bright").first.click()
        expect(one.locator("[data-my-turn]")).to_have_text("You have the floor.")
        expect(public.locator(".witan-floor__name")).to_have_text("Councillor B. Bright")
        expect(public.locator(".witan-speechlight__words")).to_contain_text("left")
        expect(public.locator("[data-speech-clock]")).to_have_attribute("data-light", "green")
        expect(public.locator('[data-part="debate"]')).to_contain_text("1 more person waits")
        presiding.get_by_role("button", name="Stop the clock").click()
        expect(public.locator(".witan-speechlight__words")).to_contain_text("The clock stands")
        two.get_by_role("button", name="I no longer want to speak").click()
        expect(two.get_by_role("button", name="Ask to speak")).to_be_visible()
        presiding.get_by_role("button", name="End the speech").click()
        expect(public.locator('[data-part="debate"]')).to_contain_text("Nobody has the floor.")
        for page in (presiding, two, public):
            assert violations(page) == []


@pytest.mark.parametrize(
    ("limit", "spoken", "running", "light", "words"),
    [
        (300, 10, True, "green", "4:50 left"),
        (300, 245, True, "amber", "0:55 left: coming to the end"),
        (300, 312, True, "red", "Time is up: 0:12 over"),
        (60, 20, True, "green", "0:40 left"),
        (0, 75, True, "none", "1:15 so far"),
        (300, 100, False, "off", "The clock stands: 3:20 left"),
    ],
)
def test_the_light_says_in_words_what_its_colour_shows(
    limit: int, spoken: int, running: bool, light: str, words: str, script: Page
) -> None:
    call = """async ([limit, spoken, running]) => {
        const { lightOf, wordsOf } = await import("/static/js/debate.js");
        const light = lightOf(limit, 60, spoken, running);
        return [light, wordsOf(light, limit, spoken)];
    }"""
    assert script.evaluate(call, [limit, spoken, running]) == [light, words]


@pytest.fixture(scope="module")
def script(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of our own site, to call the scripts' functions in."""
    with make_site(tmp_path_factory.mktemp("scripts") / "data") as site, served(site.parts) as ready:
        page = browser.new_page()
        page.goto(f"http://{ready.host}:{ready.port}/about/words")
        yield page
        page.close()


def test_the_scrubber_finds_states_and_neighbours(script: Page) -> None:
    call = """async () => {
        const { stateAt, neighbour } = await import("/static/js/replay.js");
        const states = [{ offset: 0, phase: "a" }, { offset: 90, phase: "b" }];
        return [stateAt(states, -1).phase, stateAt(states, 89).phase, stateAt(states, 90).phase,
                neighbour([0, 30, 90], 30, 1), neighbour([0, 30, 90], 30, -1), neighbour([0, 30, 90], 90, 1)];
    }"""
    assert script.evaluate(call) == ["The meeting had not begun", "a", "b", 90, 0, 90]
