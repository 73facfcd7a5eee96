"""A remote room for a meeting: what a council needs of Zoom, Teams, its own video server, or any link at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from meetings.ports.providers import Account, Provider, Step


@dataclass(frozen=True)
class RoomWish:
    """What the room should be like. `key` is ours and stays: asked for twice, there is one room."""

    key: str
    title: str
    starts_at: datetime
    minutes: int
    timezone: str
    #: people who may open the room and let others in, by e-mail
    hosts: tuple[str, ...] = ()
    waiting_room: bool = True
    record: bool = False
    #: more than a meeting: an audience that only watches (a Teams town hall)
    audience: bool = False
    #: what the officer entered where the provider creates nothing: link, dial_in, passcode
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Room:
    """A room at the provider. `ref` finds it again; `inside` is secret: join addresses, passcodes."""

    ref: str
    inside: dict[str, str] = field(default_factory=dict, repr=False)
    #: what must still be done by hand for this room
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Guest:
    """Somebody with a seat. `key` is ours: the id of the person."""

    key: str
    name: str
    email: str = ""
    #: officer or chair: may let people in, mute
    host: bool = False


@dataclass(frozen=True)
class Door:
    """Where one person goes in. `url` is secret and never mailed; empty where the room is on our own pages."""

    url: str = field(default="", repr=False)
    #: for phones, to read out: dial-in numbers, passcode
    dial_in: str = field(default="", repr=False)
    passcode: str = field(default="", repr=False)
    #: what the provider knows this seat by, to recognise it in its attendance
    seat_ref: str = ""
    #: handed to our own page for a room that is part of it
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class StreamTarget:
    """Where the picture goes. `key` is secret."""

    url: str
    key: str = field(repr=False)
    #: where the public watches
    page: str = ""


@dataclass(frozen=True)
class RoomState:
    """As the provider has it. None: it cannot tell."""

    live: bool | None
    streaming: bool | None = None
    people: int | None = None
    detail: str = ""


@dataclass(frozen=True)
class Connection:
    """One stretch of one device in the room, raw, as the provider tells it."""

    #: the provider's id of this row: the same stretch told twice has the same
    key: str
    #: meeting, waiting_room, breakout
    room: str
    joined_at: datetime
    left_at: datetime | None
    name: str = ""
    email: str = ""
    #: our own seat: certain
    seat_ref: str = ""
    #: the provider's id of a signed-in person: certain
    user_ref: str = ""
    phone: str = ""


@dataclass(frozen=True)
class FileFound:
    """A recording or transcript at the provider. `address` is secret and short-lived."""

    key: str
    #: video, audio, transcript, chat
    kind: str
    media_type: str
    started_at: datetime | None
    ended_at: datetime | None
    size: int | None = None
    language: str = ""
    address: str = field(default="", repr=False)


class ConferenceProvider(Provider, Protocol):
    """Rooms. A method that the provider cannot do by itself raises Permanent with a remedy; `can` says so before."""

    def create(self, account: Account, wish: RoomWish) -> Room:
        """Make the room, or find the one that was made with this key. Raises ProviderFailed."""

    def update(self, account: Account, ref: str, wish: RoomWish) -> Room:
        """Make it as wished. Raises Gone if it is not there any more."""

    def cancel(self, account: Account, ref: str) -> None:
        """Take it away. One that is not there is taken away already."""

    def door(self, account: Account, ref: str, inside: dict[str, str], guest: Guest) -> Door:
        """The guest's own way in; the same guest gets the same seat again."""

    def revoke(self, account: Account, ref: str, guest: Guest, seat_ref: str) -> None:
        """This seat is no longer let in."""

    def host_link(self, account: Account, ref: str, inside: dict[str, str]) -> str:
        """A fresh address that opens the room as its host: to redirect to, never to keep."""

    def aim(self, account: Account, ref: str, target: StreamTarget) -> tuple[Step, ...]:
        """Have the room's picture go there once its stream is started; what is left to do by hand."""

    def start_stream(self, account: Account, ref: str) -> None:
        """Send the picture. Started already is started."""

    def stop_stream(self, account: Account, ref: str) -> None:
        """Send it no more. Stopped already is stopped."""

    def state(self, account: Account, ref: str) -> RoomState:
        """How it is now."""

    def end(self, account: Account, ref: str) -> None:
        """End it for everybody. Ended already is ended."""

    def attendance(self, account: Account, ref: str) -> tuple[Connection, ...]:
        """Who was connected. Raises Retryable while the provider still counts."""

    def files(self, account: Account, ref: str) -> tuple[FileFound, ...]:
        """Recordings and transcripts that are there."""

    def fetch(self, account: Account, file: FileFound) -> Iterator[bytes]:
        """The file, piece by piece. Raises ProviderFailed."""


@runtime_checkable
class ManyDoors(Protocol):
    """A provider that gives many seats at once, for less than one at a time costs."""

    def doors(
        self, account: Account, ref: str, inside: dict[str, str], guests: Sequence[Guest]
    ) -> tuple[Door, ...]:
        """A door for each guest, in their order; the same guest gets the same seat again."""


def doors_of(
    provider: ConferenceProvider, account: Account, ref: str, inside: dict[str, str], guests: Sequence[Guest]
) -> Iterator[tuple[Guest, Door]]:
    """Each guest's way in: all at once where the provider can, otherwise one after the other."""
    if len(guests) > 1 and isinstance(provider, ManyDoors):
        yield from zip(guests, provider.doors(account, ref, inside, guests), strict=True)
        return
    for guest in guests:
        yield guest, provider.door(account, ref, inside, guest)
