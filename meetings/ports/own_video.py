"""What the council's own video server and stream server do beside the general ports: admit, mute, remove, gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from meetings.ports.conferencing import Door, Guest
from meetings.ports.providers import Account, Heard


@dataclass(frozen=True)
class Companion:
    """A program that runs beside the server. `prepare` writes what it reads at its start; `missing`: why it cannot."""

    name: str
    command: tuple[str, ...]
    prepare: Callable[[], None]
    missing: str = ""


@dataclass(frozen=True)
class Inner:
    """The video server's own door on this machine, behind ours. `secret` goes with every request."""

    address: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Present:
    """One device in the room."""

    who: str
    name: str
    publishing: bool
    talking: bool = False


@dataclass(frozen=True)
class Relay:
    """A TURN address with its credentials for one person, for networks that let nothing else through."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = field(default="", repr=False)


def who_of(seat_ref: str, device: str) -> str:
    """How one device of a seat is called in the room."""
    return f"{seat_ref}.{device}"


def seat_of(who: str) -> str:
    """Whose device it is."""
    return who.partition(".")[0]


@runtime_checkable
class OwnRoom(Protocol):
    """A room whose doors our own server keeps. Everything raises ProviderFailed."""

    def inner(self) -> Inner:
        """Where our server reaches it."""

    def hear(
        self, account: Account, headers: Mapping[str, str], query: Mapping[str, str], raw: bytes
    ) -> Heard:
        """As every provider."""

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Door:
        """As every provider of rooms."""

    def end(self, account: Account, ref: str) -> None:
        """As every provider of rooms."""

    def relays(self, seat_ref: str, until: int) -> tuple[Relay, ...]:
        """Ways around a strict network, for one person until a moment (seconds since 1970)."""

    def admit(self, ref: str, inside: dict[str, str], guest: Guest) -> str:
        """Let somebody in, making the room again if the video server has forgotten it. Their token."""

    def refuse(self, ref: str, inside: dict[str, str], guest: Guest) -> None:
        """Their token is good for nothing any more."""

    def people(self, ref: str, inside: dict[str, str]) -> tuple[Present, ...]:
        """Who is connected; nobody where there is no room."""

    def mute(self, ref: str, inside: dict[str, str], who: str, muted: bool) -> None:
        """Take away a device's sound, or give it back."""

    def kick(self, ref: str, inside: dict[str, str], who: str) -> None:
        """Put a device out. One that is not there is out already."""


@runtime_checkable
class OwnStream(Protocol):
    """A broadcast whose gate our own server keeps."""

    def publisher(self, secret: str, key: str) -> str:
        """Which broadcast a picture sent with this key belongs to; empty: the key, or who asks, is not known."""

    def playlist(self, ref: str) -> str | None:
        """What the public's player is told to play next; None: nothing is public now."""

    def piece(self, ref: str, name: str) -> Path | None:
        """A stretch of picture, if it is public."""

    def title(self, ref: str) -> str | None:
        """What is broadcast; None: there is no such broadcast."""

    def words(self, ref: str) -> str:
        """What to tell the public now: before, live, held or over (before, live, held, ended)."""
