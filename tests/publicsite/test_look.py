"""Every public page in a browser: nothing for axe to find, nothing to scroll sideways for, no policy broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.factories.browser import overflow, violations
from tests.publicsite.serving import served
from tests.publicsite.town import Town

WIDTHS = (1280, 320)


@pytest.fixture(scope="module")
def address(town: Town) -> Iterator[str]:
    """Where the council is served."""
    with served(town.site.parts) as ready:
        yield f"http://{ready.host}:{ready.port}"


def paths(town: Town) -> dict[str, str]:
    """Every public page, by name."""
    return {
        "home": "/",
        "list": "/meetings",
        "past": "/meetings?period=past",
        "none": "/meetings?body=council&period=past",
        "month": "/meetings?view=month&month=2026-12",
        "meeting": f"/meetings/{town.past.id}",
        "to come": f"/meetings/{town.coming.id}",
        "earlier": f"/meetings/{town.coming.id}?version=1",
        "cancelled": f"/meetings/{town.cancelled.id}",
        "on now": f"/meetings/{town.live.id}",
        "live": f"/meetings/{town.live.id}/live",
        "live, over": f"/meetings/{town.past.id}/live",
        "live, to come": f"/meetings/{town.coming.id}/live",
        "minutes": f"/meetings/{town.past.id}/minutes",
        "time line": f"/meetings/{town.past.id}/timeline?at=19:10",
        "bodies": "/bodies",
        "body": "/bodies/planning-committee",
        "councillors": "/councillors",
        "by ward": "/councillors?by=ward",
        "nobody": "/councillors?q=nobody",
        "councillor": "/councillors/a-abara",
        "recorded vote": f"/votes/{town.votes['recorded']}",
        "vote by totals": f"/votes/{town.votes['totals']}",
        "casting vote": f"/votes/{town.votes['casting']}",
        "accessibility": "/about/accessibility",
        "privacy": "/about/privacy",
        "words": "/about/words",
        "not there": "/meetings/nowhere",
        "my": "/my",
    }


def test_no_page_has_a_fault_that_axe_finds_or_scrolls_sideways(
    browser: Browser, town: Town, address: str
) -> None:
    faults: list[object] = []
    for width in WIDTHS:
        context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
        page = context.new_page()
        for name, path in paths(town).items():
            if name == "my":
                token = town.site.world.tokens[town.planning.members[0]]
                context.add_cookies([{"name": "witan", "value": token, "url": address}])
            page.goto(address + path)
            faults += [(name, width, fault) for fault in violations(page)]
            if overflow(page):
                faults.append((name, width, f"{overflow(page)} pixels too wide"))
        context.close()
    assert faults == []


def test_no_page_breaks_the_policy_or_complains(browser: Browser, town: Town, address: str) -> None:
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda m: complaints.append(f"{page.url} {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(f"{page.url} {e}"))
    for name, path in paths(town).items():
        if name not in ("my", "not there"):
            page.goto(address + path)
    context.close()
    assert complaints == []


def test_each_page_has_one_title_and_one_main_heading(browser: Browser, town: Town, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    titles = []
    for name, path in paths(town).items():
        if name != "my":
            page.goto(address + path)
            assert page.locator("h1").count() == 1, name
            titles.append(page.title())
    context.close()
    assert sorted(set(titles)) == sorted(titles)


def test_a_meeting_prints_its_agenda_and_no_buttons(browser: Browser, town: Town, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/meetings/{town.past.id}")
    button = page.get_by_role("button", name="Print this page")
    assert button.is_visible()
    page.emulate_media(media="print")
    assert not button.is_visible()
    assert page.get_by_role("heading", name="Opening hours of the library").last.is_visible()
    context.close()
