"""The meeting itself: the clerk at the console, members at their devices, a resident at the live page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.before import ITEM, RECOMMENDATION, Journey
from tests.journeys.devices import Device
from tests.journeys.screens import PHONE, Screen
from tests.journeys.town import Member

#: of the thirteen members, who is here; the last has sent apologies
PRESENT = 12
RESULT = '[data-part="vote"] .witan-vote--declared'
#: notes the moment at which the result of this vote is to be seen on the page
_WATCH = """motion => {
  const page = document.documentElement;
  delete page.dataset.shown;
  const look = () => {
    const vote = document.querySelector('[data-part="vote"] .witan-vote--declared');
    if (!page.dataset.shown && vote && vote.textContent.includes(motion)) {
      page.dataset.shown = performance.timeOrigin + performance.now();
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
}"""


@dataclass
class Chamber:
    """Everybody's screens: four members at browsers, eight at other devices, a resident."""

    j: Journey
    chair: Screen
    phone: Screen
    wanderer: Screen
    hasty: Screen
    resident: Screen
    devices: list[Device]

    @property
    def console(self) -> Page:
        """The clerk's."""
        return self.j.desk

    @property
    def members(self) -> list[Screen]:
        """The browsers of members."""
        return [self.chair, self.phone, self.wanderer, self.hasty]

    @property
    def everybody(self) -> list[Screen]:
        """All browsers in the room, the clerk's and the resident's among them."""
        return [*self.members, self.j.officer, self.resident]


def take_the_roll(j: Journey) -> None:
    """Apologies of one, everybody else is here; the chair takes the chair."""
    console, absent = j.desk, j.town.members[PRESENT]
    console.goto(f"{j.home}/room")
    expect(console.get_by_role("status").filter(has_text="Up to date")).to_be_visible()
    console.get_by_text("Apologies", exact=True).click()
    console.get_by_role("button", name=f"Absence apology of {absent.name}").click()
    expect(console.get_by_text(f"{absent.name} apologies").first).to_be_visible()
    console.get_by_role("button", name="Tick everybody without apologies").click()
    j.officer.look("20-roll-call")
    console.get_by_role("button", name="Ticked are here in person").click()
    expect(console.get_by_text(f"{PRESENT} of {PRESENT + 1} members present")).to_be_visible()
    console.get_by_role("button", name="Open the meeting").click()
    console.get_by_role("dialog").get_by_role("button", name="Open the meeting").click()
    expect(console.get_by_text(f"{j.town.members[0].name} in the chair.")).to_be_visible()


def enter(j: Journey, devices: list[Device]) -> Chamber:
    """Members sit down at their screens; a resident follows from home."""
    room = f"/room/{j.meeting_id}"

    def sits(name: str, member: Member, **size: tuple[int, int]) -> Screen:
        return j.screens.open(name, room, member.token, **size)

    people = j.town.members
    chamber = Chamber(
        j,
        chair=sits("chair", people[0]),
        phone=sits("phone", people[1], size=PHONE),
        wanderer=sits("wanderer", people[2]),
        hasty=sits("hasty", people[3]),
        resident=j.screens.open("resident", f"/meetings/{j.meeting_id}/live"),
        devices=devices,
    )
    for screen in chamber.everybody:
        expect(screen.page.get_by_role("status").filter(has_text="Up to date")).to_be_visible()
    return chamber


def take_the_item(c: Chamber) -> None:
    """One after the other, until it is its turn; everybody's screen says so."""
    next_one = c.console.locator('button[data-key="n"]')
    while ITEM not in (words := next_one.inner_text()):
        next_one.click()
        expect(next_one).not_to_have_text(words)
    next_one.click()
    for screen in c.everybody:
        expect(screen.page.get_by_role("heading", name=ITEM)).to_be_visible()


def move(c: Chamber, mover: Member, seconder: Member) -> None:
    """The recommendation is moved and seconded."""
    c.console.get_by_role("button", name="Move the recommendation").click()
    expect(c.console.get_by_label("What is moved")).to_have_value(RECOMMENDATION)
    _move(c, mover, seconder)


def move_words(c: Chamber, text: str, mover: Member, seconder: Member) -> None:
    """A motion that was not on the agenda."""
    c.console.get_by_text("Move a motion").click()
    c.console.get_by_label("What is moved").fill(text)
    _move(c, mover, seconder)


def _move(c: Chamber, mover: Member, seconder: Member) -> None:
    console = c.console
    console.get_by_label("Moved by").select_option(label=mover.name)
    console.get_by_label("Seconded by").select_option(label=seconder.name)
    console.get_by_role("button", name="Put it before the meeting").click()
    for screen in c.everybody:
        words = f"Moved by {mover.name}, seconded by {seconder.name}"
        expect(screen.page.get_by_text(words).first).to_be_visible()


def press(screen: Screen, words: str) -> None:
    """A member presses a button of the ballot and is told that it is saved."""
    screen.page.get_by_role("button", name=words, exact=False).and_(
        screen.page.locator("[data-choice]")
    ).click()
    saved(screen, words)


def saved(screen: Screen, words: str) -> None:
    """The device says so, with the receipt."""
    expect(screen.page.locator("#ballot-state")).to_contain_text(f"Your vote {words.upper()} is saved")
    mine = screen.page.locator('[data-choice][aria-pressed="true"]')
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text(words)


def ask_to_close(c: Chamber, *words: str) -> None:
    """The clerk presses the button, and the question says who is missing."""
    c.console.get_by_role("button", name=re.compile("^Close the vote")).click()
    for each in words:
        expect(c.console.get_by_role("dialog")).to_contain_text(each)


def answer(c: Chamber, words: str) -> None:
    """To the question."""
    c.console.get_by_role("dialog").get_by_role("button", name=words).click()
    expect(c.console.get_by_role("dialog")).to_be_hidden()


def declare(c: Chamber, motion: str, *figures: str) -> None:
    """Measures how long the public waited from the answer to the clerk; everybody sees the result."""
    c.resident.page.evaluate(_WATCH, motion)
    with c.console.expect_response(re.compile("/desk/votes/.*/declare")) as answered:
        c.console.get_by_role("button", name=re.compile("^Declare the result")).click()
    timing = answered.value.request.timing
    assert answered.value.ok
    resident = c.resident.page.locator("html")
    expect(resident).to_have_attribute("data-shown", re.compile("[0-9]"))
    shown = float(str(resident.get_attribute("data-shown")))
    c.j.delays.append((shown - timing["startTime"] - timing["responseStart"]) / 1000)
    for screen in c.everybody:
        result = screen.page.locator(RESULT)
        for each in figures:
            expect(result).to_contain_text(each)
