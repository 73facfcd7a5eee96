"""The open business: a declaration, an amendment in a power cut, a tie, a procedural motion that is lost."""

from __future__ import annotations

import re
from itertools import chain, repeat

from playwright.sync_api import Page, expect

from tests.journeys.council.hall import (
    AMENDED,
    CALENDAR,
    IN_BROWSERS,
    MAYOR,
    ROUTES,
    Hall,
    agree,
    pictures,
    take,
)

#: who leaves for an interest: the last of those in browsers
BARRED = IN_BROWSERS - 1
RESULT = '[data-part="vote"] .witan-vote--declared'


def declare_an_interest(h: Hall) -> None:
    """One press on the member's own page; she is out of the item and has no ballot in it."""
    take(h, ROUTES)
    page, name = h.screens[BARRED].page, h.members[BARRED].name
    h.screens[BARRED].look("council-interest-member")
    page.get_by_text("Interests: declare one of yours").click()
    agree(page, re.compile("^Pecuniary: I leave the room"))
    for each in (h.console, h.chair):
        expect(each.locator('[data-part="interests"]')).to_contain_text(name)
    expect(h.console.locator("#declared-interests")).to_contain_text("Out of the room")


def _move(h: Hall, mover: int, seconder: int) -> None:
    h.console.locator("#mover_id").select_option(label=h.members[mover].name)
    h.console.locator("#seconder_id").select_option(label=h.members[seconder].name)
    h.console.get_by_role("button", name="Put it before the meeting").click()


def move_and_amend(h: Hall) -> None:
    """The recommendation, and an amendment to it, which every screen shows as a difference."""
    h.console.get_by_role("button", name="Move the recommendation").click()
    _move(h, 2, 3)
    expect(h.public.locator('[data-part="motions"]')).to_contain_text("Moved by")
    h.console.get_by_role("button", name="Move an amendment to it").click()
    h.console.get_by_label("What is moved").fill(AMENDED)
    _move(h, 4, 5)
    for page in (h.chair, h.screens[1].page, h.public):
        expect(page.locator('[data-part="motions"] ins').first).to_contain_text("lit")
    pictures(h, "amendment")


def _open(h: Hall, words: str) -> str:
    h.console.get_by_role("button", name=re.compile(f"^{words}")).first.click()
    return str(h.voters[0].wait_for_vote("open")["id"])


def _press(page: Page, choice: str) -> None:
    page.locator(f'#ballot [data-choice="{choice}"]').click()


def _saved(page: Page, choice: str) -> None:
    expect(page.locator("#ballot-state")).to_contain_text(
        f"Your vote {choice.upper()} is saved", timeout=30_000
    )


def vote_through_a_power_cut(h: Hall) -> None:
    """Twenty votes are in when the power goes; five press while it is gone; nobody presses twice, all are counted."""
    vote_id = _open(h, "Recorded vote")
    browsers = [s.page for s in h.screens[:BARRED]]
    for page in browsers:
        expect(page.locator("#ballot")).to_be_visible()
    expect(h.screens[BARRED].page.locator("#ballot")).to_be_hidden()
    for voter in h.voters[:20]:
        voter.choose(vote_id, "for")
    for page in browsers[:3]:
        _press(page, "for")
        _saved(page, "for")
    with h.everybody_may_say("ERR_", "WebSocket", "502", "socket"):
        h.power_cut()
        for page in browsers[3:8]:
            _press(page, "for")
            expect(page.locator("#ballot-state")).to_contain_text("not saved yet")
        expect(h.public.locator("#connection")).to_contain_text("Not up to date", timeout=30_000)
        pictures(h, "power-cut")
        h.start()
        for page in browsers[3:8]:
            _saved(page, "for")
    h.sit_down()
    for page in browsers[8:]:
        _press(page, "against")
        _saved(page, "against")
    for voter in h.voters[20:36]:
        voter.choose(vote_id, "against")
    for voter in h.voters[36:]:
        voter.choose(vote_id, "abstain")
    expect(h.console.locator('[data-part="vote"] .witan-counts')).to_contain_text("voted49", timeout=30_000)
    close_and_declare(h, "Carried", "28", "19", "No vote cast: 0 of 49 present")


def close_and_declare(h: Hall, *words: str) -> None:
    """The clerk closes, everybody reads back, the chair's word is entered; all screens show it."""
    agree(h.console, re.compile("^Close the vote"))
    expect(h.console.locator(".witan-vote--closed")).to_be_visible()
    h.console.wait_for_timeout(1100)
    h.console.get_by_role("button", name=re.compile("^Declare the result")).click()
    for page in (h.console, h.public, *(s.page for s in h.screens[:BARRED])):
        for each in words:
            expect(page.locator(RESULT)).to_contain_text(each)


def vote_to_a_tie(h: Hall) -> None:
    """Twenty-four on each side, one abstains; the chair, who voted for, gives the casting vote on his own page."""
    vote_id = _open(h, "Recorded vote")
    browsers = [s.page for s in h.screens[:BARRED]]
    choices = chain(repeat("for", 24), repeat("against", 24), ["abstain"])
    for page in browsers:
        expect(page.locator("#ballot")).to_be_visible()
        choice = next(choices)
        _press(page, choice)
        _saved(page, choice)
    for voter in h.voters:
        voter.choose(vote_id, next(choices))
    agree(h.console, re.compile("^Close the vote"))
    expect(h.screens[1].page.get_by_text(re.compile("votes are equal"))).to_be_visible()
    pictures(h, "tie")
    agree(h.chair, re.compile("^Casting vote for"))
    h.console.wait_for_timeout(1100)
    h.console.get_by_role("button", name=re.compile("^Declare the result")).click()
    for page in (h.console, h.public, h.screens[1].page):
        expect(page.locator(RESULT)).to_contain_text("Carried on the casting vote")


def lose_a_procedural_motion(h: Hall) -> None:
    """To take the mayor next: hands are counted by the clerk, confirmed by the chair, and the order stays."""
    take(h, CALENDAR)
    console = h.console
    console.locator("#move-motion > summary").click()
    console.locator("#kind").select_option("procedural")
    console.get_by_label("What is moved").fill("That the mayor is appointed next")
    console.locator('#motion-form [name="effect"]').select_option("order_of_business")
    option = console.locator('#motion-form [name="effect_item_id"] option', has_text=MAYOR)
    console.locator('#motion-form [name="effect_item_id"]').select_option(str(option.get_attribute("value")))
    _move(h, 6, 7)
    console.locator("#vote-otherwise > summary").click()
    console.get_by_label("How it is taken").select_option("hands")
    console.locator("#vote-method").select_option("totals")
    console.get_by_role("button", name="Open the vote").click()
    for name, count in (("count_for", "20"), ("count_against", "30"), ("count_abstain", "0")):
        console.locator(f"#hands-{name}").fill(count)
    console.get_by_role("button", name="Enter the hands counted").click()
    agree(h.chair, "The figures are right")
    expect(console.get_by_text("confirmed by")).to_be_visible()
    agree(console, re.compile("^Close the vote"))
    console.get_by_role("button", name=re.compile("^Declare the result")).click()
    expect(h.public.locator('[data-part="motions"]')).to_contain_text("Not agreed")
    items = console.locator(".witan-agenda__item .witan-agenda__title").all_inner_texts()
    assert items.index(CALENDAR) < items.index(MAYOR)
    assert items[-1] == MAYOR
