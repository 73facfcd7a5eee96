"""Fetching somebody's way in on a click: from the seat they have, or from the provider, with no transaction open."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from meetings.conferencing.models import RemoteRoom
from meetings.conferencing.queries import seat_of
from meetings.conferencing.usecases.seats import KeepSeat, keep_seat
from meetings.conferencing.wishes import opened
from meetings.connections.accounts import account_of, tell_dead
from meetings.kernel.actor import SYSTEM
from meetings.ports.adapters import Providers
from meetings.ports.conferencing import ConferenceProvider, Door, Guest
from meetings.ports.providers import Permanent, SignInDead
from meetings.runtime.usecase import Runner
from meetings.runtime.vault import Vault

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Hall:
    """What a door is fetched with."""

    runner: Runner
    providers: Providers
    vault: Vault | None = field(repr=False)

    def adapter(self, room: RemoteRoom) -> ConferenceProvider:
        """The room's provider. Raises Permanent where it is not part of this installation any more."""
        found = self.providers.conferencing.get(room.provider)
        if found is None:
            raise Permanent(
                "The service of this room is not part of this installation any more.",
                remedy="Democratic services can choose another one.",
            )
        return found


def door_for(hall: Hall, room: RemoteRoom, guest: Guest) -> Door:
    """The guest's own way in, written down as used. Raises ProviderFailed."""
    with hall.runner.read() as session:
        seat = seat_of(session, room.key, guest.key)
    if seat is not None and seat.door is not None and seat.revoked_at is None and seat.host == guest.host:
        kept = opened(hall.vault, seat.door)
        if "token" not in kept:
            door = Door(kept.get("url", ""), kept.get("dial_in", ""), kept.get("passcode", ""), seat.seat_ref)
            _keep(hall, room, guest, door)
            return door
    door = _fetch(hall, room, guest)
    _keep(hall, room, guest, door)
    return door


def host_address(hall: Hall, room: RemoteRoom) -> str:
    """A fresh address that opens the room as its host; it is kept nowhere. Raises ProviderFailed."""
    adapter = hall.adapter(room)
    try:
        account = account_of(hall.runner, hall.vault, adapter)
        return safe(adapter.host_link(account, room.ref, opened(hall.vault, room.inside)))
    except SignInDead as error:
        tell_dead(hall.runner, adapter, error.reason)
        raise


def telephone_of(hall: Hall, room: RemoteRoom | None) -> dict[str, str]:
    """Numbers to call and the passcode, as far as we hold them: no provider is asked."""
    if room is None:
        return {}
    inside = {**opened(hall.vault, room.given), **opened(hall.vault, room.inside)}
    return {name: inside[name] for name in ("dial_in", "passcode") if inside.get(name)}


def safe(address: str) -> str:
    """An address that people may be sent to. Raises Permanent for any other."""
    parts = urlsplit(address)
    own = parts.scheme == "http" and parts.hostname in _LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or own):
        raise Permanent(
            "The service gave an address that nobody is sent to.", remedy="Tell democratic services."
        )
    return address


def _fetch(hall: Hall, room: RemoteRoom, guest: Guest) -> Door:
    adapter = hall.adapter(room)
    try:
        account = account_of(hall.runner, hall.vault, adapter)
        return adapter.door(account, room.ref, opened(hall.vault, room.inside), guest)
    except SignInDead as error:
        tell_dead(hall.runner, adapter, error.reason)
        raise


def _keep(hall: Hall, room: RemoteRoom, guest: Guest, door: Door) -> None:
    command = KeepSeat.of(room, guest, door, hall.vault, used=True)
    hall.runner.run(keep_seat, command, actor=SYSTEM)
