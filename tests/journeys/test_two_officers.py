"""Two officers at the same agenda in two browsers: nobody's work is lost, and the second sees what changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from meetings.kernel.permissions import Role
from tests.factories.site import Site, make_site
from tests.journeys.office import look_on_a_phone
from tests.journeys.screens import Screen, Screens
from tests.publicsite.serving import served

THEIRS, MINE = "That the wall is mended by the spring", "That the wall is mended by the autumn"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with make_site(tmp_path / "data") as made:
        yield made


def test_the_second_sees_what_the_first_saved_and_loses_nothing(site: Site, browser: Browser) -> None:
    sitting = site.world.body().meeting("Harbour wall", "Budget", publish=False)
    second_token = site.world.account("Bo Reid", role=Role.OFFICER)
    path = f"/desk/meetings/{sitting.id}/agenda"
    with served(site.parts) as ready:
        screens = Screens(browser, f"http://{ready.host}:{ready.port}")
        try:
            first = screens.open("first", f"{path}/{sitting.items[0]}", site.world.officer_token)
            second = screens.open("second", f"{path}/{sitting.items[0]}", second_token)
            _both_write(first.page, second.page)
            with second.may_say("409"):
                second.page.get_by_role("button", name="Save", exact=True).click()
                _the_second_decides(second)
            _everything_is_there(first.page, f"{path}/{sitting.items[0]}")
        finally:
            screens.close()
        assert screens.problems == []


def _both_write(first: Page, second: Page) -> None:
    """The first saves title and recommendation; the second has the page open from before."""
    for page in (first, second):
        expect(page.get_by_label("Title", exact=True)).to_have_value("Harbour wall")
    first.get_by_label("Title", exact=True).fill("Harbour wall and steps")
    first.get_by_label("Recommendation (optional)").fill(THEIRS)
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_role("link", name="Harbour wall and steps")).to_be_visible()
    second.get_by_role("textbox", name="What it is about (optional)").and_(
        second.locator("[contenteditable]")
    ).click()
    second.keyboard.type("The storm in the winter breached it.")
    second.get_by_label("Recommendation (optional)").fill(MINE)


def _the_second_decides(second: Screen) -> None:
    """Both recommendations stand side by side; what only the other changed is taken over."""
    page = second.page
    expect(page.get_by_role("heading", name="Saved by Priya Nair")).to_be_visible()
    clash = page.get_by_role("region", name="Saved by Priya Nair")
    expect(clash).to_contain_text(THEIRS)
    expect(clash).to_contain_text(MINE)
    expect(clash).to_contain_text("Taken over from the other, because you had not touched it: title")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Harbour wall and steps")
    expect(page.get_by_label("Recommendation (optional)")).to_have_value(MINE)
    second.look("70-two-officers")
    look_on_a_phone(second, "70-two-officers")
    page.get_by_role("radio", name="Theirs").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Harbour wall and steps")).to_be_visible()


def _everything_is_there(first: Page, path: str) -> None:
    """Of both."""
    first.goto(path)
    expect(first.get_by_label("Title", exact=True)).to_have_value("Harbour wall and steps")
    expect(first.get_by_label("Recommendation (optional)")).to_have_value(THEIRS)
    expect(first.get_by_text("The storm in the winter breached it.").first).to_be_visible()
