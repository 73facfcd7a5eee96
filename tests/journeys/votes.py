"""The two votes of the meeting: a recorded one that all twelve take part in, and one by totals only."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.journeys.before import RECOMMENDATION, Journey
from tests.journeys.room import (
    PRESENT,
    Chamber,
    answer,
    ask_to_close,
    declare,
    move,
    move_words,
    press,
    saved,
)

FIRST = RECOMMENDATION.split("\n")[0]
SECOND = "That a survey of readers is held"
#: how the eight members at devices vote, in their order
RECORDED = ("for", "for", "for", "for", "against", "against", "against", "abstain")
TOTALS = ("for", "for", "for", "against", "against", "abstain", "abstain")
LATE = "The vote is closed. Your choice came too late and was not counted."


def sides(j: Journey) -> dict[str, list[str]]:
    """Who voted how in the recorded vote."""
    chosen = ("for", "for", "for", "abstain", *RECORDED)
    named = list(zip(chosen, (m.name for m in j.town.members), strict=False))
    return {
        side: [name for choice, name in named if choice == side] for side in ("for", "against", "abstain")
    }


def recorded_vote(c: Chamber) -> None:
    """With a lost network, a double click and a ballot that comes after the close."""
    people = c.j.town.members
    move(c, people[4], people[5])
    c.console.get_by_role("button", name=re.compile("^Recorded vote")).click()
    for screen in c.members:
        expect(screen.page.locator("#ballot")).to_be_visible()
    c.phone.look("30-ballot-375")
    vote_id = str(c.devices[0].wait_for_vote("open")["id"])
    for device, choice in zip(c.devices, RECORDED, strict=True):
        status, body = device.cast(vote_id, choice)
        assert (status, body["choice"]) == (200, choice)
    press(c.chair, "For")
    press(c.phone, "For")
    c.phone.look("31-ballot-saved-375")
    _press_twice(c)
    _lose_the_network(c)
    c.j.officer.look("33-console-vote")
    ask_to_close(c, f"All {PRESENT} present have voted.")
    answer(c, "Close the vote")
    _read_back(c)
    status, body = c.devices[0].cast(vote_id, "against")
    assert (status, body["error"]) == (409, LATE)
    declare(c, FIRST, "Carried", "No vote cast: 0 of 12 present")
    for name, screen in (
        ("35-console-result", c.j.officer),
        ("35-live-result", c.resident),
        ("35-phone-result", c.phone),
    ):
        screen.look(name)
    for device in c.devices:
        counts = device.wait_for_vote("declared")["counts"]
        assert counts == {"for_": 7, "against": 3, "abstain": 2, "none": 0}


def _press_twice(c: Chamber) -> None:
    """A double click is one ballot."""
    page = c.hasty.page
    page.locator('[data-choice="abstain"]').dblclick()
    saved(c.hasty, "Abstain")
    expect(c.console.locator(".witan-counts")).to_contain_text("voted11")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('ballot:'))") == []


def _lose_the_network(c: Chamber) -> None:
    """Pressed without a network, named as missing, counted as soon as the network is back."""
    page, name = c.wanderer.page, c.j.town.members[2].name
    with c.wanderer.may_say("net::ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        c.wanderer.context.set_offline(True)
        page.locator('[data-choice="for"]').click()
        expect(page.locator("#ballot-state")).to_contain_text("not saved yet")
        c.wanderer.look("32-offline")
        ask_to_close(c, "1 of 12 present have not voted", name)
        c.j.officer.look("32-close-dialog")
        answer(c, "Go back")
        c.wanderer.context.set_offline(False)
        saved(c.wanderer, "For")
    expect(page.get_by_role("status").filter(has_text="Up to date")).to_be_visible()
    expect(c.console.locator(".witan-counts")).to_contain_text("voted12")


def _read_back(c: Chamber) -> None:
    """Members check the list before it is declared; the public waits."""
    expected = sides(c.j)
    for screen in (*c.members, c.j.officer):
        names = screen.page.locator("#vote-names")
        for words, side in (("For", "for"), ("Against", "against"), ("Abstained", "abstain")):
            expect(names).to_contain_text(f"{words} ({len(expected[side])})")
    for name in expected["against"]:
        expect(c.phone.page.locator("#vote-names")).to_contain_text(name)
    expect(c.resident.page.get_by_text("The result is being checked")).to_be_visible()
    expect(c.resident.page.locator("#vote-names")).to_have_count(0)
    c.phone.look("34-read-back-375")
    c.j.officer.look("34-read-back")
    c.console.wait_for_timeout(1100)


def totals_vote(c: Chamber) -> None:
    """Two abstain, one casts nothing, one presses too late; no names anywhere."""
    people = c.j.town.members
    move_words(c, SECOND, people[6], people[7])
    c.console.get_by_role("button", name=re.compile("^Vote, totals only")).click()
    for screen in c.members:
        expect(screen.page.locator("#ballot")).to_be_visible()
    c.devices[0].wait_for_vote("open")
    vote_id = str(c.devices[0].vote["id"])
    for device, choice in zip(c.devices, TOTALS, strict=False):
        assert device.cast(vote_id, choice)[0] == 200
    for screen in (c.chair, c.wanderer, c.hasty):
        press(screen, "For")
    held: list[Route] = []
    c.phone.page.route("**/votes/*/ballot", lambda route: _hold(route, held))
    c.phone.page.locator('[data-choice="for"]').tap()
    expect(c.phone.page.locator("#ballot-state")).to_contain_text("saving")
    expect(c.console.locator(".witan-counts")).to_contain_text("voted10")
    ask_to_close(c, "2 of 12 present have not voted", people[1].name, people[11].name, "not as abstaining")
    answer(c, "Close the vote")
    expect(c.phone.page.locator(".witan-vote--closed")).to_be_visible()
    with c.phone.may_say("409"):
        assert len(held) == 1
        held[0].continue_()
        expect(c.phone.page.get_by_text("came too late and was not counted")).to_be_visible()
    c.phone.look("36-too-late-375")
    c.j.officer.look("36-totals-closed")
    declare(c, SECOND, "Carried", "No vote cast: 2 of 12 present")
    for screen in c.everybody:
        expect(screen.page.locator("#vote-names")).to_have_count(0)
    c.resident.look("37-live-totals")


def _hold(route: Route, held: list[Route]) -> None:
    """A ballot that stays on its way until it is let go on; questions pass."""
    if route.request.method == "POST":
        held.append(route)
    else:
        route.continue_()
