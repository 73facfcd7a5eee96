"""Who waits and who is in; when a device was connected. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: seconds between two signs of life of a page
BEAT_SECONDS = 3
#: a page that was silent for longer before it left was lost: its last sign of life counts
SILENCE = timedelta(seconds=BEAT_SECONDS + 1.5)


class Admission(StrEnum):
    """Where somebody stands at the door."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REMOVED = "removed"


class Ending(StrEnum):
    """How a connection ended."""

    LEFT = "left"
    LOST = "lost"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Left:
    """When a device was really gone, and how."""

    at: datetime
    ending: Ending


def left_at(joined: datetime, told: datetime, seen: datetime | None) -> Left:
    """The video server tells of a lost device only after its time limit: the page's last sign of life is nearer."""
    if seen is None or told - seen <= SILENCE:
        return Left(max(told, joined), Ending.LEFT)
    return Left(max(seen, joined), Ending.LOST)
