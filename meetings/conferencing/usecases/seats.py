"""Seats written down: who was handed which way in, who went in, whose is freed."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings.conferencing.events import HostWentIn
from meetings.conferencing.models import Seat
from meetings.conferencing.queries import AnyRoom, broadcast_by_key, room_by_key
from meetings.kernel.permissions import Permission
from meetings.ports.conferencing import Door, Guest
from meetings.runtime.usecase import use_case
from meetings.runtime.vault import Vault
from meetings.runtime.work import Work
from meetings.schedule.queries import body_of_meeting


@dataclass(frozen=True)
class NoteTried:
    """The provider is about to be asked to make this."""

    key: str


@dataclass(frozen=True)
class KeepSeat:
    """Somebody's seat. `door` is locked."""

    room_key: str
    meeting_id: str
    person_id: str
    name: str
    host: bool
    seat_ref: str
    door: bytes | None = field(repr=False)
    #: they are going in with it now
    used: bool = False

    @classmethod
    def of(
        cls, room: AnyRoom, guest: Guest, door: Door, vault: Vault | None, *, used: bool = False
    ) -> KeepSeat:
        """As the provider handed it out."""
        values = {"url": door.url, "dial_in": door.dial_in, "passcode": door.passcode, "token": door.token}
        kept = {name: value for name, value in values.items() if value}
        locked = vault.lock(kept) if vault is not None and kept else None
        return cls(room.key, room.meeting_id, guest.key, guest.name, guest.host, door.seat_ref, locked, used)


@dataclass(frozen=True)
class FreeSeat:
    """The provider lets this seat in no longer."""

    room_key: str
    person_id: str


@dataclass(frozen=True)
class NoteHost:
    """An officer opens the room as its host."""

    meeting_id: str
    provider: str


@use_case(permission=None, system_only=True)
def note_tried(work: Work, command: NoteTried) -> None:
    """From now on the provider may have one, whatever becomes of this process."""
    row = room_by_key(work.session, command.key) or broadcast_by_key(work.session, command.key)
    if row is not None and row.tried_at is None:
        row.tried_at = work.now


@use_case(permission=None, system_only=True)
def keep_seat(work: Work, command: KeepSeat) -> None:
    """Write a seat down, in place of what was known of it."""
    row = work.session.get(Seat, (command.room_key, command.person_id))
    if row is None:
        row = Seat(room_key=command.room_key, person_id=command.person_id, meeting_id=command.meeting_id)
        work.session.add(row)
    row.name, row.host, row.seat_ref = command.name, command.host, command.seat_ref
    row.door, row.revoked_at = command.door, None
    if command.used:
        row.used_at = work.now


@use_case(permission=None, system_only=True)
def free_seat(work: Work, command: FreeSeat) -> None:
    """Write down that a seat lets nobody in any more."""
    row = work.session.get(Seat, (command.room_key, command.person_id))
    if row is not None:
        row.revoked_at, row.door = work.now, None


@use_case(permission=Permission.RUN_MEETING, scope=body_of_meeting)
def note_host(work: Work, command: NoteHost) -> None:
    """Put on record that an officer was handed the host's way in."""
    work.record(command.meeting_id, HostWentIn(work.actor.name, command.provider))
