"""A provider made up for the tests, and a worker's view of calls to it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import delete

from integrations.storage_fs.adapter import FolderStorage
from meetings.connections.accounts import NEWS_SEGMENT
from meetings.connections.calls import Applied, Doing, carry_out_due, operation
from meetings.connections.calls.carrying import Carrying
from meetings.connections.models import (
    ProviderCall,
    ProviderConnection,
    ProviderHealth,
    ProviderNews,
    ProviderUsage,
)
from meetings.connections.queries import CallRow, recent_calls
from meetings.connections.rules import ConnectionState
from meetings.connections.usecases import Ask, ask
from meetings.db.engine import Database
from meetings.db.record import open_stream
from meetings.kernel.ids import new_id
from meetings.kernel.permissions import Role
from meetings.ports.adapters import Providers
from meetings.ports.conferencing import ConferenceProvider
from meetings.ports.providers import (
    Account,
    Can,
    Checked,
    Forged,
    Happened,
    Heard,
    SetUp,
)
from meetings.ports.providers import (
    Ask as Field,
)
from meetings.runtime.jobs import JobContext
from meetings.runtime.vault import Vault
from meetings.web.csrf import token_for
from tests.factories.accounts import signed_in
from tests.factories.site import Site, Visitor, make_site, words
from tests.factories.world import World, make_world

SECRET = "canary-client-secret-7f3a"
TOKEN = "canary-refresh-token-91bc"
PAGE = "/desk/connections/moot"
GIVEN = {"account_id": "A1", "client_secret": SECRET, "note": ""}
VAULT = Vault(bytes(range(32)))
WORKER = Carrying(worker="one", chance=lambda: 1.0)


SET_UP = SetUp(
    asks=(
        Field("account_id", "Account number", "It stands on the page “Account”."),
        Field("client_secret", "Client secret", secret=True),
        Field("note", "Anything else", required=False),
    ),
    steps=("Create an app.", "Grant it what stands below."),
    scopes=(("meeting:write", "to make rooms"), ("report:read", "to read who was there")),
    news=True,
    allowance=10_000,
    allowance_zone="America/Los_Angeles",
)


@dataclass
class Moot:
    """A provider of rooms: each test says how it answers."""

    key: str = "moot"
    name: str = "Moot"
    can: frozenset[Can] = frozenset({Can.CREATE})
    setup: SetUp = SET_UP
    checks: tuple[Checked, ...] = (Checked("meeting:write", True, "to make rooms"),)
    fails: Exception | None = None
    revoked: list[dict[str, str]] = field(default_factory=list)

    def check(self, account: Account) -> tuple[Checked, ...]:
        if self.fails is not None:
            raise self.fails
        return self.checks

    def sign_in_address(self, account: Account, state: str, back: str) -> str:
        return f"https://moot.example/sign-in?client={account.values['account_id']}&state={state}&back={back}"

    def signed_in(self, account: Account, code: str, back: str) -> Mapping[str, str]:
        if self.fails is not None:
            raise self.fails
        return {"refresh_token": f"{TOKEN}-{code}"}

    def disconnect(self, account: Account) -> None:
        if self.fails is not None:
            raise self.fails
        self.revoked.append(dict(account.values))

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        if "challenge" in query:
            return Heard(answer=query["challenge"], answer_type="text/plain")
        sent = {k.lower(): v for k, v in headers.items()}.get("x-moot-signature", "")
        if not hmac.compare_digest(sent.encode(), signature(raw, account.values["client_secret"]).encode()):
            raise Forged
        said = json.loads(raw)
        if said.get("old"):
            raise Forged
        return Heard(tuple(happened_of(each) for each in said["events"]))


def signature(raw: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def happened_of(event: Mapping[str, Any]) -> Happened:
    at = datetime.fromisoformat(event["at"]) if event.get("at") else None
    return Happened(event["key"], event["kind"], at, event.get("ref", "r1"), event.get("data", {}))


@dataclass
class Desk:
    """The worker, and whoever asks it for calls."""

    world: World
    moot: Moot
    context: JobContext
    done: list[str] = field(default_factory=list)

    def connect(self, provider: str = "moot", **values: str) -> None:
        """An account as if it had been entered and tested."""
        given = {"account_id": "A1", "client_secret": SECRET, NEWS_SEGMENT: "s" * 43, **values}
        with self.world.runner.database.write() as session:
            session.merge(
                ProviderConnection(
                    provider=provider,
                    state=ConnectionState.CONNECTED,
                    locked=VAULT.lock(given),
                    segment_hash=hashlib.sha256(given[NEWS_SEGMENT].encode()).hexdigest(),
                    version=1,
                    entered_at=self.world.clock.now(),
                    entered_by="Ada Admin",
                    dead_reason="",
                    sign_in_hash="",
                )
            )

    def meeting(self) -> str:
        """A meeting's id, without the meeting."""
        made = new_id()
        with self.world.runner.database.write() as session:
            open_stream(session, made, "meeting")
        return made

    def ask(self, operation: str, key: str = "", **more: Any) -> str:
        """Ask for a call in a transaction of its own."""
        wish = Ask(more.pop("provider", "moot"), operation, key or operation, **more)
        with self.world.runner.work(self.world.officer) as work:
            return ask(work, wish)

    def work(self, how: Carrying = WORKER) -> int:
        """Do what is due."""
        return carry_out_due(self.context, how)

    def call(self, key_or_id: str) -> CallRow:
        """A call as it stands."""
        return next(c for c in self.calls() if c.id == key_or_id)

    def calls(self, provider: str = "moot") -> list[CallRow]:
        """All calls, the first asked first."""
        with self.world.runner.read() as session:
            return recent_calls(session, provider)[::-1]

    def does(self, name: str, answers: Callable[[Doing], Applied | None] | None = None) -> None:
        """Register what an operation does; it also notes its key in `done`."""

        def handler(doing: Doing) -> Applied | None:
            self.done.append(doing.key)
            return answers(doing) if answers else None

        operation(name)(handler)


