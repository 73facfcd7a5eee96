"""A planning committee, its officer, an author and two consultees: who is there before any meeting is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from meetings.deadlines.rules.base import Profile
from meetings.deadlines.usecases import ChooseProfile, choose_profile
from meetings.kernel.actor import SYSTEM
from meetings.kernel.permissions import Role
from meetings.people import accounts_list, passwords
from meetings.people.models import Account
from meetings.people.queries import actor_of
from meetings.people.usecases import DemoSignIn, SetPassword, set_password, sign_in_as_demo
from meetings.reports.usecases import AddHolder, SaveRole, add_holder, save_role
from tests.factories.world import World
from tests.journeys.screens import DESKTOP, Screen, Screens
from tests.journeys.town import PASSWORD, Member, Town, served

COMMITTEE = "Planning Committee"
AUTHOR, LEGAL, FINANCE = "Anna Author", "Lou Legal", "Fay Finance"
OUTSIDER = "Outsider"
PHONE = (390, 844)


@dataclass
class Office(Town):
    """The town, and the sessions of those who write and clear reports."""

    tokens: dict[str, str] = field(default_factory=dict)


@dataclass
class Desk:
    """The officer's day, and what was made so far."""

    office: Office
    screens: Screens
    officer: Screen
    #: how long after the real day this is
    days_later: int = 0
    meeting_id: str = ""
    report: str = ""
    #: the day of the meeting, where it was arranged on an earlier day
    opened: date | None = None

    @property
    def page(self) -> Page:
        """The officer's window."""
        return self.officer.page

    @property
    def home(self) -> str:
        """The address of the meeting at the desk."""
        return f"/desk/meetings/{self.meeting_id}"

    @property
    def meeting_day(self) -> date:
        """A Wednesday five weeks or more after the real day, clear of the holidays in winter."""
        if self.opened is not None:
            return self.opened
        day = datetime.now(ZoneInfo("Europe/London")).date() + timedelta(days=36)
        while day.weekday() != 2 or (day.month, day.day) > (12, 18) or (day.month, day.day) < (1, 7):
            day += timedelta(days=1)
        return day

    def days_until(self, before: int) -> int:
        """How many days from the real one it is so many days before the meeting."""
        return (self.meeting_day - datetime.now(ZoneInfo("Europe/London")).date()).days - before


def make_office(world: World, folder: Path) -> Office:
    """Finance and legal clear every report; nothing is in the calendar."""
    body = world.body(COMMITTEE, members=7)
    other = world.body("Licensing Committee", members=0)
    account_id = world.officer.account_id
    assert account_id is not None
    with world.runner.read() as session:
        account = accounts_list.account_of(session, account_id)
    world.run(set_password, SetPassword(account_id, passwords.hash_password(PASSWORD)), SYSTEM)
    world.run(choose_profile, ChooseProfile(Profile.ENGLAND_PRINCIPAL), SYSTEM)
    tokens = world.tokens
    tokens[OUTSIDER] = world.tokens[world.member(other.id, 8)]
    for name, post, role in (
        (AUTHOR, "Head of Property", Role.AUTHOR),
        (LEGAL, "Solicitor", Role.CONSULTEE),
        (FINANCE, "Accountant", Role.CONSULTEE),
    ):
        tokens[name] = world.account(name, person_id=world.person(name, post), role=role)
    for role_name, holder in (("Legal", LEGAL), ("Finance", FINANCE)):
        role_id = world.run(save_role, SaveRole(None, role_name), SYSTEM)
        with world.runner.read() as session:
            actor = actor_of(session, tokens[holder], world.clock.now())
        assert actor is not None
        assert actor.account_id is not None
        world.run(add_holder, AddHolder(role_id, actor.account_id, date(2020, 1, 1)), SYSTEM)
    officer_token = world.run(sign_in_as_demo, DemoSignIn(account_id), SYSTEM).token
    with world.runner.work(SYSTEM) as work:
        work.session.execute(update(Account).values(demo_note=""))
    members = [Member(p, world.names[p], world.tokens[p]) for p in body.members]
    return Office(folder, members, account.name, account.email, officer_token, "", body.id, tokens=tokens)


@contextmanager
def working_day(office: Office, browser: Browser, days_later: int = 0) -> Iterator[Desk]:
    """The server runs with its worker, and the officer signs in; no window has anything to complain of in the end."""
    with served(office, days_later):
        screens = Screens(browser, office.address)
        try:
            desk = Desk(office, screens, screens.open("officer"), days_later)
            sign_in(desk)
            yield desk
        except BaseException:
            for number, screen in enumerate(screens.opened):
                screen.look(f"failed-{number}-{screen.name}")
            raise
        finally:
            screens.close()
    assert screens.problems == []


def sign_in(desk: Desk) -> None:
    """With e-mail address and password."""
    page = desk.page
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(desk.office.officer_email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")


def colleague(desk: Desk, name: str, path: str) -> Screen:
    """A window of an author or consultee, signed in."""
    return desk.screens.open(name.split()[0].lower(), path, desk.office.tokens[name])


def fill_date(page: Page, legend: str, day: date) -> None:
    """Type a date into its three fields."""
    group = page.get_by_role("group", name=legend)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(value))


def look_on_a_phone(screen: Screen, name: str) -> None:
    """The same page as it stands on a phone: it must not have to be pushed sideways."""
    page = screen.page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    screen.look(f"{name}-phone")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert wide == 0, f"{name} is {wide} pixels too wide for a phone"


def pictures(content: bytes, name: str) -> list[bytes]:
    """Each page of a PDF as grey shades, saved for people to look at where a folder is named in the environment."""
    folder = os.environ.get("WITAN_PICTURES")
    shades: list[bytes] = []
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document, 1):
            image = page.render(scale=1.0).to_pil()
            if folder:
                image.save(Path(folder) / f"{name}-{number}.png")
            shades.append(image.convert("L").tobytes())
            page.close()
    return shades


def texts(content: bytes) -> list[str]:
    """The words of each page with single spaces."""
    found = []
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            found.append(" ".join(page.get_textpage().get_text_bounded().split()))
            page.close()
    return found
