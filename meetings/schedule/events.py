"""Facts about meetings in the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meetings.kernel.facts import Fact, fact


@fact("schedule.meeting_arranged")
@dataclass(frozen=True)
class MeetingArranged(Fact):
    """A meeting was put in the calendar; the public does not know of it yet."""

    body_id: str
    starts_at: datetime
    place: str
    mode: str
    kind: str
    planned_minutes: int
    broadcast_url: str = ""


@fact("schedule.meeting_changed")
@dataclass(frozen=True)
class MeetingChanged(Fact):
    """Time, place or manner are now as given here."""

    starts_at: datetime
    place: str
    mode: str
    kind: str
    planned_minutes: int
    broadcast_url: str
    #: why, in words for the public
    notice: str = ""


@fact("schedule.meeting_announced")
@dataclass(frozen=True)
class MeetingAnnounced(Fact):
    """From now on the public knows of the meeting."""


@fact("schedule.meeting_cancelled")
@dataclass(frozen=True)
class MeetingCancelled(Fact):
    """The meeting will not be held."""

    reason: str


@fact("schedule.broadcast_changed")
@dataclass(frozen=True)
class BroadcastChanged(Fact):
    """The public watches at this address from now on; empty: nowhere."""

    broadcast_url: str
