"""A council connected to the simulated Teams, and the buttons of the simulators."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from integrations.simulators.base import World
from integrations.simulators.graph import ENTRY
from integrations.simulators.graph_state import GraphState
from integrations.simulators.identity_state import Identity
from integrations.teams.adapter import Teams
from meetings.ports.adapters import Surroundings
from meetings.ports.conferencing import RoomWish
from meetings.ports.providers import Account

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
BACK = "https://council.example/desk/connections/teams/back"
WISH = RoomWish(
    key="meeting7ka2x",
    title="Planning Committee, 3 December 2026",
    starts_at=datetime(2026, 12, 3, 18, 30, tzinfo=UTC),
    minutes=150,
    timezone="Europe/London",
    hosts=("officer@council.example", "chair@council.example"),
    record=True,
)


def connected(**values: str) -> Account:
    """As the connection page keeps it; what the provider changes is in `values` at once."""
    account = Account("teams", {**dict(ENTRY.values), **values})
    account.keep = account.values.update
    return account


def teams_of(world: World, *, site: str = "") -> Teams:
    """The adapter, asking the simulators."""
    return Teams(Surroundings(Path(), site, simulators=world.address), world.now)


def graph(world: World) -> GraphState:
    """What stands at the simulated Graph."""
    return world.of(GraphState)


def identity(world: World) -> Identity:
    """What stands at the simulated sign-in."""
    return world.of(Identity)


def press(world: World, key: str, **values: str) -> str:
    """A button of the control page."""
    return world.controls[key].act(values)


def signed_in(world: World, teams: Teams, account: Account) -> None:
    """The organiser signs in, in their browser."""
    address = teams.sign_in_address(account, "state-of-this-try", BACK)
    page = httpx.get(address, trust_env=False)
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))
    form = {name: html.unescape(value) for name, value in fields.items()} | {"answer": "yes"}
    there = httpx.post(address.partition("?")[0], data=form, trust_env=False).headers["location"]
    assert there.startswith(BACK)
    told = parse_qs(urlsplit(there).query)
    assert told["state"] == ["state-of-this-try"]
    account.values.update(teams.signed_in(account, told["code"][0], BACK))


def clock(world: World, at: datetime) -> Callable[[datetime], None]:
    """Stop the simulators' clock; what is returned moves it."""
    hands: dict[str, Any] = {"at": at}
    world.clock = lambda: hands["at"]
    return lambda moment: hands.update(at=moment)