@pytest.fixture
def moot() -> Moot:
    return Moot()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One council for a file of tests; what connections keep is wiped for each."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('town') / 'witan.sqlite'}")
    yield make_world(database)
    database.close()


@pytest.fixture
def desk(town: World, moot: Moot, tmp_path: Path) -> Desk:
    wipe(town)
    return make_desk(town, moot, tmp_path)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with make_site(tmp_path_factory.mktemp("desk"), public_url="https://meetings.example") as made:
        yield made


@pytest.fixture(scope="module")
def admin(site: Site) -> Visitor:
    return Visitor(site.parts, signed_in(site.world, "Ada Admin", Role.ADMINISTRATOR)[1])


@pytest.fixture
def office(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The site's worker; somebody signs in at the made-up provider."""
    made = make_desk(site.world, Moot(setup=replace(SET_UP, sign_in=True)), tmp_path)
    monkeypatch.setattr(site.parts.services, "providers", made.context.providers)
    monkeypatch.setattr(site.parts.services, "vault", VAULT)
    wipe(site.world)
    return made


def wipe(world: World) -> None:
    """As if nothing had ever been connected or called."""
    with world.runner.database.write() as session:
        for table in (ProviderConnection, ProviderCall, ProviderHealth, ProviderNews, ProviderUsage):
            session.execute(delete(table))


def make_desk(world: World, moot: Moot, folder: Path) -> Desk:
    free = Moot(key="free", name="Free of charge", setup=SetUp())
    rooms = {m.key: cast(ConferenceProvider, m) for m in (moot, free)}
    context = JobContext(
        world.runner,
        FolderStorage(folder / "files"),
        lambda *_: b"",
        providers=Providers(rooms, {}),
        vault=VAULT,
    )
    return Desk(world, moot, context)


def said_after(visitor: Visitor, path: str, data: dict[str, str] | None = None) -> str:
    """What the page says that a form leads to."""
    headers = {"X-CSRF-Token": token_for(visitor.parts.services.secret, visitor.token)}
    client = visitor._client()
    answer = client.post(path, data=data, headers=headers, follow_redirects=True, buffered=True)
    assert answer.status_code == 200, answer.status
    return words(answer)


def stored(desk: Desk) -> ProviderConnection | None:
    with desk.world.runner.read() as session:
        return session.get(ProviderConnection, "moot")


def kept(desk: Desk) -> dict[str, str]:
    """What is locked away."""
    row = stored(desk)
    return VAULT.open(row.locked) if row else {}


def leave(admin: Visitor) -> str:
    """Start a sign-in; the state that the provider is sent."""
    page = admin.post(f"{PAGE}/sign-in").get_data(as_text=True)
    found = re.search(r'href="(https://moot\.example/[^"]+)"', page)
    assert found is not None
    return parse_qs(urlsplit(unescape(found[1])).query)["state"][0]
