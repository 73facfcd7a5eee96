"""Facts about who was connected. They hold names of people in public life alone, and no address or number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.kernel.facts import Fact, fact
from meetings.room.rules import Presence


@fact("attendance.list_read")
@dataclass(frozen=True)
class ListRead(Fact):
    """The provider's own list of who was connected was read to the end. `new`: rows that were not known."""

    provider: str
    rows: int
    new: int


@fact("attendance.identity_decided")
@dataclass(frozen=True)
class IdentityDecided(Fact):
    """An officer said whose a connection was. No names: a member of the public. `digest`: of the identity."""

    digest: str
    person_ids: tuple[str, ...]
    names: tuple[str, ...]


@fact("attendance.identity_undone")
@dataclass(frozen=True)
class IdentityUndone(Fact):
    """That was a mistake: the rules decide again."""

    digest: str


@dataclass(frozen=True)
class Stretch:
    """From when to when."""

    start: datetime
    end: datetime


@fact("attendance.confirmed")
@dataclass(frozen=True)
class AttendanceConfirmed(Fact):
    """An officer confirmed how somebody attended, having seen what the provider told. `rows`: what it rests on."""

    person_id: str
    name: str
    number: int
    was_present: bool
    presence: Presence | None
    started_at: datetime | None
    ended_at: datetime | None
    connected: tuple[Stretch, ...]
    rows: tuple[str, ...]
    note: str = ""
