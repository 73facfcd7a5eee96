"""A council connected to the simulated Zoom."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from integrations.simulators.base import World
from integrations.simulators.zoom_state import (
    ACCOUNT_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    HOST,
    SECRET_TOKEN,
    Meeting,
    ZoomState,
)
from integrations.zoom.adapter import ZoomRooms
from meetings.ports.adapters import Surroundings
from meetings.ports.conferencing import Guest, RoomWish
from meetings.ports.providers import Account

VALUES = {
    "account_id": ACCOUNT_ID,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
    "host": HOST,
    "secret_token": SECRET_TOKEN,
}
WISH = RoomWish(
    key="meeting7ka2x",
    title="Planning Committee, 3 December 2026",
    starts_at=datetime(2026, 12, 3, 18, 30, tzinfo=UTC),
    minutes=150,
    timezone="Europe/London",
    hosts=("chair@council.example", "clerk@council.example"),
    record=True,
)
GUESTS = tuple(Guest(f"person{n}", f"Councillor Name{n}", "shared@home.example") for n in range(62))


def account(**values: str) -> Account:
    """As the connection page keeps it."""
    return Account("zoom", {**VALUES, **values})


def rooms(world: World, *, site: str = "https://council.example") -> ZoomRooms:
    """The adapter, asking the simulator."""
    around = Surroundings(Path(), site, simulators=world.address)
    return ZoomRooms(around, world.now)


def meetings(world: World) -> list[Meeting]:
    """All there are at the simulated Zoom."""
    return list(world.of(ZoomState).meetings.values())


def press(world: World, verb: str, **values: str) -> str:
    """A button of the control page."""
    return world.controls[f"zoom.{verb}"].act(values)
