"""A council whose meetings are held on Zoom or Teams and broadcast on YouTube, all of them simulated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from integrations.simulators.base import Fault, FaultKind
from integrations.simulators.base import World as Simulators
from integrations.simulators.google_state import account_values, google, public_sees
from integrations.simulators.graph import ENTRY as TEAMS
from integrations.simulators.zoom_state import Meeting as ZoomMeeting
from integrations.simulators.zoom_state import ZoomState
from meetings.agendas.usecases import AddItem, PublishAgenda, add_item, publish_agenda
from meetings.conferencing.queries import broadcast_of_meeting
from meetings.connections.usecases.connecting import (
    EnterValues,
    NoteChecked,
    ShowNewsAddress,
    enter_values,
    note_checked,
    show_news_address,
)
from meetings.db.record import facts_of
from meetings.deadlines.usecases.profile import SetChoice, set_choice
from meetings.kernel.actor import SYSTEM
from meetings.kernel.clock import SystemClock
from meetings.kernel.permissions import Role
from meetings.kernel.secrecy import Sensitivity
from meetings.ports.providers import Checked
from meetings.runtime.vault import Vault
from meetings.schedule.models import MeetingMode
from meetings.schedule.usecases import ArrangeMeeting, arrange_meeting
from tests.factories.world import Committee, Sitting, World
from tests.integrations.youtube import contract
from tests.integrations.zoom.account import VALUES as ZOOM
from tests.journeys.screens import Screen, Screens
from tests.journeys.town import Town, furnished, served

#: What a council shortens where its broadcast has hardly any delay.
RETURN_SECONDS = 3
PLAYER = "https://www.youtube-nocookie.com/**"


@dataclass
class Stage:
    """The meetings, who looks at them, and the services behind."""

    world: World
    simulators: Simulators
    screens: Screens
    #: on Zoom, with two exempt items at its end
    zoom: Sitting
    #: on Teams
    teams: Sitting
    officer: Screen
    second_token: str
    segment: str
    pictures: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The officer's window."""
        return self.officer.page

    def go(self, path: str) -> Page:
        """The officer opens a page."""
        self.page.goto(path)
        return self.page

    def desk(self, sitting: Sitting) -> Page:
        """The officer opens the broadcast desk."""
        return self.go(f"/desk/meetings/{sitting.id}/broadcast")

    def zoom_meeting(self) -> ZoomMeeting:
        """The one at Zoom. There is one."""
        (found,) = self.simulators.of(ZoomState).meetings.values()
        return found

    def ref(self, sitting: Sitting) -> str:
        """What YouTube calls this meeting's broadcast."""
        with self.world.runner.read() as session:
            row = broadcast_of_meeting(session, sitting.id)
        assert row is not None
        return row.ref

    def stands(self, sitting: Sitting) -> str:
        """How YouTube has it."""
        return str(google(self.simulators).broadcasts[self.ref(sitting)]["status"]["lifeCycleStatus"])

    def shown(self, sitting: Sitting) -> bool:
        """Whether anybody who opens YouTube's page now gets picture and sound."""
        return public_sees(self.simulators, self.ref(sitting))

    def down(self) -> None:
        """From now on nobody answers at Google or at Zoom."""
        for simulator in ("google", "zoom"):
            self.simulators.faults.arm(Fault(FaultKind.BROKEN, simulator, times=0))

    def up(self) -> None:
        """They answer again."""
        self.simulators.faults.clear()

    def facts(self, sitting: Sitting) -> list[str]:
        """What stands in the record of the meeting."""
        with self.world.runner.read() as session:
            return [entry.type for entry in facts_of(session, sitting.id)]

    def press(self, verb: str, **values: str) -> str:
        """A button of the simulators' page."""
        return self.simulators.controls[verb].act(values)


