"""What can be entered about a councillor that bears on a time limit of theirs."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What happened. The first four bear on the six months; the last two meet a duty of a new member."""

    #: attended as the council's representative somewhere, or a meeting that was not recorded here
    ATTENDED = "attended"
    #: the council approved the reason for the absence
    APPROVED = "approved"
    SUSPENDED = "suspended"
    FAMILY_ABSENCE = "family_absence"
    ACCEPTED_OFFICE = "accepted_office"
    REGISTERED = "registered"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "attended": "Attended something that counts",
            "approved": "The council approved the absence",
            "suspended": "Suspended",
            "family_absence": "Family absence (Wales)",
            "accepted_office": "Declared acceptance of office",
            "registered": "Gave notice of interests",
        }[self.value]

    @property
    def is_period(self) -> bool:
        """Whether it lasts from one day to another."""
        return self in (EntryKind.SUSPENDED, EntryKind.FAMILY_ABSENCE)
