"""States and words of remote rooms and broadcasts, pure; who is let in, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from meetings.schedule.rules import join_path as join_path

#: How long before the start the door of the room is open to members, and to officers.
OPENS_BEFORE = timedelta(minutes=30)
HOSTS_BEFORE = timedelta(hours=12)
#: How long after the planned end a meeting that was never opened keeps its door.
STAYS_AFTER = timedelta(hours=6)


class Status(StrEnum):
    """Where a room or a broadcast stands with its provider, as far as we know."""

    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"
    ENDED = "ended"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """In words."""
        return _LABELS[self]

    @property
    def stands(self) -> bool:
        """Whether it is there or on its way: neither over nor taken away."""
        return self in (Status.ASKED, Status.READY, Status.FAILED)


_LABELS = {
    Status.ASKED: "Being arranged",
    Status.READY: "Arranged",
    Status.FAILED: "Not arranged",
    Status.ENDED: "Over",
    Status.CANCELLING: "Being taken away",
    Status.CANCELLED: "Taken away",
}


class What(StrEnum):
    """Which of the two."""

    ROOM = "room"
    BROADCAST = "broadcast"

    @property
    def label(self) -> str:
        """In words."""
        return {"room": "Remote room", "broadcast": "Broadcast"}[self.value]


class Privacy(StrEnum):
    """Who finds the broadcast."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "public": "Public: everybody can find and watch it",
            "unlisted": "Unlisted: whoever has the address can watch it",
            "private": "Private: only the channel itself, for a test",
        }[self.value]


class Origin(StrEnum):
    """Which call left a step to be done by hand."""

    ROOM = "room"
    AIM = "aim"
    BROADCAST = "broadcast"


@dataclass(frozen=True)
class Sitting:
    """What the door must know of a meeting."""

    planned: bool
    going_on: bool
    cancelled: bool
    starts_at: datetime
    planned_end: datetime


class DoorState(StrEnum):
    """Whether one can go in now."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"


def opens_at(sitting: Sitting, *, host: bool) -> datetime:
    """From when on somebody may go in."""
    return sitting.starts_at - (HOSTS_BEFORE if host else OPENS_BEFORE)


def door_state(sitting: Sitting, now: datetime, *, host: bool) -> DoorState:
    """Whether the room can be entered at this moment. While the meeting goes on, always."""
    if sitting.cancelled:
        return DoorState.CANCELLED
    if sitting.going_on:
        return DoorState.OPEN
    if not sitting.planned or now > sitting.planned_end + STAYS_AFTER:
        return DoorState.OVER
    return DoorState.OPEN if now >= opens_at(sitting, host=host) else DoorState.EARLY
