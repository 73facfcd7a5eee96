"""The private part, which the public neither sees nor hears of, and a mayor appointed by secret ballot."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.council.hall import IN_BROWSERS, MAYOR, SECRET, SECRET_MOTION, Hall, agree, pictures, take

#: the chair and two members have a teller's key on their devices
TELLERS = (0, 2, 3)
CANDIDATES = (20, 21, 22)
#: of fifty: nobody has more than half, the last drops out; then both have as many
ROUNDS = ((18, 17, 15), (25, 25))


def enrol_the_tellers(h: Hall) -> None:
    """Before the meeting, each on their own device."""
    for n in TELLERS:
        page = h.screens[n].context.new_page()
        page.goto("/account/teller")
        page.get_by_label(re.compile("A name for this device")).fill("My tablet")
        page.get_by_role("button", name="Make a key and enrol this device").click()
        expect(page.get_by_role("heading", name="Enrolled")).to_be_visible()
        page.close()


def exclude_the_public(h: Hall) -> None:
    """Moved from the chair and agreed; confirmed dark; only then is the item taken."""
    console = h.console
    console.locator("#exempt-ahead > summary").click()
    console.get_by_role("button", name="Put this motion from the chair").click()
    agree(console, "Agreed without a vote")
    expect(h.public.locator(".witan-excluded")).to_be_visible()
    pictures(h, "stopping")
    console.get_by_role("button", name=re.compile("^They have left")).click()
    expect(console.get_by_role("heading", name="Private: confirmed")).to_be_visible(timeout=30_000)
    take(h, SECRET)
    opening = console.get_by_role("button", name=re.compile("^Open the private part"))
    if opening.is_visible():
        opening.click()
    console.get_by_role("button", name="Move the recommendation").click()
    console.locator("#mover_id").select_option(label=h.members[8].name)
    console.locator("#seconder_id").select_option(label=h.members[9].name)
    console.get_by_role("button", name="Put it before the meeting").click()
    expect(h.screens[1].page.locator('[data-part="motions"]')).to_contain_text(SECRET_MOTION)
    agree(console, "Agreed without a vote")
    pictures(h, "private")
    for words in (SECRET, SECRET_MOTION, "maltings"):
        expect(h.public.locator("body")).not_to_contain_text(words)


def let_the_public_return(h: Hall) -> None:
    """After the delay their pages go on by themselves, and say nothing of what was private."""
    agree(h.console, "Let the public return")
    expect(h.console.get_by_role("heading", name="The public is coming back")).to_be_visible()
    expect(h.public.locator(".witan-excluded")).to_have_count(0, timeout=30_000)
    take(h, MAYOR)
    expect(h.public.get_by_role("heading", name=MAYOR).first).to_be_visible()
    for words in (SECRET, SECRET_MOTION, "maltings"):
        assert words not in h.public.content()


def appoint_the_mayor(h: Hall) -> None:
    """Three candidates, sealed envelopes, two tellers; the last drops out; then a tie and the chair's casting vote."""
    console = h.console
    console.locator("#new-appointment > summary").click()
    console.get_by_label("To what").fill("Mayor of Northmoor")
    console.get_by_label("What becomes known of the votes").select_option("secret")
    console.get_by_role("button", name="Put it before the meeting").last.click()
    for n in CANDIDATES:
        console.locator("#nominee").select_option(label=h.members[n].name)
        console.locator("#proposer").select_option(label=h.members[4].name)
        console.locator("#seconder").select_option(label=h.members[5].name)
        console.locator("#nominee-consent").check()
        console.get_by_role("button", name="Nominate").click()
        expect(console.get_by_role("button", name=f"Withdraws {h.members[n].name}")).to_be_visible()
    for number, shares in enumerate(ROUNDS, 1):
        _round(h, number, shares)
    agree(h.chair, re.compile(f"^Casting vote for {h.members[CANDIDATES[0]].name}"))
    console.get_by_role("button", name="Declare the round").click()
    for page in (console, h.public, h.chair):
        expect(page.locator('[data-part="appointment"]')).to_contain_text(
            f"Appointed: {h.members[CANDIDATES[0]].name}"
        )
    pictures(h, "mayor")


def _round(h: Hall, number: int, shares: tuple[int, ...]) -> None:
    console = h.console
    console.get_by_role("button", name=re.compile("^Open the .* on members’ devices")).click()
    found = h.voters[0].wait_for_round(number)
    ids = [c["id"] for c in found["candidates"]]
    names = [c["name"] for c in found["candidates"]]
    order = [i for i, share in enumerate(shares) for _ in range(share)]
    for screen, choice in zip(h.screens, order[:IN_BROWSERS], strict=True):
        page = screen.page
        page.locator("#round-ballot-buttons button", has_text=names[choice]).click()
        expect(page.locator("#round-ballot-state")).to_contain_text("your envelope", ignore_case=True)
    for voter, choice in zip(h.voters, order[IN_BROWSERS:], strict=True):
        voter.wait_for_round(number)
        voter.send_envelope(ids[choice])
    expect(console.locator('[data-part="appointment"] .witan-counts')).to_contain_text("voted50")
    agree(console, re.compile("^Close the round"))
    for n in TELLERS[:2]:
        page = h.screens[n].page
        expect(page.locator("#teller-count")).to_have_text("50")
        page.locator("#teller-agree").click()
        expect(page.locator("#teller-state")).not_to_be_empty()
    # The second teller's word opens the box; the clerk has a press for it only where that was interrupted.
    expect(console.get_by_text("Counted, not declared yet")).to_be_visible(timeout=60_000)
    if number == 1:
        console.get_by_role("button", name="Declare the round").click()
        expect(h.public.locator('[data-part="appointment"]')).to_contain_text("Round 1")


def close_the_meeting(h: Hall) -> None:
    """The draft minutes stand ready, with the open and the private part as they were."""
    console = h.console
    console.get_by_text("Chair, adjourn, close").click()
    agree(console, re.compile("^Close the meeting"))
    console.get_by_role("link", name="Go to the draft minutes").click()
    draft = console.locator("main")
    for words in (
        "the cycle route along the canal is built and lit",
        "casting vote",
        h.members[11].name,
        "Mayor of Northmoor",
        h.members[CANDIDATES[0]].name,
    ):
        expect(draft).to_contain_text(words)