@contextmanager
def stage(folder: Path, simulators: Simulators, browser: Browser) -> Iterator[Stage]:
    """The council, its server and its worker, and an officer who is signed in."""
    simulators.reset()
    # The services are waited for: a busy machine takes its time.
    expect.set_options(timeout=30_000)
    now = datetime.now(UTC).replace(microsecond=0)
    with furnished(folder, now - timedelta(days=12)) as (parts, world):
        vault = parts.services.vault
        assert vault is not None
        body = world.body("Planning Committee", members=4, quorum=2)
        world.run(set_choice, SetChoice("public_return_seconds", str(RETURN_SECONDS), "Minute 12"), SYSTEM)
        zoom, teams = _meetings(world, body, now)
        segment = _connected(world, simulators, vault)
        # Everybody signs in today.
        world.clock.at = now
        for name in ("Mx First Clerk", "Mx Second Clerk"):
            world.tokens[name] = world.account(name, role=Role.OFFICER)
        # What is done beside the browser happens now, as on the server.
        world.runner.clock = SystemClock()
        town = Town(folder)
        with served(town, WITAN_SIMULATORS=simulators.address):
            screens = Screens(browser, town.address)
            made = Stage(
                world,
                simulators,
                screens,
                zoom,
                teams,
                screens.open("officer", token=world.tokens["Mx First Clerk"]),
                world.tokens["Mx Second Clerk"],
                segment,
            )
            made.press("zoom.hook", hook=f"{town.address}/hooks/zoom/{segment}")
            try:
                yield made
            finally:
                screens.close()
        assert screens.problems == [], screens.problems


def _meetings(world: World, body: Committee, now: datetime) -> tuple[Sitting, Sitting]:
    made = []
    for minutes in (10, 25):
        starts = now + timedelta(minutes=minutes)
        command = ArrangeMeeting(body.id, starts, mode=MeetingMode.REMOTE)
        sitting = Sitting(body, world.run(arrange_meeting, command), [])
        sitting.items = [world.run(add_item, AddItem(sitting.id, t)) for t in ("Bins", "Trees")]
        for title in ("Sale of the depot", "Lease of the yard"):
            exempt = AddItem(
                sitting.id,
                title,
                sensitivity=Sensitivity.EXEMPT,
                exempt_paragraphs=("3",),
                interest_test="Bids",
            )
            sitting.items.append(world.run(add_item, exempt))
        world.run(publish_agenda, PublishAgenda(sitting.id))
        made.append(sitting)
    return made[0], made[1]


def _connected(world: World, simulators: Simulators, vault: Vault) -> str:
    """The accounts are entered and found good. The secret part of the address for Zoom's news."""
    values: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "zoom": ("Zoom", ZOOM),
        "teams": ("Microsoft Teams", dict(TEAMS.values)),
        "youtube": ("YouTube", account_values(simulators)),
    }
    for key, (name, entered) in values.items():
        world.run(enter_values, EnterValues(key, name, entered, vault, news=key == "zoom"), SYSTEM)
        checked = NoteChecked(key, name, 1, (Checked("everything", True, "granted"),))
        world.run(note_checked, checked, SYSTEM)
    return world.run(show_news_address, ShowNewsAddress("zoom", "Zoom", vault), SYSTEM)


def arrange(stage: Stage, sitting: Sitting, room: str, broadcast: str) -> None:
    """One form, one press; then both are there."""
    page = stage.go(f"/desk/meetings/{sitting.id}/remote")
    page.locator(f'input[name="room"][value="{room}"]').check()
    page.locator(f'input[name="broadcast"][value="{broadcast}"]').check()
    page.get_by_role("button", name="Arrange it").click()
    for side in ("room", "broadcast"):
        expect(page.locator(f'section[aria-labelledby="side-{side}"]')).to_contain_text("Arranged")


def press(stage: Stage, button: str, *, sure: bool = False) -> None:
    """The big button of the desk, which asks first where it cannot be taken back."""
    page = stage.page
    page.locator("[data-next]").get_by_role("button", name=button).click()
    if sure:
        page.get_by_role("dialog").get_by_role("button", name=button).click()


def sees(page: Page, words: str) -> None:
    """The one line of the desk."""
    expect(page.locator(".desk-sight__line")).to_contain_text(words)


def until(page: Page, right: Callable[[], bool], why: str) -> None:
    """Wait for the services, not for time."""
    for _ in range(400):
        if right():
            return
        page.wait_for_timeout(50)
    raise AssertionError(why)


def held_to_google(simulators: Simulators) -> None:
    """Whatever was asked of YouTube is as Google describes it."""
    for asked in simulators.asked("google"):
        if (
            asked.operation
            and asked.status
            and asked.status < 500
            and not asked.operation.startswith("oauth.")
        ):
            for description in contract.descriptions():
                contract.check_request(asked, description)
