"""When an officer is reminded by mail: off, each working day's morning, or on Mondays."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

#: what holds for an account that has not chosen
USUAL_HOUR = 8
_MONDAY, _SATURDAY = 0, 5


class Reminding(StrEnum):
    """How often somebody is reminded."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def label(self) -> str:
        """In words."""
        return {"off": "Do not mail me", "daily": "Every working day", "weekly": "On Mondays"}[self.value]


def reminder_due(how: Reminding, hour: int, sent_on: date | None, local: datetime) -> bool:
    """Whether the reminder of this day is to be sent now; `local` is the moment by the council's clock."""
    if how is Reminding.OFF or sent_on == local.date() or local.hour < hour:
        return False
    return local.weekday() == _MONDAY or (how is Reminding.DAILY and local.weekday() < _SATURDAY)
