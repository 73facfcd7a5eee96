"""A council prepared on a folder of its own, and the real server that is started on it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from sqlalchemy import update

from integrations.registry import adapters
from meetings.db.engine import Database
from meetings.kernel.actor import SYSTEM
from meetings.kernel.clock import FixedClock
from meetings.kernel.permissions import Role
from meetings.people import accounts_list, passwords
from meetings.people.models import Account
from meetings.people.usecases import DemoSignIn, SetPassword, set_password, sign_in_as_demo
from meetings.server.parts import Parts, assemble
from meetings.settings import Settings
from tests.factories.prepared import prepare
from tests.factories.process import LOOPBACK, LocalServer
from tests.factories.world import World, furnish

ROOT = Path(__file__).parents[2]
PASSWORD = "lanterns along the towpath"
COMMITTEE = "Overview and Scrutiny Committee"
#: seconds between the read-back of a recorded vote and its declaration, shorter than in a real chamber
READ_BACK = 1


@dataclass(frozen=True)
class Member:
    """A councillor whose device is signed in."""

    person_id: str
    name: str
    token: str


@dataclass
class Town:
    """What a test needs to know of the council. `address` is set while its server runs."""

    folder: Path
    members: list[Member] = field(default_factory=list)
    officer_name: str = ""
    officer_email: str = ""
    officer_token: str = ""
    administrator_token: str = ""
    body_id: str = ""
    address: str = ""


@contextmanager
def furnished(folder: Path, began: datetime | None = None) -> Iterator[tuple[Parts, World]]:
    """An application on a migrated database and a council in it, whose clock stands where it is put."""
    settings = Settings(data=folder, read_back_seconds=0)
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(settings.sqlalchemy_url)
    prepare(database)
    database.close()
    clock = FixedClock(began or datetime.now(UTC))
    parts = assemble(settings, adapters(), clock)
    try:
        yield parts, furnish(parts.runner, clock)
    finally:
        parts.close()


def make_town(world: World, folder: Path, members: int) -> Town:
    """A committee, an officer with a password, an administrator. Nobody is marked as made up: this is no demo."""
    body = world.body(COMMITTEE, members=members, quorum=4)
    account_id = world.officer.account_id
    assert account_id is not None
    with world.runner.read() as session:
        account = accounts_list.account_of(session, account_id)
    administrator = world.account("Ada Winter", role=Role.ADMINISTRATOR)
    world.run(set_password, SetPassword(account_id, passwords.hash_password(PASSWORD)), SYSTEM)
    officer_token = world.run(sign_in_as_demo, DemoSignIn(account_id), SYSTEM).token
    with world.runner.work(SYSTEM) as work:
        work.session.execute(update(Account).values(demo_note=""))
    return Town(
        folder,
        [Member(p, world.names[p], world.tokens[p]) for p in body.members],
        officer_name=account.name,
        officer_email=account.email,
        officer_token=officer_token,
        administrator_token=administrator,
        body_id=body.id,
    )


@contextmanager
def served(town: Town, days_later: int = 0, **settings: str) -> Iterator[Town]:
    """Start the server as its command does, with its worker; end it, and look at what it had to say.

    `settings` are further variables of its environment.
    """
    server = LocalServer("town", None)
    town.address = f"http://{LOOPBACK}:{server.port}"

    def answers() -> bool:
        connection = HTTPConnection(LOOPBACK, server.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    program = Path(__file__).with_name("later.py") if days_later else ROOT / "wsgi.py"
    command = [
        "env",
        f"WITAN_READ_BACK_SECONDS={READ_BACK}",
        f"WITAN_DAYS_LATER={days_later}",
        *(f"{name}={value}" for name, value in settings.items()),
        sys.executable,
    ]
    command += [str(program), "server", "--data", str(town.folder), "--port", str(server.port), "--no-demo"]
    server.start(command, answers)
    try:
        yield town
    finally:
        server.end(signal.SIGTERM)
        log = server.log.read_text(errors="replace")
        server.forget()
    assert [line for line in log.splitlines() if "ERROR" in line or "Traceback" in line] == [], log
