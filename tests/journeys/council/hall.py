"""The council of fifty, its agenda, the server that can lose its power, and everybody's screens."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.bodies.models import BodyKind, Seat
from meetings.bodies.usecases import AddMember, CreateBody, add_member, create_body
from meetings.deadlines.usecases import SetChoice, set_choice
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.process import LOOPBACK, LocalServer
from tests.factories.world import World
from tests.journeys.council.voters import Voter
from tests.journeys.screens import PHONE, Screen, Screens
from tests.journeys.town import ROOT, Member, furnished

MEMBERS, IN_BROWSERS = 50, 12
ROUTES = "Cycle routes"
PLAN = "That the cycle route along the canal is built"
AMENDED = "That the cycle route along the canal is built and lit"
CALENDAR = "Calendar of meetings"
SECRET = "Purchase of the maltings"
SECRET_MOTION = "That the maltings be bought for 412,000 pounds"
MAYOR = "Appointment of the mayor"
#: seconds from the chair's word until the public sees the meeting again
RETURN_AFTER = 3
PRICES = "Paragraph 3 of Part 1 of Schedule 12A to the Local Government Act 1972"


@dataclass
class Hall:
    """What the steps need. `screens` are those of members, the chair's first."""

    folder: Path
    members: list[Member]
    clerk_token: str
    meeting_id: str
    server: LocalServer = field(default_factory=lambda: LocalServer("hall", None))
    windows: Screens | None = None
    clerk: Screen | None = None
    resident: Screen | None = None
    screens: list[Screen] = field(default_factory=list)
    voters: list[Voter] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the server is."""
        return f"http://{LOOPBACK}:{self.server.port}"

    @property
    def console(self) -> Page:
        """The clerk's page."""
        assert self.clerk is not None
        return self.clerk.page

    @property
    def public(self) -> Page:
        """The resident's page."""
        assert self.resident is not None
        return self.resident.page

    @property
    def chair(self) -> Page:
        """The chair's own page."""
        return self.screens[0].page

    def start(self) -> None:
        """Power on."""
        command = ["env", "WITAN_READ_BACK_SECONDS=1", sys.executable, str(ROOT / "wsgi.py"), "server"]
        command += ["--data", str(self.folder), "--port", str(self.server.port), "--no-demo"]
        self.server.start(command, self._answers)

    def power_cut(self) -> None:
        """The server is gone between two instructions."""
        self.server.end(signal.SIGKILL)

    def sit_down(self) -> None:
        """The thirty-eight who follow on sockets."""
        for voter in self.voters:
            voter.close()
        self.voters = [Voter(self.address, self.meeting_id, m) for m in self.members[IN_BROWSERS:]]

    @contextmanager
    def everybody_may_say(self, *words: str) -> Iterator[None]:
        """While the server is gone, every browser may say so."""
        assert self.windows is not None
        for screen in self.windows.opened:
            screen.expected = words
        yield
        self.console.wait_for_timeout(200)
        for screen in self.windows.opened:
            screen.expected = ()

    def _answers(self) -> bool:
        connection = HTTPConnection(LOOPBACK, self.server.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def _council(world: World) -> tuple[str, list[Member]]:
    body_id = world.run(create_body, CreateBody(name="Council", kind=BodyKind.COUNCIL, quorum=13), SYSTEM)
    members = [Member(p, world.names[p], world.tokens[p]) for p in _people(world, body_id)]
    return body_id, members


def _people(world: World, body_id: str) -> Iterable[str]:
    for n in range(MEMBERS):
        name = f"Councillor {chr(65 + n % 26)}{n:02d}. Fairway"
        person_id = world.person(name)
        seat = Seat.CHAIR if n == 0 else Seat.MEMBER
        world.run(add_member, AddMember(body_id, person_id, seat, datetime(2023, 5, 15).date()), SYSTEM)
        world.tokens[person_id] = world.account(name, person_id=person_id)
        world.names[person_id] = name
        yield person_id


def _meeting(world: World, body_id: str, now: datetime) -> str:
    """Arranged and published a fortnight ago, in time for everything."""
    world.clock.at = now - timedelta(days=14)
    starts = (now + timedelta(minutes=20)).replace(microsecond=0)
    meeting_id = world.run(arrange_meeting, ArrangeMeeting(body_id, starts, place="Council Chamber"))
    closed = {"sensitivity": Sensitivity.EXEMPT, "exemption": PRICES, "interest_test": "It names prices."}
    for title, more in (
        ("Apologies for absence", {}),
        (ROUTES, {"recommendation": PLAN}),
        (CALENDAR, {}),
        (SECRET, {**closed, "recommendation": SECRET_MOTION}),
        (MAYOR, {}),
    ):
        world.run(add_item, AddItem(meeting_id, title, **more))  # type: ignore[arg-type]
    world.run(publish_agenda, PublishAgenda(meeting_id))
    world.clock.at = now
    return meeting_id


@contextmanager
def hall(folder: Path, browser: Browser) -> Iterator[Hall]:
    """Everybody at their place, the meeting not opened yet. In the end nothing may have gone wrong unasked."""
    now = datetime.now(UTC)
    with furnished(folder, now) as (_, world):
        body_id, members = _council(world)
        token = world.account("Olive Marsh", role=Role.OFFICER)
        world.run(set_choice, SetChoice("public_return_seconds", str(RETURN_AFTER), "Standing order 21"))
        made = Hall(folder, members, token, _meeting(world, body_id, now))
    made.start()
    # Fifteen windows on two processors take their time.
    expect.set_options(timeout=20_000)
    try:
        made.windows = Screens(browser, made.address)
        yield made
        problems = made.windows.problems
    finally:
        expect.set_options(timeout=5_000)
        for voter in made.voters:
            voter.close()
        if made.windows is not None:
            made.windows.close()
        made.server.end(signal.SIGTERM)
        log = made.server.log.read_text(errors="replace")
        made.server.forget()
    assert problems == [], problems
    assert [line for line in log.splitlines() if "ERROR" in line or "Traceback" in line] == [], log


def take_places(h: Hall) -> None:
    """The clerk's console, twelve members in browsers, one of them on a phone, a resident at home."""
    assert h.windows is not None
    room = f"/room/{h.meeting_id}"
    h.clerk = h.windows.open("clerk", f"/desk/meetings/{h.meeting_id}/room", h.clerk_token)
    for n, member in enumerate(h.members[:IN_BROWSERS]):
        size = PHONE if n == 1 else (1024, 768)
        h.screens.append(h.windows.open(f"member {n}", room, member.token, size))
    h.resident = h.windows.open("resident", f"/meetings/{h.meeting_id}/live")
    h.sit_down()
    for screen in (h.clerk, h.resident, *h.screens):
        expect(screen.page.get_by_role("status").filter(has_text="Up to date")).to_be_visible()


def open_the_meeting(h: Hall) -> None:
    """Everybody is here."""
    h.console.get_by_role("button", name="Tick everybody without apologies").click()
    h.console.get_by_role("button", name="Ticked are here in person").click()
    expect(h.console.get_by_text(f"{MEMBERS} of {MEMBERS} members present")).to_be_visible()
    agree(h.console, "Open the meeting")
    for screen in h.screens:
        expect(screen.page.locator('[data-status="open"]')).to_be_visible()


def agree(page: Page, words: str | re.Pattern[str]) -> None:
    """Press a button that asks, and say yes."""
    page.get_by_role("button", name=words).first.click()
    dialog = page.get_by_role("dialog")
    dialog.locator("button.govuk-button:not(.govuk-button--secondary)").click()
    expect(dialog).to_be_hidden()


def take(h: Hall, title: str) -> None:
    """Put an item before the meeting from the list of the agenda."""
    if h.console.locator("#agenda-list").get_attribute("open") != "":
        h.console.locator("#agenda-list > summary").click()
    h.console.locator(".witan-agenda__item", has_text=title).get_by_role(
        "button", name=re.compile("^Take")
    ).click()
    for screen in h.screens:
        expect(screen.page.get_by_role("heading", name=title).first).to_be_visible()


def pictures(h: Hall, name: str) -> None:
    """What the clerk, the chair, a phone and the resident see, where pictures are wanted."""
    assert h.clerk is not None
    assert h.resident is not None
    for who, screen in (
        ("clerk", h.clerk),
        ("chair", h.screens[0]),
        ("phone", h.screens[1]),
        ("public", h.resident),
    ):
        screen.look(f"council-{name}-{who}")
